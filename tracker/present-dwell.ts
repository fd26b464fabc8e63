import type { Instant } from '../platform/clock.ts';
import type { Db } from '../platform/postgres.ts';
import type { StatusName } from './lifecycle.ts';
import { parameters, time } from './sql-condition.ts';

/** Half of the orders that are in a status now have been there for longer. */
export type PresentDwell = { lifecycle: string; status: StatusName; medianMs: number };

/** Of orders whose clocks run, without the time in which they were frozen. It costs what is in these statuses. */
export async function measurePresentDwell(
  db: Db,
  statuses: readonly StatusName[],
  now: Instant,
): Promise<PresentDwell[]> {
  const { values, param } = parameters();
  const { rows } = await db.query<PresentDwell>(
    `select state.lifecycle, state.status, percentile_cont(0.5) within group (order by greatest(0, extract(epoch from
              ${time(param, now)} - coalesce(state.running_since, state.status_since))::float8 * 1000)) as "medianMs"
       from tracker.order_state state
      where state.status = any (${param(statuses)}::text[]) and state.joined_into is null
        and not state.frozen and state.status_since is not null
      group by state.lifecycle, state.status`,
    values,
  );
  return rows;
}
