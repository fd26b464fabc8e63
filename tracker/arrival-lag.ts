import type { Db } from '../platform/postgres.ts';
import { isRecordedWithin, type Window } from './recorded-orders.ts';
import { parameters } from './sql-condition.ts';

/**
 * The shortest time that an event of the window was on its way, by the producers' clocks; null: none came that says when
 * it happened. One event may be late by itself; what all of them are late by is the queue.
 */
export async function smallestLag(db: Db, window: Window): Promise<number | null> {
  const { values, param } = parameters();
  const { rows } = await db.query<{ lag: number | null }>(
    `select (extract(epoch from min(event.recorded_at - event.occurred_at)) * 1000)::float8 as lag
       from tracker.order_event event
      where ${isRecordedWithin(window, param)} and not event.historic and event.occurred_at is not null`,
    values,
  );
  return rows[0]!.lag;
}
