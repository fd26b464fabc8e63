import type { Db } from '../platform/postgres.ts';
import type { OrderKey } from '../tracker/event.ts';
import { readStandings } from '../tracker/telling.ts';

/**
 * Of these orders, those of which no customer is to be told that they are late: what is found of them may be wrong, or so
 * many are in the same incident that a person decides about it. Who has refused is obeyed for as long as it is so, also
 * when they have closed the incident while the order stays where it was; what nobody answered ends with the incident.
 * What a rule on trial holds, holds nothing.
 */
export async function findUnsure(db: Db, orders: readonly OrderKey[]): Promise<Set<OrderKey>> {
  if (orders.length === 0) return new Set();
  const held = await findHeld(db, orders);
  const closed = await findRefusedAndClosed(
    db,
    orders.filter(order => !held.has(order)),
  );
  const standings = closed.length === 0 ? null : await readStandings(db, [...new Set(closed.map(one => one.orderId))]);
  for (const { orderId, status } of closed) if (standings?.get(orderId)?.status === status) held.add(orderId);
  return held;
}

async function findHeld(db: Db, orders: readonly OrderKey[]): Promise<Set<OrderKey>> {
  const { rows } = await db.query<{ order_id: OrderKey }>(
    `select distinct f.order_id from alerts.finding f
       join alerts.incident i on i.id = f.incident_id
      where f.resolved_at is null and f.order_id = any ($1)
        and (f.suspect is not null
             or not i.shadow and (i.customers = 'refused' or i.customers = 'held' and i.state <> 'resolved'))`,
    [orders],
  );
  return new Set(rows.map(row => row.order_id));
}

/** And in which status they were then. */
async function findRefusedAndClosed(
  db: Db,
  orders: readonly OrderKey[],
): Promise<{ orderId: OrderKey; status: string | null }[]> {
  if (orders.length === 0) return [];
  const { rows } = await db.query<{ orderId: OrderKey; status: string | null }>(
    `select distinct f.order_id as "orderId", f.status from alerts.finding f
       join alerts.incident i on i.id = f.incident_id
      where f.order_id = any ($1) and f.resolution = 'by_hand' and i.customers = 'refused' and not i.shadow`,
    [orders],
  );
  return rows;
}
