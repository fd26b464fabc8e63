import type { Db } from '../platform/postgres.ts';
import type { OrderKey } from './event.ts';

/** Who has taken these orders; those that nobody has are not in it. */
export async function readAssigned(db: Db, orders: readonly OrderKey[]): Promise<ReadonlyMap<OrderKey, string>> {
  if (orders.length === 0) return new Map();
  const { rows } = await db.query<{ orderId: OrderKey; assignedTo: string }>(
    `select held.order_id as "orderId", held.assigned_to as "assignedTo"
       from tracker.assignment held where held.order_id = any ($1)`,
    [orders],
  );
  return new Map(rows.map(({ orderId, assignedTo }) => [orderId, assignedTo]));
}
