import type { Instant } from '../platform/clock.ts';
import type { Db } from '../platform/postgres.ts';
import { type OrderKey, OWN_SOURCE } from './event.ts';

/**
 * What happened last of what was said of an order, by the word of who says so; what people did here is not asked. What comes
 * late, or again, is not the last word; and a clock that is ahead makes nothing later than when we heard of it.
 */
export type LastWord = {
  orderId: OrderKey;
  eventId: string;
  source: string;
  type: string;
  status: string | null;
  /** Null: it does not say. */
  occurredAt: Instant | null;
  recordedAt: Instant;
  /** W3C, of the producer's own trace. */
  traceparent: string | null;
};

/** The last word about each of these orders. An order has some twenty events, found by their key. */
export async function readLastWords(db: Db, ids: readonly OrderKey[]): Promise<LastWord[]> {
  const { rows } = await db.query<LastWord>(
    `select wanted.order_id as "orderId", last.*
       from unnest($1::text[]) as wanted (order_id)
       join tracker.order_state state on state.order_id = wanted.order_id
      cross join lateral (
        select event.event_id as "eventId", event.source, event.type, event.status, event.occurred_at as "occurredAt",
               event.recorded_at as "recordedAt", event.traceparent
          from tracker.order_event event
         where event.order_id = any (state.order_id || state.members) and event.source <> $2
         order by least(event.occurred_at, event.recorded_at) desc, event.recorded_at desc, event.sequence desc nulls last, event.event_id desc limit 1) as last`,
    [ids, OWN_SOURCE],
  );
  return rows;
}
