import { type Instant, toIso } from '../platform/clock.ts';
import type { Db } from '../platform/postgres.ts';
import type { Incident } from './incident.ts';

/** An incident that is over. */
export type Ended = Pick<
  Incident,
  | 'id'
  | 'title'
  | 'about'
  | 'severity'
  | 'openedAt'
  | 'limit'
  | 'cause'
  | 'customers'
  | 'verdict'
  | 'resolvedBy'
  | 'traceparent'
> & {
  resolvedAt: Instant;
  /** When it opened, the last time. */
  since: Instant;
};

/** Those that are over, and of which those who know have not been told so. */
export async function findFarewells(db: Db, limit: number): Promise<number[]> {
  const { rows } = await db.query<{ id: number }>(
    `select i.id from alerts.incident i where i.farewell and i.state = 'resolved' order by i.id limit $1`,
    [limit],
  );
  return rows.map(({ id }) => id);
}

/** Held until the end of the transaction; null where another process has it, or it has come back. */
export async function lockEnded(tx: Db, id: number): Promise<Ended | null> {
  const { rows } = await tx.query<Ended>(
    `select i.id, i.title, i.about, i.severity, i.opened_at as "openedAt", i."limit", i.cause, i.customers,
            i.verdict, i.resolved_by as "resolvedBy", i.resolved_at as "resolvedAt", i.traceparent,
            coalesce((select max(e.at) from alerts.incident_event e
                       where e.incident_id = i.id and e.kind in ('opened', 'reopened')), i.opened_at) as since
       from alerts.incident i where i.id = $1 and i.farewell and i.state = 'resolved'
        for no key update of i skip locked`,
    [id],
  );
  return rows[0] ?? null;
}

/** The incidents that turned out to be this one, directly or through others, since then. */
export async function readMergedInto(tx: Db, id: number, since: Instant): Promise<{ id: number; openedAt: Instant }[]> {
  const { rows } = await tx.query<{ id: number; openedAt: Instant }>(
    `with recursive same as (
       select i.id, i.opened_at from alerts.incident i where i.merged_into = $1 and i.resolved_at >= $2
       union
       select i.id, i.opened_at from same join alerts.incident i on i.merged_into = same.id)
     select same.id, same.opened_at as "openedAt" from same order by same.id`,
    [id, toIso(since)],
  );
  return rows;
}

export async function endFarewell(tx: Db, id: number): Promise<void> {
  await tx.query('update alerts.incident set farewell = false where id = $1', [id]);
}
