import { describe, expect, test } from 'vitest';
import { aRecordedEvent, DAY, HOUR, MINUTE, T0 } from '../../test/support/factory.ts';
import { referenceLifecycles as lifecycles } from '../../test/support/reference.ts';
import { type OrderEvent, OWN_SOURCE, OWN_TYPES } from '../../tracker/event.ts';
import { historyOf } from '../../tracker/order-histories.ts';
import { orderTraceId } from '../../tracker/orders.ts';
import { spansOf } from './spans.ts';

const PRODUCER = { traceId: '4bf92f3577b34da6a3ce929d0e0e4736', spanId: '00f067aa0ba902b7' };
const correlationId = 'cart-1';

const cart = aRecordedEvent({ eventId: 'e-0', type: 'order.note', status: null, correlationId, data: { text: 'Ann' } });
const submitted = aRecordedEvent({
  eventId: 'e-1',
  occurredAt: T0 + MINUTE,
  correlationId,
  customer: { name: 'Ann', email: 'ann@example.com' },
  traceparent: `00-${PRODUCER.traceId}-${PRODUCER.spanId}-01`,
});
const progress = aRecordedEvent({
  eventId: 'e-2',
  type: 'order.calculation_progress',
  status: null,
  source: 'mes',
  occurredAt: T0 + HOUR,
});
const priced = aRecordedEvent({ eventId: 'e-3', source: 'mes', status: 'PRICE_CALCULATED', occurredAt: T0 + 2 * HOUR });
const cancelled = aRecordedEvent({ eventId: 'e-4', source: 'crm', status: 'CANCELLED', occurredAt: T0 + 4 * DAY });
const all = [cart, submitted, progress, priced, cancelled];

const spans = (events: readonly OrderEvent[]) => spansOf(historyOf(lifecycles, 'ORD-1', events));
const named = (name: string, events: readonly OrderEvent[]) => spans(events).find(span => span.name === name)!;

function frozen(type: keyof typeof OWN_TYPES, hours: number): OrderEvent {
  return aRecordedEvent({
    type: OWN_TYPES[type],
    source: OWN_SOURCE,
    status: null,
    occurredAt: T0 + hours * HOUR,
    data: { by: 'maria' },
  });
}

describe('what is over', () => {
  test('of an order under way: the stays that have ended, under a span that is yet to come', () => {
    expect(spans([cart])).toEqual([]);
    expect(spans([cart, submitted])).toEqual([]);
    const [stay, ...more] = spans([cart, submitted, progress, priced]);
    expect(more).toEqual([]);
    expect(stay).toMatchObject({ name: 'SUBMITTED', start: T0 + MINUTE, end: T0 + 2 * HOUR });
    expect(stay!.parentSpanId).toBe(spans(all)[0]!.spanId);
  });

  test('of one that has come to its end: one span over all of it, from its first fact, and its way within', () => {
    const traceId = orderTraceId({ orderId: 'ORD-1', correlationId });
    expect(
      spans(all).map(span => [span.name, span.start, span.end, span.traceId === traceId, span.parentSpanId]),
    ).toEqual([
      ['order', T0, T0 + 4 * DAY, true, null],
      ['SUBMITTED', T0 + MINUTE, T0 + 2 * HOUR, true, spans(all)[0]!.spanId],
      ['PRICE_CALCULATED', T0 + 2 * HOUR, T0 + 4 * DAY, true, spans(all)[0]!.spanId],
      ['CANCELLED', T0 + 4 * DAY, T0 + 4 * DAY, true, spans(all)[0]!.spanId],
    ]);
  });

  test('is the same however the events came, and has the same ids when there is more of it', () => {
    expect(spans(all.toReversed())).toEqual(spans(all));
    expect(spans(all)[1]).toEqual(spans(all.slice(0, 4))[0]);
    expect(new Set(spans(all).map(({ spanId }) => spanId)).size).toBe(4);
    for (const { spanId } of spans(all)) expect(spanId).toMatch(/^[0-9a-f]{16}$/);
  });

  test('of a stay that came to light late: a span of its own beside that which it shortens', () => {
    const approved = {
      ...priced,
      eventId: 'e-9',
      source: 'crm',
      status: 'MANUFACTURING_APPROVED',
      occurredAt: T0 + DAY,
    };
    const without = spans([submitted, approved, cancelled]);
    const late = spans([submitted, priced, approved, cancelled]);
    const idOf = (of: typeof late, name: string) => of.find(span => span.name === name)?.spanId;
    expect(late.map(({ name }) => name)).toContain('PRICE_CALCULATED');
    expect(idOf(late, 'SUBMITTED')).toBe(idOf(without, 'SUBMITTED'));
    expect(late.map(({ end }) => end)).not.toEqual(without.map(({ end }) => end));
  });

  test('of two orders of one cart: one trace, and no span that could be taken for the other', () => {
    const other = spansOf(
      historyOf(
        lifecycles,
        'ORD-2',
        all.map(event => ({ ...event, key: 'ORD-2' })),
      ),
    );
    const ids = [...spans(all), ...other].map(({ spanId }) => spanId);
    expect(new Set(ids).size).toBe(8);
    expect(other[0]!.traceId).toBe(spans(all)[0]!.traceId);
  });
});

