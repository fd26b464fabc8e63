import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { testVhost } from '../test/support/broker.ts';
import { testDatabase } from '../test/support/database.ts';
import { orderwatchOn } from '../test/support/orderwatch-process.ts';
import { REFERENCE_FILE } from './configuration/read-file.ts';

const { databaseUrl } = await testDatabase();
const { amqpUrl } = await testVhost();
const folder = mkdtempSync(join(tmpdir(), 'orderwatch-metrics-'));
afterAll(() => rmSync(folder, { recursive: true }));
const ORDERWATCH_CONFIG = join(folder, 'orderwatch.yaml');
writeFileSync(
  ORDERWATCH_CONFIG,
  `${readFileSync(REFERENCE_FILE, 'utf8')}\nendpoints: { gone: { url: "http://127.0.0.1:1/" } }\n`,
);
const { orderwatch } = orderwatchOn({ DATABASE_URL: databaseUrl, AMQP_URL: amqpUrl });

test('docs/metrics.md names what is exported, and nothing else; what is declared is watched', async () => {
  const page = readFileSync(new URL('../docs/metrics.md', import.meta.url), 'utf8');
  const named = new Set(page.match(/\borderwatch_[a-z0-9_]+/g));
  const up = orderwatch(['up'], { ORDERWATCH_CONFIG });
  await up.says('Ctrl-C stops it');
  const shown = async () => (await fetch(`${up.run().opsUrl}/metrics`)).text();
  await expect.poll(shown, { timeout: 60_000 }).toContain('orderwatch_watched_endpoint_up{endpoint="gone"} 0');
  const text = await shown();
  up.child.kill('SIGTERM');
  const exported = [...text.matchAll(/^# TYPE (orderwatch_\S+)/gm)].map(([, name]) => name!);
  expect([...named].toSorted()).toEqual(exported.toSorted());
  expect(await up.ended).toBe(0);
});
