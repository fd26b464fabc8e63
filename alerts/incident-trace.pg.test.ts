import { beforeEach, expect, test } from 'vitest';
import { OUTBOX_TABLES, outboxUnderTest, readMessages } from '../notifier/outbox-under-test.ts';
import { manualClock } from '../platform/clock.ts';
import { testDatabase } from '../test/support/database.ts';
import { anEvent, arrivals, HOUR, MINUTE, T0 } from '../test/support/factory.ts';
import { telemetryUnderTest } from '../test/support/telemetry.ts';
import { orderTraceId } from '../tracker/orders.ts';
import { aChain, aStep, escalatorDeps, escalatorOf, resolveNow, settingsWith } from './escalation-under-test.ts';
import { createFarewells } from './farewells.ts';
import { ALERT_TABLES } from './incident-rows-under-test.ts';
import { aFoundOrder, aFoundQueue, apply, readIncidents } from './incidents-under-test.ts';

const { pool } = await testDatabase();
await telemetryUnderTest();
const clock = manualClock(T0);
const TRACED = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
const OTHER = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

const traceIn = (traceparent: string | null | undefined) => traceparent?.split('-')[1];

beforeEach(async () => {
  clock.set(T0);
  await pool.query(
    `truncate ${ALERT_TABLES}, ${OUTBOX_TABLES}, tracker.order_event, tracker.order_state, tracker.order_search`,
  );
});

async function record(...events: Parameters<typeof anEvent>[0][]): Promise<void> {
  const { ledger } = outboxUnderTest({ pool, clock });
  await ledger.record(arrivals(events.map(event => anEvent(event))));
}

test('what is told of an incident goes on in the trace of the order that has waited longest', async () => {
  await record(
    { orderId: 'ORD-1', eventId: 'e-1', traceparent: OTHER, occurredAt: T0 - HOUR },
    { orderId: 'ORD-1', eventId: 'e-2', traceparent: TRACED, occurredAt: T0, type: 'order.note', status: null },
    { orderId: 'ORD-1', eventId: 'e-3', occurredAt: T0 + MINUTE, type: 'order.note', status: null },
    { orderId: 'ORD-2', eventId: 'e-4', traceparent: OTHER, occurredAt: T0 },
  );
  await apply(pool, [aFoundOrder('ORD-2', { since: T0 }), aFoundOrder('ORD-1', { since: T0 - HOUR })], T0 + 2 * HOUR);
  const [incident] = await readIncidents(pool);
  expect(traceIn(incident!.traceparent)).toBe(traceIn(TRACED));
  const { rows } = await pool.query(`select body ->> 'orderId' as "orderId", traceparent from alerts.publication`);
  expect(rows).toEqual(
    expect.arrayContaining([
      { orderId: 'ORD-1', traceparent: TRACED },
      { orderId: 'ORD-2', traceparent: OTHER },
    ]),
  );

  const settings = settingsWith(aChain([aStep([{ kind: 'person', person: 'olga' }])]));
  expect(await escalatorOf(pool, settings).runOnce(T0 + 2 * HOUR)).toBe(1);
  const [message] = await readMessages(pool);
  expect([message!.template, traceIn(message!.traceparent)]).toEqual(['incident', traceIn(TRACED)]);

  await pool.query(`update notifier.message set state = 'sent'`);
  await resolveNow(pool, incident!.id, T0 + 3 * HOUR);
  expect(await createFarewells(escalatorDeps(pool, settings)).runOnce(T0 + 3 * HOUR)).toBe(1);
  expect((await readMessages(pool)).map(({ template, traceparent }) => [template, traceIn(traceparent)])).toEqual([
    ['incident', traceIn(TRACED)],
    ['incident-resolved', traceIn(TRACED)],
  ]);
});

test('of an order that nobody has traced it is the trace of the order; of a queue one of its own', async () => {
  await record({ orderId: 'ORD-1', correlationId: 'cart-1' });
  await apply(pool, [aFoundOrder('ORD-1'), aFoundQueue('mes.calc')], T0 + HOUR);
  const traces = new Map((await readIncidents(pool)).map(({ about, traceparent }) => [about, traceparent]));
  const traceId = orderTraceId({ orderId: 'ORD-1', correlationId: 'cart-1' });
  expect(traceIn(traces.get('mes'))).toBe(traceId);
  expect(traces.get('queue:mes.calc')).toMatch(/^00-/);
  expect(traceIn(traces.get('queue:mes.calc'))).not.toBe(traceId);
});

test('one that comes back goes on in the trace of what brings it back', async () => {
  await record({ orderId: 'ORD-1', eventId: 'e-1', traceparent: OTHER });
  await apply(pool, [aFoundOrder('ORD-1')], T0 + HOUR);
  await apply(pool, [], T0 + HOUR + MINUTE);
  await record({ orderId: 'ORD-1', eventId: 'e-2', traceparent: TRACED, type: 'order.note', status: null });
  await apply(pool, [aFoundOrder('ORD-1')], T0 + HOUR + 2 * MINUTE);
  const [incident] = await readIncidents(pool);
  expect([incident!.reopened, traceIn(incident!.traceparent)]).toEqual([1, traceIn(TRACED)]);
});
