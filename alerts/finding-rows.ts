import { type Instant, toIso } from '../platform/clock.ts';
import type { Db } from '../platform/postgres.ts';
import type { OrderKey } from '../tracker/event.ts';
import type { LocalizedText } from '../tracker/lifecycle.ts';
import type { Usual } from '../tracker/usual.ts';
import type { Found, OpenFinding, Origin, Resolution, Subject, Thought } from './finding.ts';
import type { Severity } from './severity.ts';

/** Of `alerts.finding f`. */
const FINDING_COLUMNS = `f.rule, f.subject, f.stay, f.origin, f.order_id, f.incident_id, f.severity, f.status, f.since,
  f.limit_at, f.owner, f.detail, f.first_seen_at, f.cause_key, f.suspect, f.usual`;

type FindingRow = {
  rule: string;
  subject: string;
  stay: string;
  origin: Origin;
  order_id: OrderKey | null;
  incident_id: number;
  severity: Severity;
  status: string | null;
  since: Instant | null;
  limit_at: Instant | null;
  owner: string | null;
  detail: LocalizedText | null;
  first_seen_at: Instant;
  cause_key: string | null;
  suspect: LocalizedText | null;
  usual: Usual | null;
};

function fromRow(row: FindingRow): OpenFinding {
  return {
    rule: row.rule,
    subject: row.subject,
    stay: row.stay,
    origin: row.origin,
    orderId: row.order_id,
    incidentId: row.incident_id,
    severity: row.severity,
    status: row.status,
    since: row.since,
    limitAt: row.limit_at,
    owner: row.owner,
    detail: row.detail,
    firstSeenAt: row.first_seen_at,
    causeKey: row.cause_key,
    suspect: row.suspect,
    usual: row.usual,
  };
}

/** What a rule has found and is so still, whoever told it. */
export async function readOpenFindings(db: Db, rule: string): Promise<OpenFinding[]> {
  const { rows } = await db.query<FindingRow>(
    `select ${FINDING_COLUMNS} from alerts.finding f where f.rule = $1 and f.resolved_at is null`,
    [rule],
  );
  return rows.map(fromRow);
}

/** What is open of these orders. Without any it costs one look into an index of what is open. */
export async function readOpenFindingsOf(db: Db, orders: readonly OrderKey[]): Promise<OpenFinding[]> {
  const { rows } = await db.query<FindingRow>(
    `select ${FINDING_COLUMNS} from alerts.finding f where f.resolved_at is null and f.order_id = any ($1)`,
    [orders],
  );
  return rows.map(fromRow);
}

/** Everything that is open in these incidents, by incident. */
export async function readAllOpenFindings(db: Db, incidents: readonly number[]): Promise<Map<number, OpenFinding[]>> {
  const { rows } = await db.query<FindingRow>(
    `select ${FINDING_COLUMNS} from alerts.finding f where f.incident_id = any ($1) and f.resolved_at is null`,
    [incidents],
  );
  return Map.groupBy(rows.map(fromRow), ({ incidentId }) => incidentId);
}

/** In the order in which they say what an incident is: what was found first, and of a stay before what is of the order. */
export async function readOpenFindingsIn(db: Db, incident: number): Promise<OpenFinding[]> {
  const { rows } = await db.query<FindingRow>(
    `select ${FINDING_COLUMNS} from alerts.finding f where f.incident_id = $1 and f.resolved_at is null
      order by f.first_seen_at, f.stay = '', f.rule, f.subject`,
    [incident],
  );
  return rows.map(fromRow);
}

/** A finding that is over. */
export type Earlier = {
  subject: Subject;
  stay: string;
  origin: Origin;
  incidentId: number;
  severity: Severity;
  limitAt: Instant | null;
  resolution: Resolution;
  resolvedAt: Instant;
};

/** What the rule has found of these subjects before. */
export async function readEarlier(db: Db, rule: string, subjects: readonly Subject[]): Promise<Earlier[]> {
  const { rows } = await db.query<Earlier>(
    `select f.subject, f.stay, f.origin, f.incident_id as "incidentId", f.severity, f.limit_at as "limitAt",
            f.resolution, f.resolved_at as "resolvedAt"
       from unnest($2::text[]) as wanted (subject)
       join alerts.finding f on f.rule = $1 and f.subject = wanted.subject
      where f.resolved_at is not null`,
    [rule, subjects],
  );
  return rows;
}

/** Opens findings; one that was there before is open again, and belongs where it is put now. */
export async function openFindings(
  tx: Db,
  rule: string,
  origin: Origin,
  found: readonly (Found & Thought & { incidentId: number })[],
  now: Instant,
): Promise<void> {
  if (found.length === 0) return;
  await tx.query(
    `insert into alerts.finding (rule, subject, stay, origin, order_id, incident_id, severity, status, since, limit_at,
            owner, detail, cause_key, suspect, usual, first_seen_at)
     select $1, subject, stay, $2, order_id, incident_id, severity, status, to_timestamp(since / 1000),
            to_timestamp(limit_at / 1000), owner, detail, cause_key, suspect, usual, $4
       from jsonb_to_recordset($3) as r (
         subject text, stay text, order_id text, incident_id bigint, severity text, status text, since float8,
         limit_at float8, owner text, detail jsonb, cause_key text, suspect jsonb, usual jsonb)
     on conflict (rule, subject, stay, origin) do update set
            incident_id = excluded.incident_id, severity = excluded.severity, status = excluded.status,
            since = excluded.since, limit_at = excluded.limit_at, owner = excluded.owner, detail = excluded.detail,
            cause_key = excluded.cause_key, suspect = excluded.suspect, usual = excluded.usual,
            first_seen_at = excluded.first_seen_at, resolved_at = null, resolution = null`,
    [rule, origin, JSON.stringify(found.map(opening)), toIso(now)],
  );
}

