import type { Instant } from '../platform/clock.ts';
import type { Db } from '../platform/postgres.ts';
import type { LocalizedText } from '../tracker/lifecycle.ts';
import type { Usual } from '../tracker/usual.ts';
import { readSuspicions } from './suspicions.ts';

/** What a message says of an incident beside its own row. */
export type IncidentFacts = {
  orders: number;
  /** Those that have waited longest. */
  first: readonly {
    id: string;
    status: string | null;
    since: Instant;
    detail: LocalizedText | null;
    usual: Usual | null;
  }[];
  /** With the numbers, of what is no order. */
  detail: LocalizedText | null;
  /** Why what we know may be late or wrong; null: nothing speaks against it. */
  suspect: LocalizedText | null;
};

/** As many as a message lists. */
const LISTED = 10;

/** Of what is open in the incident, or, when it is over, of all that it was about. */
export async function readFacts(
  tx: Db,
  incidentId: number,
  { isOver }: { isOver: boolean } = { isOver: false },
): Promise<IncidentFacts> {
  const { rows } = await tx.query<IncidentFacts['first'][number] & { orders: number }>(
    `select f.order_id as id, f.status, coalesce(f.since, f.first_seen_at) as since, f.detail, f.usual,
            count(*) over () as orders
       from alerts.finding f
      where f.incident_id = $1 and (f.resolved_at is null or $3) and f.order_id is not null
      order by f.since, f.subject limit $2`,
    [incidentId, LISTED, isOver],
  );
  const [first] = rows;
  const listed = rows.map(({ orders: _, ...order }) => order);
  return {
    orders: first?.orders ?? 0,
    first: listed,
    detail: await readDetail(tx, incidentId),
    suspect: (await readSuspicions(tx, [incidentId])).get(incidentId) ?? null,
  };
}

async function readDetail(tx: Db, incidentId: number): Promise<LocalizedText | null> {
  const { rows } = await tx.query<{ detail: LocalizedText | null }>(
    `select f.detail from alerts.finding f
      where f.incident_id = $1 and f.resolved_at is null and f.order_id is null
      order by f.since, f.subject limit 1`,
    [incidentId],
  );
  return rows[0]?.detail ?? null;
}
