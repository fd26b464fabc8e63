import { type OrderEvent, orderKey, type StatedEvent } from '../../tracker/event.ts';
import type { Arrival } from '../../tracker/ledger.ts';
import { referenceLifecycles } from './reference.ts';

export const T0 = Date.parse('2026-11-20T09:00:00.000Z');
export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

let made = 0;

/** A plausible event: the shop says SUBMITTED of ORD-1 at T0. A test names what matters to it. */
export function anEvent(named: Partial<StatedEvent> & { orderId?: string | null } = {}): StatedEvent {
  const { orderId = 'ORD-1', ...rest } = named;
  const ids = rest.ids ?? {};
  const correlationId = rest.correlationId ?? null;
  made += 1;
  return {
    key: orderKey({ orderId, ids, correlationId }, referenceLifecycles.systems) ?? 'ORD-1',
    eventId: `event-${made}`,
    type: 'order.status_changed',
    status: 'SUBMITTED',
    source: 'shop',
    occurredAt: T0,
    sequence: null,
    correlationId,
    causationId: null,
    ids,
    partner: null,
    promisedAt: null,
    customer: null,
    data: null,
    traceparent: null,
    historic: false,
    ...rest,
  };
}

/** The same, as it stands in the ledger: recorded when it occurred. */
export function aRecordedEvent(named: Parameters<typeof anEvent>[0] & { recordedAt?: number } = {}): OrderEvent {
  const { recordedAt, ...stated } = named;
  const event = anEvent(stated);
  return { ...event, recordedAt: recordedAt ?? event.occurredAt ?? T0, digest: event.eventId };
}

export function arrivals(events: readonly StatedEvent[]): Arrival[] {
  return events.map(event => ({ event, redelivered: false }));
}
