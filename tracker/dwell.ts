import type { Instant } from '../platform/clock.ts';
import type { Db } from '../platform/postgres.ts';
import type { StatusName } from './lifecycle.ts';

/** How long orders were in a status that they left in a stretch of time. */
export type Dwell = {
  lifecycle: string;
  status: StatusName;
  /** Stays that ended in it. */
  stays: number;
  medianMs: number;
  /** Nine of ten took no longer. */
  p90Ms: number;
};

/**
 * From the first word of a status to the first word of the next one, by the clock: time in which an order was frozen is in
 * it, and an order that goes back for rework counts by its first time through. What it costs is what came in the stretch.
 */
export async function measureDwell(db: Db, from: Instant, to: Instant): Promise<Dwell[]> {
  const { rows } = await db.query<Dwell>(
    `with moved as (
       select distinct e.order_id from tracker.order_event e
        where e.recorded_at >= $1 and e.recorded_at < $2 and e.status is not null),
     entered as (
       select e.order_id, e.status, min(coalesce(e.occurred_at, e.recorded_at)) as at
         from moved join tracker.order_event e on e.order_id = moved.order_id
        where e.status is not null group by e.order_id, e.status),
     stays as (
       select entered.order_id, entered.status, entered.at,
              lead(entered.at) over (partition by entered.order_id order by entered.at, entered.status) as left_at
         from entered),
     ended as (
       select o.lifecycle, stays.status, extract(epoch from stays.left_at - stays.at)::float8 * 1000 as ms
         from stays join tracker.order_state o on o.order_id = stays.order_id
        where stays.left_at >= $1 and stays.left_at < $2)
     select lifecycle, status, count(*) as stays,
            percentile_cont(0.5) within group (order by ms) as "medianMs",
            percentile_cont(0.9) within group (order by ms) as "p90Ms"
       from ended group by lifecycle, status`,
    [new Date(from), new Date(to)],
  );
  return rows;
}
