import type { Db } from '../platform/postgres.ts';
import type { Found } from './finding.ts';

/** Without the orders that another rule has found and not let go. One on trial tells nobody, so it does not count. */
export async function leaveOutFound(db: Db, rule: string, found: readonly Found[]): Promise<Found[]> {
  if (found.length === 0) return [];
  const { rows } = await db.query<{ order_id: string }>(
    `select distinct other.order_id
       from unnest($1::text[]) as wanted (order_id)
       join alerts.finding other on other.order_id = wanted.order_id
       join alerts.incident incident on incident.id = other.incident_id and not incident.shadow
      where other.resolved_at is null and other.rule <> $2`,
    [found.map(one => one.orderId), rule],
  );
  const known = new Set(rows.map(row => row.order_id));
  return found.filter(one => !known.has(one.orderId!));
}
