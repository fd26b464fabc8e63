import type { Instant } from '../platform/clock.ts';
import type { Db } from '../platform/postgres.ts';
import type { OrderKey } from './event.ts';
import { type OrderScope, scopeCheck } from './order-scope.ts';
import { type RecordedBy, recordedBy } from './recorded-orders.ts';
import { parameters } from './sql-condition.ts';

export type SequenceGap = { orderId: OrderKey; source: string; missing: number; since: Instant };

/**
 * Of those of these orders about which a source skipped a number and has not said it since: the first such gap, by events
 * that were recorded by then. Systems begin to count with 0 or with 1.
 */
export async function findSequenceGaps(
  db: Db,
  orderIds: readonly OrderKey[],
  by: RecordedBy,
  scope: OrderScope,
): Promise<SequenceGap[]> {
  if (orderIds.length === 0) return [];
  const { values, param } = parameters();
  const { rows } = await db.query<SequenceGap>(
    `select distinct on (state.order_id) state.order_id as "orderId", event.source, event.sequence - 1 as missing,
            event.recorded_at as since
       from unnest(${param(orderIds)}::text[]) as wanted (order_id)
       join tracker.order_state state on state.order_id = wanted.order_id
       join tracker.order_event event on event.order_id = any (state.order_id || state.members)
      where state.joined_into is null and event.sequence > 1 and event.recorded_at <= ${recordedBy(by, 'event.source', param)}
        and not exists (select from tracker.order_event before
                         where before.order_id = any (state.order_id || state.members)
                           and before.source = event.source and before.sequence = event.sequence - 1)
        and ${scopeCheck(scope, param)}
      order by state.order_id, event.recorded_at, event.sequence`,
    values,
  );
  return rows;
}
