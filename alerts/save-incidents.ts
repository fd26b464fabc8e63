import { type Instant, toIso } from '../platform/clock.ts';
import type { Db } from '../platform/postgres.ts';
import type { Incident } from './incident.ts';
import type { NewIncident } from './incident-life.ts';

/** The ids of new incidents, in their order. */
export async function insertIncidents(tx: Db, incidents: readonly NewIncident[]): Promise<number[]> {
  if (incidents.length === 0) return [];
  const ids = await takeIds(tx, incidents.length);
  await tx.query(
    `insert into alerts.incident (id, rule, rule_hash, about, severity, state, shadow, title, "limit", cause, cause_key,
            storm, customers, opened_at, last_joined_at, last_seen_at, seen, next_step_at, traceparent)
     overriding system value
     select id, rule, rule_hash, about, severity, 'open', shadow, title, "limit", cause, cause_key, storm, customers,
            to_timestamp(opened_at / 1000), to_timestamp(opened_at / 1000), to_timestamp(opened_at / 1000), seen,
            to_timestamp(next_step_at / 1000), traceparent
       from jsonb_to_recordset($1) as r (
         id bigint, rule text, rule_hash text, about text, severity text, shadow boolean, title jsonb, "limit" text,
         cause jsonb, cause_key text, storm boolean, customers text, opened_at float8, seen integer, next_step_at float8,
         traceparent text)`,
    [
      JSON.stringify(
        incidents.map((incident, nth) => ({
          id: ids[nth],
          rule: incident.rule,
          rule_hash: incident.ruleHash,
          about: incident.about,
          severity: incident.severity,
          shadow: incident.shadow,
          title: incident.title,
          limit: incident.limit,
          cause: incident.cause,
          cause_key: incident.causeKey,
          storm: incident.storm,
          customers: incident.customers,
          opened_at: incident.openedAt,
          seen: incident.seen,
          next_step_at: incident.nextStepAt,
          traceparent: incident.traceparent,
        })),
      ),
    ],
  );
  return ids;
}

/** Before they are written, since nothing about two incidents of one look has to differ by which rows come back. */
async function takeIds(tx: Db, count: number): Promise<number[]> {
  const { rows } = await tx.query<{ id: number }>(
    `select nextval(pg_get_serial_sequence('alerts.incident', 'id')) as id from generate_series(1, $1)`,
    [count],
  );
  return rows.map(({ id }) => id);
}

/** Writes what may change of them. Whoever calls holds them. */
export async function saveIncidents(tx: Db, incidents: readonly Incident[]): Promise<void> {
  if (incidents.length === 0) return;
  await tx.query(
    `update alerts.incident i set
            severity = r.severity, state = r.state, cause = r.cause, cause_key = r.cause_key,
            cause_ended_at = to_timestamp(r.cause_ended_at / 1000), suspect = r.suspect, storm = r.storm,
            customers = r.customers, customers_by = r.customers_by,
            customers_at = to_timestamp(r.customers_at / 1000), merged_into = r.merged_into, last_joined_at = to_timestamp(r.last_joined_at / 1000),
            last_seen_at = to_timestamp(r.last_seen_at / 1000), seen = r.seen, reopened = r.reopened,
            flapping = r.flapping, acknowledged_by = r.acknowledged_by,
            acknowledged_at = to_timestamp(r.acknowledged_at / 1000), until = to_timestamp(r.until / 1000),
            resolved_at = to_timestamp(r.resolved_at / 1000), resolved_by = r.resolved_by, resolution = r.resolution,
            step = r.step, round = r.round, next_step_at = to_timestamp(r.next_step_at / 1000), version = r.version,
            traceparent = r.traceparent
       from jsonb_to_recordset($1) as r (
         id bigint, severity text, state text, cause jsonb, cause_key text, cause_ended_at float8, suspect boolean,
         storm boolean, customers text, customers_by text, customers_at float8, merged_into bigint, last_joined_at float8, last_seen_at float8, seen integer,
         reopened integer, flapping boolean, acknowledged_by text, acknowledged_at float8, until float8,
         resolved_at float8, resolved_by text, resolution text, step integer, round integer, next_step_at float8,
         version integer, traceparent text)
      where i.id = r.id`,
    [
      JSON.stringify(
        incidents.map(incident => ({
          id: incident.id,
          severity: incident.severity,
          state: incident.state,
          cause: incident.cause,
          cause_key: incident.causeKey,
          cause_ended_at: incident.causeEndedAt,
          suspect: incident.suspect,
          storm: incident.storm,
          customers: incident.customers,
          customers_by: incident.customersBy,
          customers_at: incident.customersAt,
          merged_into: incident.mergedInto,
          last_joined_at: incident.lastJoinedAt,
          last_seen_at: incident.lastSeenAt,
          seen: incident.seen,
          reopened: incident.reopened,
          flapping: incident.flapping,
          acknowledged_by: incident.acknowledgedBy,
          acknowledged_at: incident.acknowledgedAt,
          until: incident.until,
          resolved_at: incident.resolvedAt,
          resolved_by: incident.resolvedBy,
          resolution: incident.resolution,
          step: incident.step,
          round: incident.round,
          next_step_at: incident.nextStepAt,
          version: incident.version,
          traceparent: incident.traceparent,
        })),
      ),
    ],
  );
}

/** The same was found again, and nothing else: of these incidents only that is written. */
export async function touchIncidents(tx: Db, ids: readonly number[], now: Instant): Promise<void> {
  if (ids.length === 0) return;
  // Locked in the order of their ids, as everywhere: an update alone takes them as they lie.
  await tx.query(
    `with held as (
       select i.id from alerts.incident i where i.id = any ($1) and i.state <> 'resolved'
        order by i.id for no key update)
     update alerts.incident i set seen = i.seen + 1, last_seen_at = $2 from held where i.id = held.id`,
    [ids, toIso(now)],
  );
}

/** Who was told of these since they came up last will be told that they are over. */
export async function sayFarewell(tx: Db, ids: readonly number[]): Promise<void> {
  if (ids.length === 0) return;
  await tx.query(
    `update alerts.incident i set farewell = true
      where i.id = any ($1) and not i.shadow and exists (
        select from alerts.incident_event e
         where e.incident_id = i.id and e.kind = 'told'
           and e.id > coalesce((select max(b.id) from alerts.incident_event b
                                 where b.incident_id = i.id and b.kind = 'reopened'), 0))`,
    [ids],
  );
}
