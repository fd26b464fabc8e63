import type { Db } from '../platform/postgres.ts';
import type { Incident } from './incident.ts';
import { fromIncidentRow, INCIDENT_COLUMNS, type IncidentRow } from './incident-rows.ts';

/** What is not resolved, in the order of the ids. */
export async function readUnresolved(db: Db): Promise<Incident[]> {
  const { rows } = await db.query<IncidentRow>(
    `select ${INCIDENT_COLUMNS} from alerts.incident i where i.state <> 'resolved' order by i.id`,
  );
  return rows.map(fromIncidentRow);
}

/** Those that have this cause and are not resolved. */
export async function readOfCause(db: Db, cause: string): Promise<Incident[]> {
  const { rows } = await db.query<IncidentRow>(
    `select ${INCIDENT_COLUMNS} from alerts.incident i
      where i.cause_key = $1 and i.state <> 'resolved' order by i.id`,
    [cause],
  );
  return rows.map(fromIncidentRow);
}

/** Of these, the incidents of which somebody was told since they came up last. */
export async function readToldOf(db: Db, incidents: readonly number[]): Promise<ReadonlySet<number>> {
  const { rows } = await db.query<{ id: number }>(
    `select wanted.id from unnest($1::bigint[]) as wanted (id)
      where exists (
        select from alerts.incident_event e
         where e.incident_id = wanted.id and e.kind = 'told'
           and e.id > coalesce((select max(b.id) from alerts.incident_event b
                                 where b.incident_id = wanted.id and b.kind = 'reopened'), 0))`,
    [incidents],
  );
  return new Set(rows.map(({ id }) => id));
}
