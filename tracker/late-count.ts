import { type Instant, toIso } from '../platform/clock.ts';
import type { Db } from '../platform/postgres.ts';

export type LateCount = { lifecycle: string; status: string; orders: number };

/** So many orders of a status are looked at: those that come to their limit first. */
export const LATE_LOOKED_AT = 2_000;

/** How many orders in each of these statuses should have left it, up to LATE_LOOKED_AT: a walk along the index of limits. */
export async function countLate(
  db: Db,
  statuses: readonly { lifecycle: string; status: string }[],
  now: Instant,
): Promise<LateCount[]> {
  const { rows } = await db.query<LateCount>(
    `select wanted.lifecycle, wanted.status, late.orders
       from unnest($1::text[], $2::text[]) as wanted (lifecycle, status)
      cross join lateral (
        select count(*)::int as orders
          from (select state.lifecycle, state.target_at from tracker.order_state state
                 where state.status = wanted.status and state.due_at is not null and state.joined_into is null
                 order by state.due_at, state.order_id limit $4) as first
         where first.lifecycle = wanted.lifecycle and first.target_at < $3) as late`,
    [statuses.map(({ lifecycle }) => lifecycle), statuses.map(({ status }) => status), toIso(now), LATE_LOOKED_AT],
  );
  return rows;
}
