import type { Instant } from '../platform/clock.ts';
import type { Db } from '../platform/postgres.ts';
import type { OrderKey } from './event.ts';

/** Where an order is, for whoever asks why it is still there. */
export type OrderInQuestion = {
  orderId: OrderKey;
  /** Under which its events stand: it and the provisional orders that are it. */
  keys: readonly OrderKey[];
  lifecycle: string;
  status: string | null;
  /** The owner of the status has said so. */
  confirmed: boolean;
  since: Instant | null;
  targetAt: Instant | null;
  dueAt: Instant | null;
  promisedAt: Instant | null;
  frozen: boolean;
  provisional: boolean;
  partner: string | null;
  /** System → the id under which it knows the order. */
  ids: Readonly<Record<string, string>>;
  correlationId: string | null;
  /** What each system said last, and when by its own word. */
  sources: Readonly<Record<string, { status: string; at: Instant }>>;
  firstEventAt: Instant | null;
  lastEventAt: Instant | null;
};

/** These orders by their keys; one that is not known, or turned out to be another one, is missing. */
export async function readOrdersInQuestion(db: Db, ids: readonly OrderKey[]): Promise<OrderInQuestion[]> {
  if (ids.length === 0) return [];
  const { rows } = await db.query<OrderInQuestion>(
    `select state.order_id as "orderId", state.order_id || state.members as keys, state.lifecycle, state.status,
            state.confirmed, state.status_since as since, state.target_at as "targetAt", state.due_at as "dueAt",
            state.promised_at as "promisedAt", state.frozen, state.provisional, state.ids,
            (select search.partner from tracker.order_search search where search.order_id = state.order_id) as partner,
            state.correlation_id as "correlationId", state.sources, state.first_event_at as "firstEventAt",
            state.last_event_at as "lastEventAt"
       from unnest($1::text[]) as wanted (order_id)
       join tracker.order_state state on state.order_id = wanted.order_id
      where state.joined_into is null`,
    [ids],
  );
  return rows;
}
