import type { Instant } from '../platform/clock.ts';
import type { Db } from '../platform/postgres.ts';
import type { IncidentEvent, IncidentEventKind } from './incident.ts';

/** What became of these incidents, each in order. */
export async function readHistories(db: Db, incidents: readonly number[]): Promise<IncidentEvent[]> {
  const { rows } = await db.query<{
    incident_id: number;
    at: Instant;
    kind: IncidentEventKind;
    by: string | null;
    detail: IncidentEvent['detail'];
  }>(
    `select e.incident_id, e.at, e.kind, e.by, e.detail from alerts.incident_event e
      where e.incident_id = any ($1::bigint[]) order by e.incident_id, e.id`,
    [incidents],
  );
  return rows.map(({ incident_id, ...event }) => ({ incidentId: incident_id, ...event }));
}
