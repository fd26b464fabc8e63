import type { Instant } from '../platform/clock.ts';
import type { Db } from '../platform/postgres.ts';
import type { OrderKey } from '../tracker/event.ts';
import type { LocalizedText } from '../tracker/lifecycle.ts';
import type { CustomerTelling, IncidentState, IncidentVerdict, Told } from './incident.ts';
import type { Severity } from './severity.ts';
import { readSuspicions } from './suspicions.ts';

/** What somebody has to know of an incident who is about to take it on. */
export type Glance = {
  id: number;
  title: LocalizedText;
  severity: Severity;
  state: IncidentState;
  openedAt: Instant;
  cause: LocalizedText | null;
  /** Why what we know may be late or wrong; null: nothing speaks against it. */
  suspect: LocalizedText | null;
  customers: CustomerTelling;
  /** Whether it was real, as somebody said. */
  verdict: IncidentVerdict | null;
  verdictBy: string | null;
  acknowledgedBy: string | null;
  until: Instant | null;
  resolvedAt: Instant | null;
  resolvedBy: string | null;
  /** Those that are still stuck, the longest first; of one that is over, those that were. */
  orders: { count: number; first: readonly GlancedOrder[] };
  /** Of what is about no order: its sentences. */
  details: readonly LocalizedText[];
  /** The first time of each. */
  told: readonly { recipient: string; name: string; at: Instant }[];
};

export type GlancedOrder = { id: OrderKey; status: string | null; since: Instant | null };

const SHOWN = 5;

/** Null when there is no such incident. */
export async function glanceAt(db: Db, id: number): Promise<Glance | null> {
  const incident = await readIncident(db, id);
  if (incident === null) return null;
  const isOver = incident.state === 'resolved';
  return {
    ...incident,
    suspect: (await readSuspicions(db, [id])).get(id) ?? null,
    orders: { count: await countOrders(db, id, isOver), first: await readOrders(db, id, isOver) },
    details: await readDetails(db, id, isOver),
    told: await readTold(db, id),
  };
}

async function readIncident(
  db: Db,
  id: number,
): Promise<Omit<Glance, 'suspect' | 'orders' | 'details' | 'told'> | null> {
  const { rows } = await db.query(
    `select i.id, i.title, i.severity, i.state, i.opened_at as "openedAt", i.cause, i.customers, i.verdict, i.verdict_by as "verdictBy",
            i.acknowledged_by as "acknowledgedBy",
            i.until, i.resolved_at as "resolvedAt", i.resolved_by as "resolvedBy"
       from alerts.incident i where i.id = $1`,
    [id],
  );
  return rows[0] ?? null;
}

async function countOrders(db: Db, id: number, isOver: boolean): Promise<number> {
  const { rows } = await db.query<{ count: number }>(
    `select count(distinct f.order_id) as count from alerts.finding f
      where f.incident_id = $1 and (f.resolved_at is null or $2)`,
    [id, isOver],
  );
  return rows[0]!.count;
}

async function readOrders(db: Db, id: number, isOver: boolean): Promise<GlancedOrder[]> {
  const { rows } = await db.query<GlancedOrder>(
    `select f.order_id as id, f.status, f.since from alerts.finding f
      where f.incident_id = $1 and f.order_id is not null and (f.resolved_at is null or $2)
      order by f.since, f.subject limit $3`,
    [id, isOver, SHOWN],
  );
  return rows;
}

async function readDetails(db: Db, id: number, isOver: boolean): Promise<LocalizedText[]> {
  const { rows } = await db.query<{ detail: LocalizedText }>(
    `select f.detail from alerts.finding f
      where f.incident_id = $1 and f.order_id is null and f.detail is not null and (f.resolved_at is null or $2)
      order by f.since, f.subject limit $3`,
    [id, isOver, SHOWN],
  );
  return rows.map(({ detail }) => detail);
}

async function readTold(db: Db, id: number): Promise<Glance['told']> {
  const { rows } = await db.query<{ at: Instant; people: Told['people'] }>(
    `select e.at, e.detail -> 'people' as people from alerts.incident_event e
      where e.incident_id = $1 and e.kind = 'told' order by e.id`,
    [id],
  );
  const first = new Map<string, { recipient: string; name: string; at: Instant }>();
  for (const { at, people } of rows) {
    for (const { recipient, name } of people) if (!first.has(recipient)) first.set(recipient, { recipient, name, at });
  }
  return [...first.values()];
}
