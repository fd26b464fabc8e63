import type { Db } from '../platform/postgres.ts';
import { type OrderScope, scopeCheck } from './order-scope.ts';
import { parameters } from './sql-condition.ts';

/** How many orders are in a status; whoever only wants to know whether they are more than so many reads no further. */
export async function countInStatus(db: Db, status: string, atMost: number, scope: OrderScope): Promise<number> {
  const { values, param } = parameters();
  const { rows } = await db.query<{ count: number }>(
    `select count(*) as count from (
       select from tracker.order_state state
        where state.status = ${param(status)} and state.joined_into is null and ${scopeCheck(scope, param)}
        limit ${param(atMost)}) as counted`,
    values,
  );
  return rows[0]!.count;
}

/** Whether any order is under way at all, its limits running. */
export async function hasOpenOrders(db: Db): Promise<boolean> {
  // In the order of the index, or the planner may go through all that ended in search of the first.
  const { rows } = await db.query(
    'select order_id from tracker.order_state where due_at is not null and joined_into is null order by due_at limit 1',
  );
  return rows.length > 0;
}
