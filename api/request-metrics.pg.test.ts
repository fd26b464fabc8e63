import net from 'node:net';
import { expect, test } from 'vitest';
import { testDatabase } from '../test/support/database.ts';
import { anEvent, arrivals } from '../test/support/factory.ts';
import { admitTestKey, apiUnderTest } from './api-under-test.ts';

const { pool } = await testDatabase();
await admitTestKey(pool);
const api = await apiUnderTest(pool);

async function requests(): Promise<Record<string, number>> {
  const lines = (await api.registry.metrics()).split('\n');
  const counted = lines.flatMap(line => {
    const [, method, route, status, count] =
      /^orderwatch_api_request_seconds_count\{method="(.*)",route="(.*)",status="(.*)"\} (\d+)$/.exec(line) ?? [];
    return count === undefined ? [] : [[`${method} ${route} ${status}`, Number(count)] as const];
  });
  return Object.fromEntries(counted);
}

test('requests are counted by the template of their route and the class of their answer', async () => {
  await api.ledger.record(arrivals([anEvent({ orderId: 'ORD-1' })]));
  await (await api.send('GET', '/api/v1/orders/ORD-1')).text();
  await (await api.send('GET', '/api/v1/orders/ORD-404')).text();
  await (await api.send('GET', '/api/v1/orders?limit=1')).text();
  await (await api.send('GET', '/API/v1/Orders?limit=1')).text();
  await (await api.send('GET', '/api/v1/orders?limit=none')).text();
  await (await api.send('DELETE', '/api/v1/orders/ORD-1')).text();
  await (await api.send('GET', '/api/v1/orders/ORD-1/timeline')).text();
  await (await api.send('GET', '/api/v1/nothing/ORD-1')).text();
  await (await api.send('GET', '/api/v1/orders/ORD-1', { headers: { authorization: 'Bearer no' } })).text();
  await (await api.send('PROPFIND', '/')).text();
  await expect.poll(requests).toMatchObject({
    'GET /api/v1/orders/{name} 2xx': 1,
    'GET /api/v1/orders/{name} 4xx': 1,
    'GET /api/v1/orders/{name} 5xx': 0,
    'GET /api/v1/orders 2xx': 2,
    'GET /api/v1/orders 4xx': 1,
    'DELETE none 4xx': 1,
    'GET /api/v1/orders/{name}/timeline 2xx': 1,
    'GET none 4xx': 2,
    'other / 4xx': 1,
  });
  const text = await api.registry.metrics();
  expect(text).not.toContain('ORD-');
  expect(text).toContain('orderwatch_api_requests_in_flight 0');
});

test('a client that goes away before its answer is told apart', async () => {
  const { hostname, port } = new URL(api.url);
  const socket = net.connect(Number(port), hostname);
  socket.write('POST /api/v1/events HTTP/1.1\r\nhost: x\r\nauthorization: Bearer a-key-for-the-tests-only\r\n');
  socket.write('content-type: application/json\r\ncontent-length: 100\r\n\r\n{');
  await expect.poll(() => api.registry.metrics()).toContain('requests_in_flight 1');
  socket.destroy();
  const aborted = async () => Object.entries(await requests()).filter(([what]) => what.endsWith(' aborted'));
  await expect.poll(aborted).toEqual([['POST /api/v1/events aborted', 1]]);
});
