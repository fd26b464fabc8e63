import type { Db } from '../platform/postgres.ts';
import type { OrderKey } from '../tracker/event.ts';

/**
 * Of these orders, those of which no customer is to be told that they are late: what is found of them may be wrong, or so
 * many are in the same incident that a person decides about it. Who has refused is obeyed for as long as it is so; what
 * nobody answered ends with the incident. What a rule on trial holds, holds nothing.
 */
export async function findUnsure(db: Db, orders: readonly OrderKey[]): Promise<Set<OrderKey>> {
  if (orders.length === 0) return new Set();
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
