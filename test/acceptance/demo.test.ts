import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { until } from '../../platform/embedded/process.ts';
import { type RunFile, readRunFile } from '../../platform/run-file.ts';
import { testVhost } from '../support/broker.ts';
import { testDatabase } from '../support/database.ts';

const MINUTE = 60_000;
const root = new URL('../../', import.meta.url).pathname;
const home = mkdtempSync(join(tmpdir(), 'orderwatch-demo-'));
const { databaseUrl } = await testDatabase();
const { amqpUrl } = await testVhost();
const children: ChildProcess[] = [];

afterAll(() => {
  for (const child of children) child.kill('SIGKILL');
  rmSync(home, { recursive: true, force: true });
});

/** As `npm run demo` does, on the servers of the tests. */
function startDemo() {
  const servers = { DATABASE_URL: databaseUrl, AMQP_URL: amqpUrl, HOST: '127.0.0.1', PORT: '0', OPS_PORT: '0' };
  const child = spawn(process.execPath, ['app/main.ts', 'up', '--simulate'], {
    cwd: root,
    env: { PATH: process.env.PATH, ORDERWATCH_HOME: home, ...servers },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.push(child);
  const exit = once(child, 'close');
  let said = '';
  for (const output of [child.stdout, child.stderr]) {
    output.setEncoding('utf8').on('data', (chunk: string) => {
      said += chunk;
    });
  }
  const waitFor = async <T>(what: () => Promise<T | null> | T | null): Promise<T> => {
    const found = await until(MINUTE, async () => (child.exitCode === null ? what() : null));
    if (!found) throw new Error(`Not within a minute; it said:\n${said}`);
    return found;
  };
  const stop = async () => {
    child.kill('SIGINT');
    const [code] = await exit;
    return code as number | null;
  };
  return { waitFor, stop, said: () => said };
}

type Item = { orderId: string; status: string; statusSince: string };

async function orders({ httpUrl, adminKey }: RunFile, query: string): Promise<Item[]> {
  const headers = { authorization: `Bearer ${adminKey}` };
  const response = await fetch(`${httpUrl}/api/v1/orders?limit=500&${query}`, { headers });
  return ((await response.json()) as { items: Item[] }).items;
}

test('within a minute the demo shows orders that move and orders that get stuck', { timeout: 4 * MINUTE }, async () => {
  const demo = startDemo();
  const run = await demo.waitFor(() => readRunFile(home));
  await demo.waitFor(() => /npm run orderwatch -- orders --stuck/.test(demo.said()) || null);

  // Stuck for days already, and one that gets stuck while somebody looks on.
  await demo.waitFor(() => /Stuck now: \d{2,} of/.test(demo.said()) || null);
  const orderId = await demo.waitFor(
    () => /stuck: (ORD-\S+) in SUBMITTED since .* was never published by the mes/.exec(demo.said())?.[1] ?? null,
  );
  const stuck = await demo.waitFor(async () => {
    const items = await orders(run, 'stuck=true&sort=deadline');
    return items.some(item => item.orderId === orderId) ? items : null;
  });
  expect(stuck.length).toBeGreaterThan(20);

  const before = new Map((await orders(run, 'sort=lastEvent')).map(({ orderId: id, status }) => [id, status]));
  const moved = await demo.waitFor(async () => {
    const now = await orders(run, 'sort=lastEvent');
    return now.find(({ orderId: id, status }) => before.has(id) && before.get(id) !== status) ?? null;
  });
  expect(Date.now() - Date.parse(moved.statusSince)).toBeLessThan(MINUTE);
  expect(await demo.stop()).toBe(0);

  // Another start goes on with the same orders.
  const again = startDemo();
  await again.waitFor(() => /goes on with the story of the last start/.test(again.said()) || null);
  const tag = orderId.split('-')[1]!;
  const second = await again.waitFor(() => readRunFile(home));
  const fresh = await again.waitFor(async () => {
    const items = await orders(second, 'sort=lastEvent');
    return items.find(({ orderId: id }) => id.startsWith('ORD-') && !before.has(id)) ?? null;
  });
  expect(fresh.orderId).toContain(tag);
  expect(await again.stop()).toBe(0);
});