describe('what a span says', () => {
  test('of a stay: whose it was, and how long it took against its limits', () => {
    expect(named('SUBMITTED', all).attributes).toEqual({
      'order.id': 'ORD-1',
      'order.lifecycle': 'jewellery',
      'order.status': 'SUBMITTED',
      'order.owner': 'shop',
      'order.dwell_ms': 2 * HOUR - MINUTE,
      'order.target_ms': HOUR,
      'order.breach_ms': DAY,
      'order.late': false,
    });
    expect(named('PRICE_CALCULATED', all).attributes).toMatchObject({ 'order.breach_ms': 3 * DAY, 'order.late': true });
    expect(named('CANCELLED', all).attributes).not.toHaveProperty(['order.breach_ms']);
  });

  test('of the whole: how it ended', () => {
    expect(spans(all)[0]!.attributes).toEqual({
      'order.id': 'ORD-1',
      'order.lifecycle': 'jewellery',
      'order.status': 'CANCELLED',
      'order.correlation_id': correlationId,
      'order.dwell_ms': 4 * DAY,
    });
  });

  test('time in which it was frozen counts for no limit, also when it moved while frozen', () => {
    const late = (...pauses: OrderEvent[]) =>
      named('SUBMITTED', [submitted, ...pauses, { ...priced, occurredAt: T0 + 26 * HOUR, recordedAt: T0 + 26 * HOUR }])
        .attributes;
    expect(late()).toMatchObject({ 'order.breach_ms': 24 * HOUR, 'order.late': true });
    const thawed = late(frozen('frozen', 1), frozen('unfrozen', 4));
    expect(thawed).toMatchObject({ 'order.breach_ms': 27 * HOUR, 'order.late': false });
    expect(late(frozen('frozen', 20))).toMatchObject({ 'order.breach_ms': 30 * HOUR, 'order.late': false });
  });

  test('what was said meanwhile, by whom, and what was wrong with it, but nobody’s data', () => {
    expect(spans(all)[0]!.events).toEqual([{ name: 'order.note', at: T0, attributes: { 'order.source': 'shop' } }]);
    expect(named('SUBMITTED', all).events).toEqual([
      {
        name: 'order.status_changed',
        at: T0 + MINUTE,
        attributes: { 'order.source': 'shop', 'order.status': 'SUBMITTED' },
      },
      { name: 'order.calculation_progress', at: T0 + HOUR, attributes: { 'order.source': 'mes' } },
    ]);
    expect(JSON.stringify(spans(all))).not.toMatch(/ann|maria/i);
    const gap = named('MANUFACTURING_APPROVED', [
      submitted,
      { ...priced, source: 'crm', status: 'MANUFACTURING_APPROVED' },
      cancelled,
    ]);
    expect(gap.events[1]).toEqual({ name: 'anomaly', at: T0 + 2 * HOUR, attributes: { 'order.anomaly': 'gap' } });
  });

  test('the spans in which producers published are linked, each once, and no unreadable one', () => {
    expect(named('SUBMITTED', all).links).toEqual([PRODUCER]);
    const again = { ...progress, traceparent: submitted.traceparent };
    const broken = { ...progress, eventId: 'e-8', traceparent: '00-nothing' };
    expect(named('SUBMITTED', [submitted, again, broken, priced]).links).toEqual([PRODUCER]);
  });

  test('more than a span takes is counted', () => {
    const many = Array.from({ length: 200 }, (_, at) => ({
      ...progress,
      eventId: `p-${at}`,
      traceparent: `00-${PRODUCER.traceId}-${(at + 1).toString(16).padStart(16, '0')}-01`,
    }));
    const span = named('SUBMITTED', [submitted, ...many, priced]);
    expect([span.events.length, span.droppedEvents, span.links.length, span.droppedLinks]).toEqual([128, 73, 128, 73]);
  });
});
