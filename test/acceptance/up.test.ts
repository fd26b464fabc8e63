import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { until } from '../../platform/embedded/process.ts';
import { type RunFile, readRunFile } from '../../platform/run-file.ts';
import { processesOf } from '../support/processes.ts';
import { management } from '../support/servers.ts';

const MINUTE = 60_000;
const root = new URL('../../', import.meta.url).pathname;
mkdirSync(join(root, '.orderwatch'), { recursive: true });
const home = mkdtempSync(join(root, '.orderwatch/up-'));
let running: { child: ChildProcess; output: () => string } | undefined;

/** As `npm start` does, with ports of its own. */
async function start(): Promise<RunFile> {
  const child = spawn(process.execPath, ['app/orderwatch.cjs', 'up'], {
    cwd: root,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ORDERWATCH_HOME: home, PORT: '0', OPS_PORT: '0' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', chunk => {
      output += chunk;
    });
  }
  running = { child, output: () => output };
  const run = await until(3 * MINUTE, () => (child.exitCode === null ? readRunFile(home) : null));
  if (!run) throw new Error(`It did not start:\n${output}`);
  return run;
}

async function end(signal: NodeJS.Signals): Promise<number | null> {
  const { child } = running!;
  const exit = once(child, 'exit');
  child.kill(signal);
  const [code] = await exit;
  return code;
}

afterAll(async () => {
  if (running?.child.exitCode === null && running.child.signalCode === null) await end('SIGTERM');
  rmSync(home, { recursive: true, force: true });
}, MINUTE);

/** As a program does that knows nothing of ours: by RabbitMQ's own HTTP API. */
async function publish(run: RunFile, event: object): Promise<void> {
  const message = {
    properties: { delivery_mode: 2 },
    routing_key: 'order.shop.SUBMITTED',
    payload: JSON.stringify(event),
    payload_encoding: 'string',
  };
  const url = run.managementUrl.endsWith('/') ? run.managementUrl : `${run.managementUrl}/`;
  const init = { method: 'POST', body: JSON.stringify(message) };
  expect(await (await management(url, 'exchanges/%2F/orders/publish', init)).json()).toEqual({ routed: true });
}

async function ask(run: RunFile, path: string): Promise<Response> {
  return fetch(`${run.httpUrl}/api/v1${path}`, { headers: { authorization: `Bearer ${run.adminKey}` } });
}

async function statusOf(run: RunFile, id: string): Promise<unknown> {
  const response = await ask(run, `/orders/${id}`);
  return response.ok ? ((await response.json()) as { status: unknown }).status : null;
}

it('is there with one command, survives being killed, and leaves nothing behind', {
  timeout: 10 * MINUTE,
}, async () => {
  const first = await start();
  // The file is there a moment before the words.
  await expect.poll(() => running!.output()).toContain(first.adminKey);
  expect(statSync(join(home, 'run.json')).mode & 0o777).toBe(0o600);

  await publish(first, { orderId: 'ORD-1', status: 'SUBMITTED', source: 'shop', eventId: 'e-1', correlationId: 'C-1' });
  expect(await until(MINUTE, () => statusOf(first, 'ORD-1'))).toBe('SUBMITTED');
  expect(await statusOf(first, 'C-1')).toBe('SUBMITTED');
  expect((await ask(first, '/orders/ORD-404')).status).toBe(404);
  const ready = await fetch(`${first.opsUrl}/readyz`);
  expect([ready.status, await ready.json()]).toEqual([200, expect.objectContaining({ degraded: [] })]);

  // Killed without a chance to tidy up: the next start takes over what it left running.
  await end('SIGKILL');
  const second = await start();
  expect(second.adminKey).toBe(first.adminKey);
  expect(await statusOf(second, 'ORD-1')).toBe('SUBMITTED');
  await publish(second, { orderId: 'ORD-1', status: 'PRICE_CALCULATED', source: 'mes' });
  expect(await until(MINUTE, async () => (await statusOf(second, 'ORD-1')) === 'PRICE_CALCULATED')).toBe(true);

  // Whoever read what it says is gone, as after `| head` or a closed terminal: it still ends in order.
  running!.child.stdout!.destroy();
  running!.child.stderr!.destroy();
  expect(await end('SIGINT')).toBe(0);
  expect(readRunFile(home)).toBeNull();
  expect(processesOf(home)).toEqual([]);
});
