import type { Db } from '../platform/postgres.ts';
import type { OrderKey } from './event.ts';

/** Who has taken these orders, else to whom they are given; those that are nobody's are not in it. */
export async function readAssigned(db: Db, orders: readonly OrderKey[]): Promise<ReadonlyMap<OrderKey, string>> {
  if (orders.length === 0) return new Map();
  const { rows } = await db.query<{ orderId: OrderKey; assignedTo: string }>(
    `select hands.order_id as "orderId", coalesce(hands.holder, hands.assignee) as "assignedTo"
       from tracker.order_hands hands
      where hands.order_id = any ($1) and (hands.holder is not null or hands.assignee is not null)`,
    [orders],
  );
  return new Map(rows.map(({ orderId, assignedTo }) => [orderId, assignedTo]));
}
