import { Registry } from 'prom-client';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { startHttp } from '../../platform/http-under-test.ts';
import { createLog } from '../../platform/log.ts';
import { testDatabase } from '../../test/support/database.ts';
import { MINUTE, T0 } from '../../test/support/factory.ts';
import type { Endpoint } from './endpoint.ts';
import { createEndpointLatency, gaugeEndpoints } from './endpoint-metrics.ts';
import { createEndpointWatcher } from './endpoint-watcher.ts';
import { readEndpoints } from './watched-endpoints.ts';

const SECOND = 1_000;

const { pool } = await testDatabase();
const crm = await startHttp(() => ({ status: 200, body: 'fine' }));
afterAll(() => crm.stop());
beforeEach(async () => {
  crm.hinder(() => null);
  await pool.query('truncate collector.watched_endpoint');
});

const anEndpoint = (named: Partial<Endpoint> = {}): Endpoint => ({
  ...{ name: 'crm', system: 'crm', url: `${crm.url}/health`, method: 'GET', expects: null },
  ...{ timeoutMs: 5_000, everyMs: 15_000 },
  ...named,
});

function watching(declared: { now: readonly Endpoint[] }, registry = new Registry()) {
  const latency = createEndpointLatency(registry);
  return createEndpointWatcher({ pool, endpoints: () => declared.now, latency, log: createLog('silent') });
}

test('asks each when its time has come, as it is declared', async () => {
  const slow = anEndpoint({ name: 'mes', system: null, url: `${crm.url}/mes`, method: 'HEAD', everyMs: MINUTE });
  const watcher = watching({ now: [anEndpoint(), slow] });
  const before = crm.asked.length;
  await watcher.runOnce(T0);
  await watcher.runOnce(T0 + 14 * SECOND);
  await watcher.runOnce(T0 + 15 * SECOND);
  const asked = crm.asked.slice(before).map(({ method, url }) => `${method} ${url.pathname}`);
  expect(asked.toSorted()).toEqual(['GET /health', 'GET /health', 'HEAD /mes']);
  expect(await readEndpoints(pool)).toMatchObject([
    { name: 'crm', system: 'crm', up: true, since: T0, status: 200, obstacle: null, sampledAt: T0 + 15 * SECOND },
    { name: 'mes', system: null, up: true, sampledAt: T0 },
  ]);
});

test('down is whoever answers something else, nothing, or nobody in time, and up again is up', async () => {
  const gone = anEndpoint({ name: 'gone', url: 'http://127.0.0.1:1/' });
  const login = anEndpoint({ name: 'login', url: `${crm.url}/login`, expects: [401] });
  const stalls = anEndpoint({ name: 'stalls', url: `${crm.url}/stall`, timeoutMs: 100 });
  const watcher = watching({ now: [anEndpoint(), gone, login, stalls] });
  await watcher.runOnce(T0);
  crm.hinder(({ url }) => (url.pathname === '/stall' ? 'stall' : { status: 302, headers: { location: '/' } }));
  await watcher.runOnce(T0 + MINUTE);
  expect(await readEndpoints(pool)).toMatchObject([
    { name: 'crm', up: false, since: T0 + MINUTE, status: 302, obstacle: 'it answers 302 instead of 200 to 299' },
    { name: 'gone', up: false, since: T0, status: null, latencyMs: null, obstacle: expect.stringMatching(/REFUSED/) },
    { name: 'login', up: false, since: T0, status: 302, obstacle: 'it answers 302 instead of 401' },
    { name: 'stalls', up: false, status: null, latencyMs: null, obstacle: 'no answer within 0.1 s' },
  ]);
  crm.hinder(() => null);
  await watcher.runOnce(T0 + 2 * MINUTE);
  expect((await readEndpoints(pool))[0]).toMatchObject({ up: true, since: T0 + 2 * MINUTE, obstacle: null });
});

test('goes on where another process was, and forgets what is not declared any more', async () => {
  const declared = { now: [anEndpoint(), anEndpoint({ name: 'old' })] };
  await watching(declared).runOnce(T0);
  const next = watching(declared);
  await next.runOnce(T0 + MINUTE);
  expect(await readEndpoints(pool)).toMatchObject([
    { name: 'crm', since: T0, recent: [{ up: true }, { up: true }] },
    { name: 'old' },
  ]);
  declared.now = [anEndpoint()];
  await next.runOnce(T0 + MINUTE + SECOND);
  expect(await readEndpoints(pool)).toHaveLength(1);
});

test('what is broken off says nothing', async () => {
  crm.hinder(() => 'stall');
  const watcher = watching({ now: [anEndpoint()] });
  const asked = crm.next();
  const look = watcher.runOnce(T0);
  await asked;
  watcher.stop();
  await look;
  expect(await readEndpoints(pool)).toEqual([]);
});

test('metrics: of all who ask, up and how often; of whoever asks, how long it took', async () => {
  const registry = new Registry();
  gaugeEndpoints(registry, pool);
  const gone = anEndpoint({ name: 'gone', url: 'http://127.0.0.1:1/' });
  const watcher = watching({ now: [anEndpoint(), gone] }, registry);
  await watcher.runOnce(T0);
  crm.hinder(() => ({ status: 503 }));
  await watcher.runOnce(T0 + MINUTE);
  const text = await registry.metrics();
  for (const line of [
    'orderwatch_watched_endpoint_up{endpoint="crm"} 0',
    'orderwatch_watched_endpoint_up{endpoint="gone"} 0',
    'orderwatch_watched_endpoint_availability_ratio{endpoint="crm"} 0.5',
    'orderwatch_watched_endpoint_latency_seconds_count{endpoint="crm"} 2',
    'orderwatch_watched_endpoint_latency_seconds_count{endpoint="gone"} 0',
  ]) {
    expect(text).toContain(`${line}\n`);
  }
});
