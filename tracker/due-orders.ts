import { type Instant, toIso } from '../platform/clock.ts';
import type { Db } from '../platform/postgres.ts';
import type { OrderKey } from './event.ts';
import { type OrderScope, scopeCheck } from './order-scope.ts';
import { parameters } from './sql-condition.ts';

/** An order whose limits run: it is in its status and nobody has frozen it. */
export type RunningOrder = {
  orderId: OrderKey;
  lifecycle: string;
  /** Of the lifecycle under which the limits were worked out. */
  lifecycleHash: string;
  status: string;
  since: Instant;
  targetAt: Instant;
  dueAt: Instant;
};

/**
 * The orders of a lifecycle in a status whose breach is at `dueBy` or before, the oldest first. It costs what it finds:
 * the order is that of the index (status, due_at, order_id), so nobody sorts, and what ended or is frozen has no due_at.
 */
export async function findDue(
  db: Db,
  { lifecycle, status, dueBy }: { lifecycle: string; status: string; dueBy: Instant },
  scope: OrderScope,
): Promise<RunningOrder[]> {
  const { values, param } = parameters();
  const { rows } = await db.query<RunningOrder>(
    `select state.order_id as "orderId", state.lifecycle, state.lifecycle_hash as "lifecycleHash", state.status,
            state.status_since as since, state.target_at as "targetAt", state.due_at as "dueAt"
       from tracker.order_state state
      where state.status = ${param(status)} and state.due_at <= ${param(toIso(dueBy))} and state.joined_into is null
        and state.lifecycle = ${param(lifecycle)} and ${scopeCheck(scope, param)}
      order by state.due_at, state.order_id`,
    values,
  );
  return rows;
}
