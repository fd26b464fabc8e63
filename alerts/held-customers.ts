import type { Instant } from '../platform/clock.ts';
import type { Db } from '../platform/postgres.ts';
import type { OrderKey } from '../tracker/event.ts';
import type { LocalizedText } from '../tracker/lifecycle.ts';

/** An incident whose customers are told of no delay before somebody says whether they are. */
export type HeldIncident = { id: string; title: LocalizedText; openedAt: Instant; orders: readonly OrderKey[] };

const MOST = 100;

/** Those of today, the oldest first; a hundred at most. */
export async function readHeldIncidents(db: Db): Promise<HeldIncident[]> {
  const { rows } = await db.query<Omit<HeldIncident, 'id'> & { id: number }>(
    `select i.id, i.title, i.opened_at as "openedAt",
            coalesce(array_agg(distinct f.order_id) filter (where f.order_id is not null), '{}') as orders
       from alerts.incident i
       left join alerts.finding f on f.incident_id = i.id and f.resolved_at is null
      where i.customers = 'held' and i.state <> 'resolved' and not i.shadow
      group by i.id order by i.opened_at, i.id limit $1`,
    [MOST],
  );
  return rows.map(row => ({ ...row, id: String(row.id) }));
}
