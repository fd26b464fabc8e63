import type { Instant } from '../platform/clock.ts';
import type { Db } from '../platform/postgres.ts';
import { parameters, time } from './sql-condition.ts';

/** The first limit that was passed and still is; null: none is. The first entry of the index of limits tells. */
export async function readOldestStuck(db: Db, now: Instant): Promise<Instant | null> {
  const { values, param } = parameters();
  const { rows } = await db.query<{ dueAt: Instant }>(
    `select state.due_at as "dueAt" from tracker.order_state state
      where state.joined_into is null and state.due_at < ${time(param, now)}
      order by state.due_at, state.order_id limit 1`,
    values,
  );
  return rows[0]?.dueAt ?? null;
}
