import { expect, inject, test } from 'vitest';
import { testDatabase } from '../test/support/database.ts';
import { orderwatchOn } from '../test/support/orderwatch-process.ts';
import { startOtlpReceiver } from '../test/support/otlp-receiver.ts';
import { readVersion } from './version.ts';

const { pool, databaseUrl } = await testDatabase();
const { orderwatch } = orderwatchOn({ DATABASE_URL: databaseUrl, AMQP_URL: inject('amqpUrl') });

const KEY = 'a-key-for-the-tests-only';
const CALLER = { traceId: '0af7651916cd43dd8448eb211c80319c', spanId: 'b7ad6b7169203331' };

test('what was done last is sent before the process ends', async () => {
  const receiver = await startOtlpReceiver();
  const api = orderwatch(['api'], {
    ORDERWATCH_ADMIN_KEY: KEY,
    OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
    OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment.name=test',
    OTEL_BSP_SCHEDULE_DELAY: '600000',
  });
  await api.says('http://');
  const [url] = /http:\/\/127\.0\.0\.1:\d+/.exec(api.said()) ?? [];
  const headers = {
    authorization: `Bearer ${KEY}`,
    traceparent: `00-${CALLER.traceId}-${CALLER.spanId}-01`,
  };
  const answer = await fetch(`${url}/api/v1/orders/ORD-404`, { headers });
  expect(answer.status).toBe(404);
  expect(receiver.spans()).toEqual([]);
  api.child.kill('SIGTERM');
  expect(await api.ended).toBe(0);
  expect(receiver.spans().find(({ kind }) => kind === 'SERVER')).toMatchObject({
    name: 'GET /api/v1/orders/{name}',
    traceId: CALLER.traceId,
    parentSpanId: CALLER.spanId,
    resource: {
      'service.name': 'orderwatch',
      'service.version': readVersion(),
      'deployment.environment.name': 'test',
    },
  });
  expect(receiver.mistakes()).toEqual([]);
  await receiver.stop();
});

test('what nobody tells any more is given up also where telemetry is off', async () => {
  await pool.query(
    `insert into collector.order_trace_move (orders, recorded_at)
     values ('{ORD-OLD}', now() - interval '8 days'), ('{ORD-NEW}', now() - interval '6 days')`,
  );
  const api = orderwatch(['api'], { ORDERWATCH_ADMIN_KEY: KEY });
  await api.says('http://');
  await expect
    .poll(async () => (await pool.query('select orders from collector.order_trace_move')).rows, { timeout: 60_000 })
    .toEqual([{ orders: ['ORD-NEW'] }]);
  api.child.kill('SIGTERM');
  expect(await api.ended).toBe(0);
});
