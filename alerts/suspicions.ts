import type { Db } from '../platform/postgres.ts';
import type { LocalizedText } from '../tracker/lifecycle.ts';

/**
 * Why what we know of these incidents may be late or wrong, as is said of what has been found the longest of what is open
 * in each; those of which nothing is said are absent.
 */
export async function readSuspicions(db: Db, incidents: readonly number[]): Promise<Map<number, LocalizedText>> {
  const { rows } = await db.query<{ id: number; suspect: LocalizedText }>(
    `select wanted.id, oldest.suspect
       from unnest($1::bigint[]) as wanted (id)
      cross join lateral (
        select f.suspect from alerts.finding f
         where f.incident_id = wanted.id and f.resolved_at is null and f.suspect is not null
         order by f.first_seen_at, f.since, f.subject limit 1) as oldest`,
    [incidents],
  );
  return new Map(rows.map(({ id, suspect }) => [id, suspect]));
}
