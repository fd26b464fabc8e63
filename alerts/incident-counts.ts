import type { Instant } from '../platform/clock.ts';
import type { Db } from '../platform/postgres.ts';

/** How things stand, whatever is listed. Rules on trial are not counted: nobody is told of what they find. */
export type IncidentCounts = {
  open: number;
  acknowledged: number;
  snoozed: number;
  /** Of those that are not resolved. */
  critical: number;
  /** That whoever asks has taken on. */
  mine: number;
  /** Of those that nobody has taken on; null: there is none. */
  oldestOpenAt: Instant | null;
  /** Orders that they are about, each once. */
  orders: number;
  /** Whose customers are told only when somebody says so, and nobody has. */
  customersHeld: number;
};

/** `mine`: the names of whoever asks. */
export async function countIncidentsNow(db: Db, mine: readonly string[]): Promise<IncidentCounts> {
  const { rows } = await db.query<IncidentCounts>(
    `with unresolved as (
       select i.* from alerts.incident i where i.state <> 'resolved' and not i.shadow)
     select count(*) filter (where u.state = 'open') as open,
            count(*) filter (where u.state = 'acknowledged') as acknowledged,
            count(*) filter (where u.state = 'snoozed') as snoozed,
            count(*) filter (where u.severity = 'critical') as critical,
            count(*) filter (where u.state = 'acknowledged' and u.acknowledged_by = any ($1)) as mine,
            min(u.opened_at) filter (where u.state = 'open') as "oldestOpenAt",
            count(*) filter (where u.customers = 'held') as "customersHeld",
            (select count(distinct f.order_id) from alerts.finding f
              where f.resolved_at is null and f.incident_id in (select id from unresolved)) as orders
       from unresolved u`,
    [mine],
  );
  return rows[0]!;
}
