import type { Instant } from '../platform/clock.ts';
import type { Db } from '../platform/postgres.ts';
import type { LocalizedText } from '../tracker/lifecycle.ts';
import type { CustomerTelling, Incident, IncidentState, IncidentVerdict } from './incident.ts';
import type { Severity } from './severity.ts';

/** Of `alerts.incident i`. */
export const INCIDENT_COLUMNS = `i.id, i.rule, i.rule_hash, i.about, i.severity, i.state, i.shadow, i.title, i."limit",
  i.cause, i.cause_key, i.cause_ended_at, i.suspect, i.storm, i.customers, i.customers_by, i.customers_at,
  i.verdict, i.verdict_by, i.verdict_at, i.merged_into, i.opened_at, i.last_joined_at, i.last_seen_at, i.seen, i.reopened, i.flapping, i.acknowledged_by,
  i.acknowledged_at, i.until, i.resolved_at, i.resolved_by, i.resolution, i.step, i.round, i.next_step_at, i.version, i.traceparent`;

export type IncidentRow = {
  id: number;
  rule: string;
  rule_hash: string;
  about: string;
  severity: Severity;
  state: IncidentState;
  shadow: boolean;
  title: LocalizedText;
  limit: string | null;
  cause: LocalizedText | null;
  cause_key: string | null;
  cause_ended_at: Instant | null;
  suspect: boolean;
  storm: boolean;
  customers: CustomerTelling;
  customers_by: string | null;
  customers_at: Instant | null;
  verdict: IncidentVerdict | null;
  verdict_by: string | null;
  verdict_at: Instant | null;
  merged_into: number | null;
  opened_at: Instant;
  last_joined_at: Instant;
  last_seen_at: Instant;
  seen: number;
  reopened: number;
  flapping: boolean;
  acknowledged_by: string | null;
  acknowledged_at: Instant | null;
  until: Instant | null;
  resolved_at: Instant | null;
  resolved_by: string | null;
  resolution: string | null;
  step: number;
  round: number;
  next_step_at: Instant | null;
  version: number;
  traceparent: string | null;
};

export function fromIncidentRow(row: IncidentRow): Incident {
  return {
    id: row.id,
    rule: row.rule,
    ruleHash: row.rule_hash,
    about: row.about,
    severity: row.severity,
    state: row.state,
    shadow: row.shadow,
    title: row.title,
    limit: row.limit,
    cause: row.cause,
    causeKey: row.cause_key,
    causeEndedAt: row.cause_ended_at,
    suspect: row.suspect,
    storm: row.storm,
    customers: row.customers,
    customersBy: row.customers_by,
    customersAt: row.customers_at,
    verdict: row.verdict,
    verdictBy: row.verdict_by,
    verdictAt: row.verdict_at,
    mergedInto: row.merged_into,
    openedAt: row.opened_at,
    lastJoinedAt: row.last_joined_at,
    lastSeenAt: row.last_seen_at,
    seen: row.seen,
    reopened: row.reopened,
    flapping: row.flapping,
    acknowledgedBy: row.acknowledged_by,
    acknowledgedAt: row.acknowledged_at,
    until: row.until,
    resolvedAt: row.resolved_at,
    resolvedBy: row.resolved_by,
    resolution: row.resolution,
    step: row.step,
    round: row.round,
    nextStepAt: row.next_step_at,
    version: row.version,
    traceparent: row.traceparent,
  };
}

export async function findIncident(db: Db, id: number): Promise<Incident | null> {
  const { rows } = await db.query<IncidentRow>(`select ${INCIDENT_COLUMNS} from alerts.incident i where i.id = $1`, [
    id,
  ]);
  return rows[0] ? fromIncidentRow(rows[0]) : null;
}

/** By their ids; those that there are. */
export async function readIncidents(db: Db, ids: readonly number[]): Promise<Map<number, Incident>> {
  const { rows } = await db.query<IncidentRow>(
    `select ${INCIDENT_COLUMNS} from alerts.incident i where i.id = any ($1)`,
    [ids],
  );
  return new Map(rows.map(row => [row.id, fromIncidentRow(row)]));
}

/**
 * Whoever was told of one that turned out to be the matter of another speaks of that: its id, or the same where it is a
 * matter of its own.
 */
export async function findMatter(db: Db, id: number): Promise<number> {
  const { rows } = await db.query<{ id: number }>(
    `with recursive matter as (
       select i.id, i.merged_into from alerts.incident i where i.id = $1
       union
       select i.id, i.merged_into from matter join alerts.incident i on i.id = matter.merged_into)
     select matter.id from matter where matter.merged_into is null`,
    [id],
  );
  return rows[0]?.id ?? id;
}

/** As it is once it is locked. Its findings are written only by whoever holds it. */
export async function lockIncident(tx: Db, id: number): Promise<Incident | null> {
  return (await lockIncidents(tx, [id])).get(id) ?? null;
}

/** In the order of their ids, as everybody does who holds more than one. */
export async function lockIncidents(tx: Db, ids: readonly number[]): Promise<Map<number, Incident>> {
  const { rows } = await tx.query<IncidentRow>(
    `select ${INCIDENT_COLUMNS} from alerts.incident i where i.id = any ($1) order by i.id for no key update`,
    [ids],
  );
  return new Map(rows.map(row => [row.id, fromIncidentRow(row)]));
}
