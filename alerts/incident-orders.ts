import { type Instant, toIso } from '../platform/clock.ts';
import type { Db } from '../platform/postgres.ts';
import type { OrderKey } from '../tracker/event.ts';
import type { LocalizedText } from '../tracker/lifecycle.ts';
import type { Usual } from '../tracker/usual.ts';
import type { Resolution, Subject } from './finding.ts';
import type { Severity } from './severity.ts';

/** How many orders of an incident are named; the rest is counted, and read page by page. */
export const NAMED_ORDERS = 10_000;
const NAMED_IN_LIST = 500_000;

/** The same in a list: fewer in a long one, so that no page holds millions of them. */
export function namedInList(incidents: number): number {
  return Math.min(NAMED_ORDERS, Math.floor(NAMED_IN_LIST / Math.max(1, incidents)));
}

export type OrdersOf = {
  /** Those that are still stuck first, longest first; at most as many as were asked for. */
  named: OrderKey[];
  count: number;
  /** How many of them it still holds for. */
  open: number;
};

const NONE: OrdersOf = { named: [], count: 0, open: 0 };

/** All orders that these incidents are or were about, in one statement for any number of incidents. */
export async function readOrdersOf(
  db: Db,
  incidents: readonly number[],
  atMost: number,
): Promise<(id: number) => OrdersOf> {
  const { rows } = await db.query<OrdersOf & { id: number }>(
    `select wanted.id, coalesce(o.named, '{}') as named, o.count, o.open
       from unnest($1::bigint[]) as wanted (id)
      cross join lateral (
        select (array_agg(of_order.order_id order by of_order.is_open desc, of_order.since, of_order.order_id))[:$2] as named,
               count(*) as count, count(*) filter (where of_order.is_open) as open
          -- An order may have come back in another stay.
          from (select f.order_id, bool_or(f.resolved_at is null) as is_open, min(f.since) as since
                  from alerts.finding f
                 where f.incident_id = wanted.id and f.order_id is not null group by f.order_id) of_order) o`,
    [incidents, atMost],
  );
  const byId = new Map(rows.map(({ id, ...orders }) => [id, orders]));
  return id => byId.get(id) ?? NONE;
}

/** One thing that an incident is or was about. */
export type ListedFinding = {
  subject: Subject;
  stay: string;
  origin: string;
  orderId: OrderKey | null;
  severity: Severity;
  status: string | null;
  since: Instant | null;
  limitAt: Instant | null;
  owner: string | null;
  detail: LocalizedText | null;
  /** Why what we know of it may be late or wrong; null: nothing speaks against it. */
  suspect: LocalizedText | null;
  usual: Usual | null;
  firstSeenAt: Instant;
  resolvedAt: Instant | null;
  resolution: Resolution | null;
};

export type FindingPosition = { since: Instant | null; subject: Subject; stay: string };

const FINDING_COLUMNS = `f.subject, f.stay, f.origin, f.order_id, f.severity, f.status, f.since, f.limit_at, f.owner, f.detail,
  f.suspect, f.usual,  f.first_seen_at, f.resolved_at, f.resolution`;

/** The orders of an incident with what was found of each, longest first. */
export async function readIncidentOrders(
  db: Db,
  incident: number,
  { after, limit }: { after: FindingPosition | null; limit: number },
): Promise<{ findings: ListedFinding[]; next: FindingPosition | null }> {
  const since = after && (after.since === null ? 'infinity' : toIso(after.since));
  const { rows } = await db.query<FindingRow>(
    `select ${FINDING_COLUMNS} from alerts.finding f
      where f.incident_id = $1 and f.order_id is not null
        and ($2::timestamptz is null or (coalesce(f.since, 'infinity'), f.subject, f.stay) > ($2, $3, $4))
      order by coalesce(f.since, 'infinity'), f.subject, f.stay limit $5`,
    [incident, since, after?.subject ?? null, after?.stay ?? null, limit + 1],
  );
  const findings = rows.slice(0, limit).map(fromFindingRow);
  return { findings, next: rows.length > limit ? findings.at(-1)! : null };
}

const OTHERS = 1_000;

/** What an incident is about that is no order: queues, sources, partners. */
export async function readOtherFindings(db: Db, incident: number): Promise<ListedFinding[]> {
  const { rows } = await db.query<FindingRow>(
    `select ${FINDING_COLUMNS} from alerts.finding f
      where f.incident_id = $1 and f.order_id is null
      order by f.resolved_at is not null, f.since, f.subject limit $2`,
    [incident, OTHERS],
  );
  return rows.map(fromFindingRow);
}

type FindingRow = Omit<ListedFinding, 'orderId' | 'limitAt' | 'firstSeenAt' | 'resolvedAt'> & {
  order_id: OrderKey | null;
  limit_at: Instant | null;
  first_seen_at: Instant;
  resolved_at: Instant | null;
};

function fromFindingRow({ order_id, limit_at, first_seen_at, resolved_at, ...row }: FindingRow): ListedFinding {
  return { ...row, orderId: order_id, limitAt: limit_at, firstSeenAt: first_seen_at, resolvedAt: resolved_at };
}
