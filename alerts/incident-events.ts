import type { Instant } from '../platform/clock.ts';
import type { Db } from '../platform/postgres.ts';
import { noteChange } from '../tracker/changes/note-change.ts';
import type { IncidentEvent, IncidentEventKind } from './incident.ts';

/** Each as one thing that happened: what is noted twice stands there twice. */
export async function noteEvents(tx: Db, events: readonly IncidentEvent[]): Promise<void> {
  if (events.length === 0) return;
  await tx.query(
    `insert into alerts.incident_event (incident_id, at, kind, by, detail)
     select incident_id, to_timestamp(at / 1000), kind, by, detail
       from jsonb_to_recordset($1) as r (incident_id bigint, at float8, kind text, by text, detail jsonb)`,
    [
      JSON.stringify(
        events.map(({ incidentId, at, kind, by, detail }) => ({ incident_id: incidentId, at, kind, by, detail })),
      ),
    ],
  );
  const ids = [...new Set(events.map(({ incidentId }) => String(incidentId)))];
  await noteChange(tx, { at: events[0]!.at, topic: 'incident', subjects: ids });
}

/** Of these incidents, each one's in the order in which they happened. */
export async function readEvents(db: Db, ids: readonly number[]): Promise<IncidentEvent[]> {
  const { rows } = await db.query<IncidentEvent>(
    `select e.incident_id as "incidentId", e.at, e.kind, e.by, e.detail
       from alerts.incident_event e where e.incident_id = any ($1) order by e.incident_id, e.id`,
    [ids],
  );
  return rows;
}

/** When this happened to the incident, the last times first. */
export async function readTimes(db: Db, id: number, kind: IncidentEventKind, limit: number): Promise<Instant[]> {
  const { rows } = await db.query<{ at: Instant }>(
    `select e.at from alerts.incident_event e where e.incident_id = $1 and e.kind = $2 order by e.id desc limit $3`,
    [id, kind, limit],
  );
  return rows.map(({ at }) => at);
}
