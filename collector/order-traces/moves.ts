import { type Clock, type Instant, toIso } from '../../platform/clock.ts';
import type { Db } from '../../platform/postgres.ts';
import type { OrderKey } from '../../tracker/event.ts';
import type { Listener, Recorded } from '../../tracker/ledger.ts';
import { readSentTraces } from './sent-spans.ts';

/** What one transaction moved. */
export type Moves = { id: number; orders: readonly OrderKey[] };

/**
 * Notes, in the transaction that records them, which orders have moved: one row for a whole batch, since this is part of
 * the way of every event. Imported orders are old news; one that goes on after its import is told from its beginning.
 */
export function createMoveListener({ clock }: { clock: Clock }): Listener {
  return async (tx, recorded) => {
    const moved = recorded.announcements.filter(({ provisional, historic }) => !provisional && !historic);
    const orders = new Set([...moved.map(({ orderId }) => orderId), ...(await elsewhereBefore(tx, recorded))]);
    if (orders.size > 0) await noteMoves(tx, [...orders], clock.now());
  };
}

/** By another correlation id the trace is another one: what was sent of the order has to be there, too. */
async function elsewhereBefore(tx: Db, { correlated }: Recorded): Promise<OrderKey[]> {
  return correlated.length === 0 ? [] : [...(await readSentTraces(tx, correlated)).keys()];
}

export async function noteMoves(tx: Db, orders: readonly OrderKey[], recordedAt: Instant): Promise<void> {
  await tx.query('insert into collector.order_trace_move (orders, recorded_at) values ($1, $2)', [
    orders,
    toIso(recordedAt),
  ]);
}

/** The oldest that were recorded by then: of as many orders as the limit says, and no fewer rows than one. */
export async function readMoves(db: Db, by: Instant, limit: number): Promise<Moves[]> {
  const { rows } = await db.query<Moves>(
    `select waiting.id, waiting.orders
       from (select m.id, m.orders, m.recorded_at,
                    sum(cardinality(m.orders)) over (order by m.recorded_at, m.id) - cardinality(m.orders) as before
               from (select * from collector.order_trace_move m
                      where m.recorded_at <= $1 order by m.recorded_at, m.id limit $2) m) waiting
      where waiting.before < $2
      order by waiting.recorded_at, waiting.id`,
    [toIso(by), limit],
  );
  return rows;
}

export async function deleteMoves(tx: Db, moves: readonly Moves[]): Promise<void> {
  await tx.query('delete from collector.order_trace_move m where m.id = any ($1)', [moves.map(({ id }) => id)]);
}

/** Of how many moves nobody will hear any more. */
export async function deleteMovesBefore(db: Db, before: Instant): Promise<number> {
  const { rows } = await db.query<{ moves: number }>(
    `with given_up as (delete from collector.order_trace_move m where m.recorded_at < $1 returning m.orders)
     select coalesce(sum(cardinality(given_up.orders)), 0)::bigint as moves from given_up`,
    [toIso(before)],
  );
  return rows[0]!.moves;
}

export type Waiting = { moves: number; oldestAt: Instant | null };

/** What a scrape may read of a week in which nobody took anything. */
const MOST_COUNTED = 100_000;

export async function countWaiting(db: Db): Promise<Waiting> {
  const { rows } = await db.query<Waiting>(
    `select coalesce(sum(cardinality(oldest.orders)), 0)::bigint as moves, min(oldest.recorded_at) as "oldestAt"
       from (select m.orders, m.recorded_at from collector.order_trace_move m
              order by m.recorded_at, m.id limit $1) oldest`,
    [MOST_COUNTED],
  );
  return rows[0]!;
}
