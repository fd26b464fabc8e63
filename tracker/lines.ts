import { type Instant, toIso } from '../platform/clock.ts';
import type { Db } from '../platform/postgres.ts';
import type { OrderKey } from './event.ts';
import { decodeMemory } from './memory.ts';

/** Who stands in which status, before and behind whom, and who has gone on. */

export type WaitingOrder = {
  orderId: OrderKey;
  lifecycle: string;
  status: string;
  since: Instant;
  targetAt: Instant | null;
  partner: string | null;
};

/** Of each of these statuses the orders that are the first to be due, `most` at most; those that are frozen do not wait. */
export async function readWaiting(db: Db, statuses: readonly string[], most: number): Promise<WaitingOrder[]> {
  const { rows } = await db.query<WaitingOrder>(
    // In the order of the index (status, due_at, order_id), partners by a look-up each: it costs what it gives, however
    // many there are.
    `select waiting.order_id as "orderId", waiting.lifecycle, waiting.status, waiting.status_since as since,
            waiting.target_at as "targetAt",
            (select search.partner from tracker.order_search search where search.order_id = waiting.order_id) as partner
       from unnest($1::text[]) as wanted (status)
      cross join lateral (
             select state.order_id, state.lifecycle, state.status, state.status_since, state.target_at
               from tracker.order_state state
              where state.status = wanted.status and state.joined_into is null and state.due_at is not null
              order by state.due_at, state.order_id limit $2) as waiting`,
    [statuses, most],
  );
  return rows;
}

/** An order was in the status `from` from `since` to `at`, and then in `to`. */
export type Move = {
  orderId: OrderKey;
  lifecycle: string;
  from: string;
  to: string;
  since: Instant;
  at: Instant;
  partner: string | null;
};

/**
 * The moves of the orders of which something happened since then, or of the `newest` of them where there are more. By what the order's history is thought to be
 * now: a status that was corrected or that nobody confirmed is judged as the fold judges it.
 */
export async function readMoves(db: Db, { since, newest }: { since: Instant; newest: number }): Promise<Move[]> {
  const { rows } = await db.query<{ orderId: OrderKey; lifecycle: string; memory: string; partner: string | null }>(
    `select latest.order_id as "orderId", latest.lifecycle, latest.memory,
            (select search.partner from tracker.order_search search where search.order_id = latest.order_id) as partner
       from (select state.order_id, state.lifecycle, state.memory from tracker.order_state state
              where state.joined_into is null and state.last_event_at >= $2
              order by state.last_event_at desc, state.order_id desc limit $1) as latest
      where latest.memory is not null`,
    [newest, toIso(since)],
  );
  return rows.flatMap(({ orderId, lifecycle, memory, partner }) => {
    const { history } = decodeMemory(memory, {}).memory;
    return history.slice(1).map(({ status, at }, place) => {
      const { status: from, at: since } = history[place]!;
      return { orderId, lifecycle, from, to: status, since, at, partner };
    });
  });
}
