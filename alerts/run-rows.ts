import { type Instant, toIso } from '../platform/clock.ts';
import type { Db } from '../platform/postgres.ts';

/** What a run has found; `blind`: why it could not look, in which case nothing was concluded. */
export type RunCounts = { lookedAt: number; found: number; opened: number; resolved: number; blind: string | null };

/** Who is at work on which tick, since when. */
export type RunClaim = { job: string; dueAt: Instant; runner: string; startedAt: Instant };

export type LastRun = RunClaim & {
  missed: number;
  endedAt: Instant | null;
};

/** The newest run of each of these jobs, and when the last one that could look began. */
export async function readLastRuns(
  db: Db,
  jobs: readonly string[],
): Promise<Map<string, { last: LastRun; succeededAt: Instant | null }>> {
  const { rows } = await db.query<LastRun & { succeededAt: Instant | null }>(
    `select last.job, last.due_at as "dueAt", last.runner, last.started_at as "startedAt", last.missed,
            last.ended_at as "endedAt",
            (select r.started_at from alerts.run r
              where r.job = wanted.job and r.ended_at is not null and r.error is null and r.blind is null
              order by r.due_at desc limit 1) as "succeededAt"
       from unnest($1::text[]) as wanted (job)
      cross join lateral (select r.* from alerts.run r where r.job = wanted.job order by r.due_at desc limit 1) last`,
    [jobs],
  );
  return new Map(rows.map(({ succeededAt, ...last }) => [last.job, { last, succeededAt }]));
}

/** When the first run began that is still known; null: there was none. */
export async function readFirstRun(db: Db): Promise<Instant | null> {
  const { rows } = await db.query<{ at: Instant | null }>('select min(r.started_at) as at from alerts.run r');
  return rows[0]!.at;
}

/** When any job last began; null: none ever did. */
export async function readLastStart(db: Db): Promise<Instant | null> {
  const { rows } = await db.query<{ at: Instant | null }>('select max(r.started_at) as at from alerts.run r');
  return rows[0]!.at;
}

/** Whoever gets the row runs the tick; false: somebody else has it. */
export async function claimRun(db: Db, { job, dueAt, runner, startedAt }: RunClaim, missed: number): Promise<boolean> {
  const { rowCount } = await db.query(
    `insert into alerts.run (job, due_at, missed, runner, started_at) values ($1, $2, $3, $4, $5)
     on conflict (job, due_at) do nothing`,
    [job, toIso(dueAt), missed, runner, toIso(startedAt)],
  );
  return rowCount === 1;
}

/** The process that had it has gone: its run becomes ours, unless another one was faster. */
export async function takeOverRun(db: Db, from: RunClaim, to: RunClaim): Promise<boolean> {
  const { rowCount } = await db.query(
    `update alerts.run r set runner = $5, started_at = $6
      where r.job = $1 and r.due_at = $2 and r.runner = $3 and r.started_at = $4 and r.ended_at is null`,
    [from.job, toIso(from.dueAt), from.runner, toIso(from.startedAt), to.runner, toIso(to.startedAt)],
  );
  return rowCount === 1;
}

/** What came of it, unless it has been taken over. */
export async function endRun(
  db: Db,
  { job, dueAt, runner, startedAt }: RunClaim,
  result: { counts: RunCounts } | { error: string },
  now: Instant,
): Promise<void> {
  const { counts, error } = { counts: null, error: null, ...result };
  await db.query(
    `update alerts.run r set ended_at = $5, looked_at = $6, found = $7, opened = $8, resolved = $9, blind = $10, error = $11
      where r.job = $1 and r.due_at = $2 and r.runner = $3 and r.started_at = $4 and r.ended_at is null`,
    [
      job,
      toIso(dueAt),
      runner,
      toIso(startedAt),
      toIso(now),
      counts?.lookedAt,
      counts?.found,
      counts?.opened,
      counts?.resolved,
      counts?.blind,
      error,
    ],
  );
}
