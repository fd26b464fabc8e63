import type { Instant } from '../../platform/clock.ts';
import { activeTraceparent } from '../../platform/tracing.ts';
import { type OrderKey, OWN_SOURCE, type StatedEvent } from '../event.ts';
import type { OrderState } from '../state.ts';

/** Who decides. Names are not unique: whether two are the same person is told by `id`, `user:12` or `key:7`. */
export type Person = { id: string; name: string };

type Said = {
  eventId: string;
  type: string;
  occurredAt: Instant;
  status?: string | null;
  data: Readonly<Record<string, unknown>>;
};

/** What somebody decides about an order through us is an event of it, as everything that changes it is. */
export function ownEvent(key: OrderKey, { eventId, type, occurredAt, status = null, data }: Said): StatedEvent {
  return {
    key,
    eventId,
    type,
    status,
    source: OWN_SOURCE,
    occurredAt,
    sequence: null,
    correlationId: null,
    causationId: null,
    ids: {},
    partner: null,
    promisedAt: null,
    customer: null,
    data,
    traceparent: activeTraceparent(),
    historic: false,
  };
}

/** After all that the person has seen: a system whose clock is ahead is believed. */
export function afterAllSeen({ lastEventAt }: Pick<OrderState, 'lastEventAt'>, now: Instant): Instant {
  return Math.max(now, (lastEventAt ?? now) + 1);
}
