import { Registry } from 'prom-client';
import { afterAll, expect, test } from 'vitest';
import { type Check, createOpsServer } from './ops-server.ts';

const stops: (() => Promise<void>)[] = [];
afterAll(async () => {
  for (const stop of stops) await stop();
});

async function opsUrl(...checks: Check[]): Promise<string> {
  const registry = new Registry();
  const server = createOpsServer({ registry, checks });
  const port = await server.start(0, '127.0.0.1');
  stops.push(server.stop);
  return `http://127.0.0.1:${port}`;
}

const postgres = (healthy: Check['healthy']): Check => ({ name: 'postgres', vital: true, healthy });
const rabbitmq = (healthy: Check['healthy']): Check => ({ name: 'rabbitmq', vital: false, healthy });

async function readiness(...checks: Check[]): Promise<[number, unknown]> {
  const response = await fetch(`${await opsUrl(...checks)}/readyz`);
  return [response.status, await response.json()];
}

test('ready, degraded without what it can do without, unavailable without what it can not', async () => {
  const up = () => true;
  const down = () => false;
  expect(await readiness(postgres(up), rabbitmq(up))).toEqual([200, { status: 'ready', degraded: [] }]);
  expect(await readiness(postgres(up), rabbitmq(down))).toEqual([200, { status: 'ready', degraded: ['rabbitmq'] }]);
  expect(await readiness(postgres(down), rabbitmq(up))).toEqual([
    503,
    { status: 'unavailable', degraded: ['postgres'] },
  ]);
});

test('tells of the parts of what it leans on, well or not', async () => {
  const detail = () => ({ email: 'up', sms: 'down' });
  const notifier: Check = { name: 'notifier', vital: false, healthy: () => false, detail };
  expect(
    await readiness(
      postgres(() => true),
      notifier,
    ),
  ).toEqual([200, { status: 'ready', degraded: ['notifier'], detail: { notifier: { email: 'up', sms: 'down' } } }]);
});

test('a check that throws, at once or later, has failed', async () => {
  const throws = () => {
    throw new Error('at once');
  };
  const rejects = () => Promise.reject(new Error('later'));
  expect((await readiness(postgres(throws)))[0]).toBe(503);
  expect((await readiness(postgres(rejects)))[0]).toBe(503);
});

test('a check that never answers has failed after a while', async () => {
  expect((await readiness(postgres(() => new Promise(() => {}))))[0]).toBe(503);
});

test('alive whatever the checks say, and the metrics of the registry', async () => {
  const url = await opsUrl(postgres(() => false));
  expect((await fetch(`${url}/healthz`)).status).toBe(200);
  const metrics = await fetch(`${url}/metrics?name=all`);
  expect(metrics.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
});

test('nothing else', async () => {
  const url = await opsUrl();
  expect((await fetch(`${url}/nothing`)).status).toBe(404);
  expect((await fetch(`${url}/metrics`, { method: 'POST' })).status).toBe(405);
});

test('a port that is taken is refused, and stop may be called again', async () => {
  const port = Number(new URL(await opsUrl()).port);
  const second = createOpsServer({ registry: new Registry(), checks: [] });
  await expect(second.start(port, '127.0.0.1')).rejects.toMatchObject({ code: 'EADDRINUSE' });
  await second.stop();
  await second.stop();
});
