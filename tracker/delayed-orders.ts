import { type Instant, toIso } from '../platform/clock.ts';
import type { Db } from '../platform/postgres.ts';
import { expectedIn } from './at-risk.ts';
import type { OrderKey } from './event.ts';
import { parameters, time } from './sql-condition.ts';

export type DelayedOrder = { orderId: OrderKey; lifecycle: string; status: string; promisedAt: Instant };

/** Up to which promise: a page ends with the last order of the one before. */
export type DelayedPlace = { promisedAt: Instant; orderId: OrderKey };

/**
 * Orders under way, promised after `since`, whose promise is passed, or will be by all that happened to others: nine of
 * ten that were where they are came to their end later. The oldest promise first. It walks along the index of promises
 * only as far ahead as any order may still take, so it costs those that are late and those that soon may be.
 */
export async function findDelayed(
  db: Db,
  { since, after, limit }: { since: Instant; after: DelayedPlace | null; limit: number },
  now: Instant,
): Promise<DelayedOrder[]> {
  const { values, param } = parameters();
  const from = after ?? { promisedAt: since, orderId: '' };
  const { rows } = await db.query<DelayedOrder>(
    `select state.order_id as "orderId", state.lifecycle, state.status, state.promised_at as "promisedAt"
       from tracker.order_state state
      where (state.promised_at, state.order_id) > (${param(toIso(from.promisedAt))}::timestamptz, ${param(from.orderId)})
        and state.promised_at < ${time(param, now)} + ${LONGEST} * interval '1 millisecond'
        and state.due_at is not null and state.joined_into is null and not state.provisional
        and (state.promised_at < ${time(param, now)} or state.promised_at < ${expectedIn('state', 'from', now, param)})
      order by state.promised_at, state.order_id limit ${param(limit)}`,
    values,
  );
  return rows;
}

/** How long the quickest of any status may still take: beyond that no promise is known to be broken. */
const LONGEST = `(select coalesce(max(greatest(knot.from_ms - knot.age, usual.rest_from_ms)), 0)
                    from tracker.usual_stay usual cross join unnest(usual.ages, usual.from_ms) as knot (age, from_ms))`;
