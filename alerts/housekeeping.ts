import { type Instant, toIso } from '../platform/clock.ts';
import type { Db, Pool } from '../platform/postgres.ts';

/** Rows in one statement: few enough that nobody waits for their locks. */
const PAGE = 5_000;
const DAY_MS = 24 * 3_600_000;
const RUNS_KEPT_MS = 7 * DAY_MS;
const PUBLICATIONS_KEPT_MS = 7 * DAY_MS;
/** Where there is no broker nobody ever publishes them, and what is so old is news to nobody. */
const UNPUBLISHED_KEPT_MS = 30 * DAY_MS;
/** Of the usual hours of a week four weeks are looked at; the rest shows how it was before. */
const RHYTHM_KEPT_MS = 10 * 7 * DAY_MS;
const DUPLICATES_KEPT_MS = 2 * DAY_MS;

/** Clears away what is only of use for a while. Incidents and findings stay. Returns how many rows it deleted. */
export function createHousekeeping({ pool }: { pool: Pool }) {
  return {
    runOnce: async (now: Instant): Promise<number> => {
      let deleted = 0;
      for (const [statement, keptMs] of STATEMENTS) deleted += await page(pool, statement, now - keptMs);
      return deleted;
    },
  };
}

async function page(db: Db, statement: string, before: Instant): Promise<number> {
  for (let total = 0; ; ) {
    const { rowCount } = await db.query(statement, [toIso(before), PAGE]);
    total += rowCount ?? 0;
    if ((rowCount ?? 0) < PAGE) return total;
  }
}

const STATEMENTS: readonly (readonly [statement: string, keptMs: number])[] = [
  // The newest run of a job says what comes next, and its last success since when it has to look.
  [
    `delete from alerts.run r using (
       select old.job, old.due_at from alerts.run old
        where old.started_at < $1
          and old.due_at < (select max(n.due_at) from alerts.run n where n.job = old.job)
          and old.due_at is distinct from (
            select max(s.due_at) from alerts.run s
             where s.job = old.job and s.ended_at is not null and s.error is null and s.blind is null)
        order by old.started_at limit $2) gone
      where r.job = gone.job and r.due_at = gone.due_at`,
    RUNS_KEPT_MS,
  ],
  [
    `delete from alerts.publication p where p.id in (
       select old.id from alerts.publication old where old.published_at < $1 order by old.id limit $2)`,
    PUBLICATIONS_KEPT_MS,
  ],
  [
    `delete from alerts.publication p where p.id in (
       select old.id from alerts.publication old where old.published_at is null and old.at < $1 order by old.id limit $2)`,
    UNPUBLISHED_KEPT_MS,
  ],
  [
    `delete from alerts.rhythm r using (
       select old.kind, old.name, old.hour from alerts.rhythm old where old.hour < $1 limit $2) gone
      where r.kind = gone.kind and r.name = gone.name and r.hour = gone.hour`,
    RHYTHM_KEPT_MS,
  ],
  [
    `delete from alerts.duplicates d where d.id in (
       select old.id from alerts.duplicates old where old.at < $1 order by old.at limit $2)`,
    DUPLICATES_KEPT_MS,
  ],
];
