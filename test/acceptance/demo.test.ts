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
    const found = await until(4 * MINUTE, async () => (child.exitCode === null ? what() : null));
    if (!found) throw new Error(`Not within four minutes; it said:\n${said}`);
    return found;
  };
  const stop = async () => {
    child.kill('SIGINT');
    const [code] = await exit;
    return code as number | null;
  };
  return { waitFor, stop, said: () => said };
}

type Item = { orderId: string; statusSince: string };

async function items<T>({ httpUrl, adminKey }: RunFile, path: string): Promise<T[]> {
  const headers = { authorization: `Bearer ${adminKey}` };
  const response = await fetch(`${httpUrl}/api/v1/orders${path}`, { headers });
  return ((await response.json()) as { items: T[] }).items;
}

/**
 * An order that has come from one status into another since this instant. At night and on Sundays that are few and far
 * between, so one that has stood still so far may not be waited for, nor one that must be there now: the order itself says
 * since when it is where it is, and its timeline that it was somewhere else before.
 */
async function movedSince(run: RunFile, instant: number): Promise<Item | null> {
  const all = await items<Item>(run, '?sort=lastEvent&limit=500');
  const numbered = all.filter(({ orderId }) => !orderId.startsWith('~corr:'));
  for (const item of numbered.filter(({ statusSince }) => Date.parse(statusSince) > instant)) {
    const timeline = await items<{ kind: string }>(run, `/${item.orderId}/timeline`);
    if (timeline.filter(({ kind }) => kind === 'transition').length > 1) return item;
  }
  return null;
}

test('within a minute the demo shows orders that move and orders that get stuck', {
  timeout: 10 * MINUTE,
}, async () => {
  const demo = startDemo();
  const run = await demo.waitFor(() => readRunFile(home));
  await demo.waitFor(() => /npm run orderwatch -- orders --stuck/.test(demo.said()) || null);

  // Stuck for days already, and one that gets stuck while somebody looks on.
  await demo.waitFor(() => /Stuck now: \d{2,} of/.test(demo.said()) || null);
  const orderId = await demo.waitFor(
    () => /stuck: (ORD-\S+) in SUBMITTED since .* was never published by the mes/.exec(demo.said())?.[1] ?? null,
  );
  const stuck = await demo.waitFor(async () => {
    const all = await items<Item>(run, '?stuck=true&sort=deadline&limit=500');
    return all.some(item => item.orderId === orderId) ? all : null;
  });
  expect(stuck.length).toBeGreaterThan(20);

  const looking = Date.now();
  await demo.waitFor(() => movedSince(run, looking));
  expect(await demo.stop()).toBe(0);

  // Another start goes on with the same orders.
  const restarted = Date.now();
  const again = startDemo();
  await again.waitFor(() => /goes on with the story of the last start/.test(again.said()) || null);
  const tag = orderId.split('-')[1]!;
  const second = await again.waitFor(() => readRunFile(home));
  const moved = await again.waitFor(() => movedSince(second, restarted));
  expect(moved.orderId).toContain(`-${tag}-`);
  expect(await again.stop()).toBe(0);
});
