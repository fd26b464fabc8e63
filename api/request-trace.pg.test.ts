import { expect, test } from 'vitest';
import { showMetrics } from '../platform/metrics.ts';
import { testDatabase } from '../test/support/database.ts';
import { telemetryUnderTest } from '../test/support/telemetry.ts';
import { admitTestKey, apiUnderTest } from './api-under-test.ts';
import { contract } from './contract.ts';

const { pool } = await testDatabase();
await admitTestKey(pool);
const receiver = await telemetryUnderTest();
const api = await apiUnderTest(pool);

const CALLER = { traceId: '0af7651916cd43dd8448eb211c80319c', spanId: 'b7ad6b7169203331' };
const traceparent = `00-${CALLER.traceId}-${CALLER.spanId}-01`;

/** The span of what `ask` asks, and those within it. */
async function spansOf(ask: () => Promise<unknown>) {
  const before = receiver.spans().length;
  await ask();
  const spans = (await receiver.until(all => all.slice(before).some(({ kind }) => kind === 'SERVER'))).slice(before);
  const request = spans.find(({ kind }) => kind === 'SERVER')!;
  return { request, within: spans.filter(({ parentSpanId }) => parentSpanId === request.spanId) };
}

test('a request goes on from its caller, through its body to the database', async () => {
  const event = { eventId: 'e-1', orderId: 'ORD-1', status: 'SUBMITTED', source: 'shop' };
  const body = JSON.stringify({ ...event, customer: { email: 'anna@example.com' } });
  const { request, within } = await spansOf(() =>
    api.post(contract.EventOutcome, '/api/v1/events', body, { headers: { traceparent } }),
  );
  expect(request).toMatchObject({
    name: 'POST /api/v1/events',
    traceId: CALLER.traceId,
    parentSpanId: CALLER.spanId,
    attributes: {
      'http.request.method': 'POST',
      'http.route': '/api/v1/events',
      'http.response.status_code': 202,
      'url.scheme': 'http',
    },
  });
  expect(within.map(({ name }) => name)).toContain('transaction');
  const { rows } = await pool.query('select traceparent from tracker.order_event');
  expect(rows).toEqual([{ traceparent }]);
});

test('whoever has no key decides neither in which trace it is nor whether it is kept', async () => {
  const unrecorded = traceparent.replace(/01$/, '00');
  for (const [path, headers, status] of [
    ['/api/v1/orders/ORD-1', { traceparent, authorization: 'Bearer of-nobody' }, 401],
    ['/api/v1/orders/ORD-1', { traceparent: unrecorded, authorization: '' }, 401],
    ['/api/v1/openapi.json', { traceparent, authorization: '' }, 200],
    ['/unsubscribe/nothing', { traceparent: unrecorded, authorization: '' }, 404],
  ] as const) {
    const { request } = await spansOf(() => api.send('GET', path, { headers }));
    expect(request).toMatchObject({
      parentSpanId: null,
      attributes: { 'http.response.status_code': status },
      links: [CALLER],
    });
    expect(request.traceId).not.toBe(CALLER.traceId);
  }
});

test('it begins with the request, and its time leads to it', async () => {
  const begun = Date.now();
  const { request } = await spansOf(() => api.send('GET', '/api/v1/orders/ORD-2'));
  expect(request.start).toBeGreaterThan(begun - 2);
  expect(request.end).toBeGreaterThan(request.start);
  const { body } = await showMetrics(api.registry, 'application/openmetrics-text;version=1.0.0');
  expect(body).toMatch(new RegExp(`^orderwatch_api_request_seconds_bucket.*trace_id="${request.traceId}"`, 'm'));
});

test('it is named by its route, and says neither whom nor what for', async () => {
  const { request, within } = await spansOf(() => api.send('GET', '/api/v1/orders/ORD-1'));
  expect(request).toMatchObject({ name: 'GET /api/v1/orders/{name}', parentSpanId: null, status: 'UNSET' });
  expect(within.every(({ kind }) => kind === 'CLIENT')).toBe(true);
  expect(within.some(({ name }) => name.includes('tracker.order_state'))).toBe(true);
  const { request: search } = await spansOf(() => api.send('GET', '/api/v1/orders?q=anna'));
  expect(search).toMatchObject({ name: 'GET /api/v1/orders', attributes: { 'http.response.status_code': 200 } });
  expect(receiver.bodies().join()).not.toMatch(/anna|ORD-1/);
});

test('what is refused is no failure of ours, and what no route takes has no name', async () => {
  const { request } = await spansOf(() => api.send('GET', '/api/v1/orders/ORD-404'));
  expect(request).toMatchObject({ status: 'UNSET', attributes: { 'http.response.status_code': 404 } });
  const { request: lost } = await spansOf(() => api.send('GET', '/anna'));
  expect(lost.name).toBe('GET');
  expect(lost.attributes).not.toHaveProperty('http.route');
});

test('a failure of ours is one', async () => {
  await pool.query('alter table tracker.order_state rename to gone');
  const { request, within } = await spansOf(() => api.send('GET', '/api/v1/orders/ORD-1'));
  await pool.query('alter table tracker.gone rename to order_state');
  expect(request).toMatchObject({ status: 'ERROR', attributes: { 'error.type': '500' } });
  expect(within.find(({ status }) => status === 'ERROR')?.attributes).toMatchObject({
    'error.type': '42P01',
    'db.response.status_code': '42P01',
  });
});
