import { type Instant, toIso } from '../platform/clock.ts';
import type { Db } from '../platform/postgres.ts';
import type { OrderKey } from './event.ts';

/** How far the calculation of a price has come, by the last word of whoever calculates: per cent, and the stage if named. */
export type CalculationProgress = { percent: number; stage: string | null };

/** What was said of it since the order came into its status; null: nothing, or nothing that is a number from 0 to 100. */
export async function readCalculationProgress(
  db: Db,
  { orderId, since }: { orderId: OrderKey; since: Instant },
): Promise<CalculationProgress | null> {
  const { rows } = await db.query<{ percent: number | null; stage: string | null }>(
    `select case when jsonb_typeof(event.data -> 'percent') = 'number' then (event.data ->> 'percent')::float8 end as percent,
            case when jsonb_typeof(event.data -> 'stage') = 'string' then event.data ->> 'stage' end as stage
       from tracker.order_state state
       join tracker.order_event event on event.order_id = any (state.order_id || state.members)
      where state.order_id = $1 and event.type = 'order.calculation_progress'
        and coalesce(event.occurred_at, event.recorded_at) >= $2
      order by coalesce(event.occurred_at, event.recorded_at) desc, event.sequence desc nulls last
      limit 1`,
    [orderId, toIso(since)],
  );
  const [said] = rows;
  if (!said || said.percent === null || said.percent < 0 || said.percent > 100) return null;
  return { percent: Math.round(said.percent), stage: said.stage };
}