/** What is known of a finding by now. It stays the finding of the stay under which it was opened. */
export async function renewFindings(
  tx: Db,
  { rule, origin }: { rule: string; origin: Origin },
  found: readonly Found[],
): Promise<void> {
  if (found.length === 0) return;
  await tx.query(
    `update alerts.finding f set severity = r.severity, since = to_timestamp(r.since / 1000),
            limit_at = to_timestamp(r.limit_at / 1000), owner = r.owner, detail = r.detail
       from jsonb_to_recordset($3) as r (
         subject text, severity text, since float8, limit_at float8, owner text, detail jsonb)
      where f.rule = $1 and f.subject = r.subject and f.origin = $2 and f.resolved_at is null`,
    [rule, origin, JSON.stringify(found.map(written))],
  );
}

function opening(found: Found & Thought & { incidentId: number }) {
  const { incidentId, causeKey, suspect, usual } = found;
  return { ...written(found), incident_id: incidentId, cause_key: causeKey, suspect, usual };
}

function written(found: Found) {
  return {
    subject: found.subject,
    stay: found.stay,
    order_id: found.orderId,
    severity: found.severity,
    status: found.status,
    since: found.since,
    limit_at: found.limitAt,
    owner: found.owner,
    detail: found.detail,
  };
}

/** What is thought of them by now. Whoever calls holds their incidents. */
export async function renewThoughts(tx: Db, findings: readonly OpenFinding[]): Promise<void> {
  if (findings.length === 0) return;
  await tx.query(
    `update alerts.finding f set cause_key = r.cause_key, suspect = r.suspect, usual = r.usual
       from jsonb_to_recordset($1) as r (
         rule text, subject text, stay text, origin text, cause_key text, suspect jsonb, usual jsonb)
      where f.rule = r.rule and f.subject = r.subject and f.stay = r.stay and f.origin = r.origin
        and f.resolved_at is null`,
    [JSON.stringify(findings.map(finding => ({ ...keyOf(finding), ...thoughtIn(finding) })))],
  );
}

/** Whoever calls holds both incidents. */
export async function moveFindings(tx: Db, findings: readonly OpenFinding[], to: number): Promise<void> {
  await tx.query(
    `update alerts.finding f set incident_id = $2
       from jsonb_to_recordset($1) as r (rule text, subject text, stay text, origin text)
      where f.rule = r.rule and f.subject = r.subject and f.stay = r.stay and f.origin = r.origin
        and f.resolved_at is null`,
    [JSON.stringify(findings.map(keyOf)), to],
  );
}

function keyOf({ rule, subject, stay, origin }: OpenFinding) {
  return { rule, subject, stay, origin };
}

function thoughtIn({ causeKey, suspect, usual }: OpenFinding) {
  return { cause_key: causeKey, suspect, usual };
}

/** Closes those that are still open and returns them. Whoever calls holds their incidents. */
export async function closeFindings(
  tx: Db,
  findings: readonly Pick<OpenFinding, 'rule' | 'subject' | 'stay' | 'origin'>[],
  resolution: Resolution,
  now: Instant,
): Promise<OpenFinding[]> {
  if (findings.length === 0) return [];
  const { rows } = await tx.query<FindingRow>(
    `update alerts.finding f set resolved_at = $5, resolution = $6
       from unnest($1::text[], $2::text[], $3::text[], $4::text[]) as gone (rule, subject, stay, origin)
      where f.rule = gone.rule and f.subject = gone.subject and f.stay = gone.stay and f.origin = gone.origin
        and f.resolved_at is null
     returning ${FINDING_COLUMNS}`,
    [
      findings.map(({ rule }) => rule),
      findings.map(({ subject }) => subject),
      findings.map(({ stay }) => stay),
      findings.map(({ origin }) => origin),
      toIso(now),
      resolution,
    ],
  );
  return rows.map(fromRow);
}

export type Tally = {
  count: number;
  orders: number;
  severities: Severity[];
  /** Why what we know may be late or wrong, as the oldest finding of which that is so says; null: of none. */
  suspect: LocalizedText | null;
};

/** How many findings of these incidents are open, and how bad the worst is; those without any are absent. */
export async function tallyOpen(db: Db, incidents: readonly number[]): Promise<Map<number, Tally>> {
  const { rows } = await db.query<Tally & { incident_id: number }>(
    `select f.incident_id, count(*) as count, count(distinct f.order_id) as orders,
            array_agg(distinct f.severity) as severities,
            (array_agg(f.suspect order by f.first_seen_at, f.subject) filter (where f.suspect is not null))[1] as suspect
       from alerts.finding f where f.incident_id = any ($1) and f.resolved_at is null group by f.incident_id`,
    [incidents],
  );
  return new Map(rows.map(({ incident_id, ...tally }) => [incident_id, tally]));
}
