import type { Db } from '../platform/postgres.ts';
import type { OrderKey } from '../tracker/event.ts';
import type { LocalizedText } from '../tracker/lifecycle.ts';
import type { Condition, Param } from '../tracker/sql-condition.ts';
import type { IncidentState } from './incident.ts';
import type { Severity } from './severity.ts';

/** An incident as a line of a list has room for it. */
export type IncidentInShort = {
  id: number;
  title: LocalizedText;
  severity: Severity;
  state: IncidentState;
  cause: LocalizedText | null;
};

/** The incidents that these orders are in now, worst first; those of rules on trial are told to nobody. */
export async function readIncidentsOf(
  db: Db,
  orders: readonly OrderKey[],
): Promise<ReadonlyMap<OrderKey, readonly IncidentInShort[]>> {
  if (orders.length === 0) return new Map();
  const { rows } = await db.query<IncidentInShort & { orderId: OrderKey }>(
    `select distinct f.order_id as "orderId", i.id, i.title, i.severity, i.state, i.cause,
            array_position(array['critical', 'warning', 'info'], i.severity) as rank
       from alerts.finding f join alerts.incident i on i.id = f.incident_id
      where f.order_id = any ($1) and f.resolved_at is null and i.state <> 'resolved' and not i.shadow
      order by f.order_id, rank, i.id`,
    [orders],
  );
  return Map.groupBy(rows, ({ orderId }) => orderId);
}

/** The orders of which a rule has found what this incident is about, and still does. */
export function inIncident(id: number): Condition {
  const ids = (param: Param) =>
    `select coalesce(stated.joined_into, stated.order_id)
       from alerts.finding f join tracker.order_state stated on stated.order_id = f.order_id
      where f.incident_id = ${param(id)} and f.order_id is not null and f.resolved_at is null`;
  return { check: param => `state.order_id in (${ids(param)})`, ids };
}

export type SharedIncident = Pick<IncidentInShort, 'title' | 'cause'> & { incident: number; orders: number };

/** The one that the most orders are in; null: no order is in any. At the cost of what is found now. */
export async function findMostCommon(db: Db): Promise<SharedIncident | null> {
  const { rows } = await db.query<SharedIncident>(
    `select i.id as incident, i.title, i.cause, count(distinct f.order_id) as orders
       from alerts.finding f join alerts.incident i on i.id = f.incident_id
      where f.resolved_at is null and f.order_id is not null and i.state <> 'resolved' and not i.shadow
      group by i.id order by count(distinct f.order_id) desc, i.id limit 1`,
  );
  return rows[0] ?? null;
}
