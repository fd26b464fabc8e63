import type { Instant } from '../platform/clock.ts';
import type { Db } from '../platform/postgres.ts';
import type { OrderKey } from './event.ts';
import { type OrderScope, scopeCheck } from './order-scope.ts';
import { type RecordedBy, recordedBy } from './recorded-orders.ts';
import { parameters } from './sql-condition.ts';

export type StalledOrder = {
  orderId: OrderKey;
  lifecycle: string;
  status: string;
  since: Instant;
  lastAt: Instant;
  source: string;
  /** When each of them was recorded, the first one first. */
  reports: Instant[];
};

/** Those of these orders that are in the status and whose last event of the type was recorded by then; `source`: who said it. */
export async function findStalled(
  db: Db,
  orderIds: readonly OrderKey[],
  { status, type, by }: { status: string; type: string; by: RecordedBy },
  scope: OrderScope,
): Promise<StalledOrder[]> {
  if (orderIds.length === 0) return [];
  const { values, param } = parameters();
  const { rows } = await db.query<StalledOrder>(
    `select state.order_id as "orderId", state.lifecycle, state.status, state.status_since as since, last.at as "lastAt", last.source,
            last.reports
       from unnest(${param(orderIds)}::text[]) as wanted (order_id)
       join tracker.order_state state on state.order_id = wanted.order_id
      cross join lateral (select max(event.recorded_at) as at,
                                 (array_agg(event.source order by event.recorded_at desc))[1] as source,
                                 array_agg((extract(epoch from event.recorded_at) * 1000)::bigint
                                           order by event.recorded_at) as reports
                            from tracker.order_event event
                           where event.order_id = any (state.order_id || state.members)
                             and event.type = ${param(type)}) as last
      where state.status = ${param(status)} and not state.frozen and state.joined_into is null
        and last.at <= ${recordedBy(by, 'last.source', param)} and ${scopeCheck(scope, param)}`,
    values,
  );
  return rows;
}
