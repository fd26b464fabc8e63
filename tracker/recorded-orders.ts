import { type Instant, toIso } from '../platform/clock.ts';
import type { Db } from '../platform/postgres.ts';
import { type OrderKey, OWN_TYPES } from './event.ts';
import { type Param, parameters } from './sql-condition.ts';

/** After the first instant, up to and with the second. */
export type Window = { after: Instant; upTo: Instant };

export function isRecordedWithin({ after, upTo }: Window, param: Param): string {
  return `event.recorded_at > ${param(toIso(after))} and event.recorded_at <= ${param(toIso(upTo))}`;
}

/** Recorded at this instant or before; of what some sources say, at theirs. */
export type RecordedBy = { usual: Instant; bySource: ReadonlyMap<string, Instant> };

/** By which instant something of this source must have been recorded, in SQL. `source` is SQL, too. */
export function recordedBy({ usual, bySource }: RecordedBy, source: string, param: Param): string {
  if (bySource.size === 0) return `${param(toIso(usual))}::timestamptz`;
  const named = Object.fromEntries([...bySource].map(([name, at]) => [name, toIso(at)]));
  return `coalesce((${param(JSON.stringify(named))}::jsonb ->> ${source})::timestamptz, ${param(toIso(usual))})`;
}

/**
 * The orders of which something of this sort was recorded within the window, or that were let go on again after they had
 * been frozen, whoever they have turned out to be. It costs what was recorded in it. What was imported is old news.
 */
export async function findRecordedOrders(
  db: Db,
  window: Window,
  sort: { type: string } | 'status' | 'sequence',
): Promise<OrderKey[]> {
  const { values, param } = parameters();
  const isOfSort = typeof sort === 'string' ? `event.${sort} is not null` : `event.type = ${param(sort.type)}`;
  const { rows } = await db.query<{ order_id: OrderKey }>(
    // A look-up for each: joined, the planner may read all states for a window that it can't estimate.
    `select distinct coalesce((select state.joined_into from tracker.order_state state
                                where state.order_id = event.order_id), event.order_id) as order_id
       from tracker.order_event event
      where ${isRecordedWithin(window, param)} and (${isOfSort} or event.type = '${OWN_TYPES.unfrozen}')
        and not event.historic`,
    values,
  );
  return rows.map(row => row.order_id);
}
