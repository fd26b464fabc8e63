import { hash } from 'node:crypto';
import type { Instant } from '../../platform/clock.ts';
import { spanContextOf } from '../../platform/tracing.ts';
import type { OrderKey } from '../../tracker/event.ts';
import type { Placed } from '../../tracker/event-order.ts';
import type { OrderHistory } from '../../tracker/order-histories.ts';
import { orderSpanId, orderTraceId } from '../../tracker/orders.ts';
import type { Anomaly, Stay } from '../../tracker/state.ts';
import { type WholeStay, wholeStays } from '../../tracker/whole-stays.ts';

type Attributes = Readonly<Record<string, string | number | boolean>>;

/** A stretch of an order's way, as it is sent. Nothing of it is personal: no data of events, and nobody's words. */
export type OrderSpan = {
  traceId: string;
  spanId: string;
  /** Null: it is the one over all of the order. */
  parentSpanId: string | null;
  name: string;
  start: Instant;
  end: Instant;
  attributes: Attributes;
  events: readonly SpanEvent[];
  droppedEvents: number;
  links: readonly SpanLink[];
  droppedLinks: number;
  /** When both were known, that it had begun and that it is over. */
  knownAt: Instant;
};

export type SpanEvent = { name: string; at: Instant; attributes: Attributes };
/** The span in which a producer published. */
export type SpanLink = { traceId: string; spanId: string };

// The limits that OpenTelemetry's SDKs have when nobody sets any. What is more is counted.
const MOST_EVENTS = 128;
const MOST_LINKS = 128;

/**
 * What of an order is over, in the order in which it happened: a span for each stay that has ended, and once it has come
 * to its end the one over all of it, first, and its last status, which nothing follows, as a point. All ids are
 * derived, so that a span that is sent again is the same span.
 */
export function spansOf(history: OrderHistory): OrderSpan[] {
  const { orderId, lifecycle, state, placed } = history;
  const { correlationId } = state;
  const stays = wholeStays(history);
  const last = stays.at(-1);
  if (!last) return [];
  const traceId = orderTraceId({ orderId, correlationId });
  const rootId = orderSpanId({ orderId });
  const said = saidIn(history);
  const recorded = new Map(placed.map(({ event }) => [event.eventId, event.recordedAt]));
  const knownAt = (stay: Stay, next = stay) => Math.max(recorded.get(stay.eventId)!, recorded.get(next.eventId)!);
  const spans = stays.flatMap((stay, index): OrderSpan[] => {
    const { end } = stay;
    if (end === null) return [];
    return [
      {
        traceId,
        spanId: staySpanId(orderId, stay),
        parentSpanId: rootId,
        name: stay.status,
        start: stay.at,
        end,
        attributes: stayAttributes(history, stay, end),
        ...told(said[index + 1]!, history.told),
        knownAt: knownAt(stay, stays[index + 1]),
      },
    ];
  });
  if (!lifecycle.isTerminal(last.status)) return spans;
  const start = placed[0]?.position.effectiveAt ?? last.at;
  const root = {
    traceId,
    spanId: rootId,
    parentSpanId: null,
    name: 'order',
    start,
    end: last.at,
    attributes: {
      'order.id': orderId,
      'order.lifecycle': lifecycle.name,
      'order.status': last.status,
      'order.dwell_ms': last.at - start,
      ...(correlationId !== null && { 'order.correlation_id': correlationId }),
    },
    ...told(said[0]!, history.told),
    knownAt: knownAt(last),
  };
  return [root, ...spans];
}

/** By the event that began it: an order may come into a status more than once. */
function staySpanId(orderId: OrderKey, { eventId }: Stay): string {
  return hash('sha256', JSON.stringify([orderId, eventId]), 'hex').slice(0, 16);
}

function stayAttributes({ orderId, lifecycle }: OrderHistory, stay: WholeStay, end: Instant): Attributes {
  const owner = lifecycle.owner(stay.status);
  const { limits } = stay;
  return {
    'order.id': orderId,
    'order.lifecycle': lifecycle.name,
    'order.status': stay.status,
    ...(owner !== null && { 'order.owner': owner }),
    'order.dwell_ms': end - stay.at,
    ...(limits && { 'order.target_ms': limits.targetAt - stay.at, 'order.breach_ms': limits.dueAt - stay.at }),
    'order.late': limits !== null && end > limits.dueAt,
  };
}

/** What was said before the first stay, and then in each: a stay begins with the event that made it. */
function saidIn({ placed, state }: OrderHistory): Placed[][] {
  const stays = state.memory.history;
  const said: Placed[][] = [[], ...stays.map(() => [])];
  let place = 0;
  for (const one of placed) {
    if (one.event.eventId === stays[place]?.eventId) place += 1;
    said[place]!.push(one);
  }
  return said;
}

function told(
  said: readonly Placed[],
  anomalies: readonly Anomaly[],
): Pick<OrderSpan, 'events' | 'droppedEvents' | 'links' | 'droppedLinks'> {
  const events = said.flatMap(one => eventsOf(one, anomalies));
  const links = linksOf(said);
  return {
    events: events.slice(0, MOST_EVENTS),
    droppedEvents: Math.max(0, events.length - MOST_EVENTS),
    links: links.slice(0, MOST_LINKS),
    droppedLinks: Math.max(0, links.length - MOST_LINKS),
  };
}

function eventsOf({ event, position }: Placed, anomalies: readonly Anomaly[]): SpanEvent[] {
  const { eventId, type, source, status } = event;
  const at = position.effectiveAt;
  const wrong = anomalies.filter(anomaly => anomaly.eventId === eventId);
  return [
    { name: type, at, attributes: { 'order.source': source, ...(status !== null && { 'order.status': status }) } },
    ...wrong.map(({ kind }) => ({ name: 'anomaly', at, attributes: { 'order.anomaly': kind } })),
  ];
}

function linksOf(said: readonly Placed[]): SpanLink[] {
  const links = new Map<string, SpanLink>();
  for (const { event } of said) {
    const producer = spanContextOf(event.traceparent);
    if (producer) links.set(`${producer.traceId} ${producer.spanId}`, producer);
  }
  return [...links.values()].map(({ traceId, spanId }) => ({ traceId, spanId }));
}
