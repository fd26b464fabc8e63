import { beforeEach, expect, it } from 'vitest';
import { manualClock } from '../platform/clock.ts';
import { showMetrics } from '../platform/metrics.ts';
import { testDatabase } from '../test/support/database.ts';
import { anEvent, arrivals, T0 } from '../test/support/factory.ts';
import { telemetryUnderTest } from '../test/support/telemetry.ts';
import { orderTraceId } from '../tracker/orders.ts';
import { memoryChannel, OUTBOX_TABLES, outboxUnderTest, readMessages, SETTLE_MS } from './outbox-under-test.ts';

const { pool } = await testDatabase();
await telemetryUnderTest();
const clock = manualClock(T0);
const TRACED = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
const customer = { id: 'C-7', email: 'anna@example.com', phone: '+79161234567' };

beforeEach(async () => {
  clock.set(T0);
  await pool.query(`truncate ${OUTBOX_TABLES}`);
});

it('a message goes on in the trace of the event that it is about, else in the one of its order', async () => {
  const { ledger, planner } = outboxUnderTest({ pool, clock, channels: [memoryChannel('email')] });
  await ledger.record(
    arrivals([
      anEvent({ orderId: 'ORD-1', eventId: 'e-1', traceparent: TRACED, customer }),
      anEvent({ orderId: 'ORD-2', eventId: 'e-2', correlationId: 'cart-2', customer }),
    ]),
  );
  clock.advance(SETTLE_MS);
  expect(await planner.runOnce(clock.now())).toBe(2);
  const [first, second] = await readMessages(pool);
  expect(first).toMatchObject({ about: 'ORD-1', traceparent: TRACED });
  const traceId = orderTraceId({ orderId: 'ORD-2', correlationId: 'cart-2' });
  expect(second!.traceparent).toMatch(new RegExp(`^00-${traceId}-[0-9a-f]{16}-01$`));
});

it('and does so on another channel, where the first one failed', async () => {
  const email = memoryChannel('email', {
    answer: () => ({ kind: 'permanent', reason: 'invalid_address', said: '550', suppress: null }),
  });
  const { ledger, planner, dispatcher } = outboxUnderTest({ pool, clock, channels: [email, memoryChannel('sms')] });
  await ledger.record(arrivals([anEvent({ orderId: 'ORD-3', traceparent: TRACED, customer })]));
  clock.advance(SETTLE_MS);
  await planner.runOnce(clock.now());
  await dispatcher.runOnce(clock.now());
  expect((await readMessages(pool)).map(({ channel, traceparent }) => [channel, traceparent]).sort()).toEqual([
    ['email', TRACED],
    ['sms', TRACED],
  ]);
});

it('a partner’s webhook goes on in the trace of the event that moved the order', async () => {
  const webhook = { url: 'https://acme.example/hook', secret: 'whsec_c2VjcmV0' };
  const partners = { acme: { locale: 'en', webhook, email: null } };
  const { ledger } = outboxUnderTest({ pool, clock, settings: { partners } });
  await ledger.record(arrivals([anEvent({ orderId: 'ORD-4', traceparent: TRACED, partner: 'acme' })]));
  expect(await readMessages(pool)).toMatchObject([{ channel: 'webhook', traceparent: TRACED }]);
});

it('how long it took leads to that trace', async () => {
  const { ledger, planner, dispatcher, registry } = outboxUnderTest({
    pool,
    clock,
    channels: [memoryChannel('email')],
  });
  await ledger.record(arrivals([anEvent({ orderId: 'ORD-5', traceparent: TRACED, customer })]));
  clock.advance(SETTLE_MS);
  await planner.runOnce(clock.now());
  await dispatcher.runOnce(clock.now());
  const { body } = await showMetrics(registry, 'application/openmetrics-text;version=1.0.0');
  const bucket = /^orderwatch_notifications_handover_seconds_bucket\{.*channel="email".*trace_id="(\w+)"/m;
  expect(bucket.exec(body)?.[1]).toBe('4bf92f3577b34da6a3ce929d0e0e4736');
});
