import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeEach, expect, it } from 'vitest';
import { createLog } from '../platform/log.ts';
import { createMetrics } from '../platform/metrics.ts';
import { MINUTE, T0 } from '../test/support/factory.ts';
import { createAlertMetrics } from './alert-metrics.ts';
import { createHeartbeat } from './heartbeat.ts';
import { createSchedules } from './schedules.ts';

const log = createLog('silent');
const pinged: string[] = [];
const server = createServer((request, response) => {
  pinged.push(`${request.method} ${request.url}`);
  response.writeHead(request.url?.includes('refusing') ? 500 : 200).end('OK');
}).listen(0, '127.0.0.1');
const base = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

afterAll(() => server.close());
beforeEach(() => {
  pinged.length = 0;
});

it('says once a minute that everything that was due was gone through, and when not', async () => {
  const registry = createMetrics();
  const metrics = createAlertMetrics(registry);
  let leads = false;
  let fault: Error | null = null;
  const done: number[] = [];
  const work = { runOnce: async (now: number) => (fault ? Promise.reject(fault) : done.push(now)) };
  const { runOnce } = createSchedules({
    leader: { isLeader: () => leads },
    work: [work],
    heartbeat: createHeartbeat({ url: `${base()}/ping/abc?create=1`, log }),
    metrics,
  });
  const figure = async (name: string) => Number(new RegExp(`^${name} (.*)$`, 'm').exec(await registry.metrics())?.[1]);

  await runOnce(T0);
  expect([done, pinged, await figure('orderwatch_scheduler_is_leader')]).toEqual([[], [], 0]);
  leads = true;
  await runOnce(T0);
  await runOnce(T0 + 1_000);
  expect(pinged).toEqual(['GET /ping/abc?create=1']);
  expect(await figure('orderwatch_scheduler_heartbeat_timestamp_seconds')).toBe((T0 + 1_000) / 1_000);
  fault = new Error('the database is gone');
  await expect(runOnce(T0 + 2_000)).rejects.toThrow('the database is gone');
  await expect(runOnce(T0 + 3_000)).rejects.toThrow();
  expect(await figure('orderwatch_scheduler_heartbeat_timestamp_seconds')).toBe((T0 + 1_000) / 1_000);
  fault = null;
  await runOnce(T0 + 4_000);
  await runOnce(T0 + 4_000 + MINUTE);
  expect(pinged.slice(1)).toEqual(['GET /ping/abc/fail?create=1', 'GET /ping/abc?create=1', 'GET /ping/abc?create=1']);
});

it('who no longer leads shows nothing of rules, which another one runs now', async () => {
  const registry = createMetrics();
  const metrics = createAlertMetrics(registry);
  let leads = true;
  const work = { runOnce: async () => metrics.succeeded('rule:price-missing', T0) };
  const heartbeat = createHeartbeat({ url: null, log });
  const { runOnce } = createSchedules({ leader: { isLeader: () => leads }, work: [work], heartbeat, metrics });
  await runOnce(T0);
  expect(await registry.metrics()).toContain('orderwatch_rule_last_success_timestamp_seconds{rule="price-missing"}');
  leads = false;
  await runOnce(T0 + 1_000);
  expect(await registry.metrics()).not.toContain('price-missing');
});

it.each(['/refusing', 'nobody'])('goes on when the other end does not take it: %s', async path => {
  const url = path === 'nobody' ? 'http://127.0.0.1:1' : `${base()}${path}`;
  await createHeartbeat({ url, log }).beat(T0);
});

it('tells nobody when nobody wants to know', async () => {
  await createHeartbeat({ url: null, log }).beat(T0);
  expect(pinged).toEqual([]);
});
