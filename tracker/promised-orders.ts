import { type Instant, toIso } from '../platform/clock.ts';
import type { Db } from '../platform/postgres.ts';
import type { OrderKey } from './event.ts';
import { type OrderScope, scopeCheck } from './order-scope.ts';
import { parameters } from './sql-condition.ts';

export type PromisedOrder = { orderId: OrderKey; lifecycle: string; status: string; promisedAt: Instant };

/**
 * Orders under way that were promised for this instant or before, the oldest promise first. A frozen one is not: nobody
 * works on it. The order is that of its index, which holds nothing that has ended.
 */
export async function findPromised(db: Db, by: Instant, scope: OrderScope): Promise<PromisedOrder[]> {
  const { values, param } = parameters();
  const { rows } = await db.query<PromisedOrder>(
    `select state.order_id as "orderId", state.lifecycle, state.status, state.promised_at as "promisedAt"
       from tracker.order_state state
      where state.promised_at <= ${param(toIso(by))} and state.due_at is not null and state.joined_into is null
        and ${scopeCheck(scope, param)}
      order by state.promised_at, state.order_id`,
    values,
  );
  return rows;
}
