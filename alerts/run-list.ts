import { type Instant, toIso } from '../platform/clock.ts';
import type { Db } from '../platform/postgres.ts';

/** Once that a rule or a digest ran. */
export type ListedRun = {
  job: string;
  dueAt: Instant;
  /** Instants of its schedule before it at which nobody ran. */
  missed: number;
  startedAt: Instant;
  /** Null: it is under way, or its process has ended. */
  endedAt: Instant | null;
  lookedAt: number | null;
  found: number | null;
  opened: number | null;
  resolved: number | null;
  /** Why it could not look. */
  blind: string | null;
  /** Why it failed. */
  error: string | null;
};

export function ruleJob(rule: string): string {
  return `rule:${rule}`;
}

const COLUMNS = `r.job, r.due_at, r.missed, r.started_at, r.ended_at, r.looked_at, r.found, r.opened, r.resolved, r.blind, r.error`;

/** Newest first, and the instant before which the next page begins (null: this was the last). */
export async function listRuns(
  db: Db,
  job: string,
  { before, limit }: { before: Instant | null; limit: number },
): Promise<{ runs: ListedRun[]; next: Instant | null }> {
  const { rows } = await db.query<RunRow>(
    `select ${COLUMNS} from alerts.run r
      where r.job = $1 and r.due_at < coalesce($2::timestamptz, 'infinity') order by r.due_at desc limit $3`,
    [job, before === null ? null : toIso(before), limit + 1],
  );
  const runs = rows.slice(0, limit).map(fromRow);
  return { runs, next: rows.length > limit ? runs.at(-1)!.dueAt : null };
}

export type LastRuns = {
  /** The last one that has ended. */
  last: ListedRun | null;
  /** When it last ended well. */
  succeededAt: Instant | null;
};

/** How each job fared when it last ran. */
export async function readLastRuns(db: Db, jobs: readonly string[]): Promise<(job: string) => LastRuns> {
  const { rows } = await db.query<RunRow & { wanted: string; succeeded_at: Instant | null }>(
    `select wanted.job as wanted, ${COLUMNS}, good.ended_at as succeeded_at
       from unnest($1::text[]) as wanted (job)
       left join lateral (select * from alerts.run r where r.job = wanted.job and r.ended_at is not null
                           order by r.due_at desc limit 1) r on true
       left join lateral (select r.ended_at from alerts.run r
                           where r.job = wanted.job and r.ended_at is not null and r.error is null and r.blind is null
                           order by r.due_at desc limit 1) good on true`,
    [jobs],
  );
  const byJob = new Map(
    rows.map(row => [row.wanted, { last: row.job === null ? null : fromRow(row), succeededAt: row.succeeded_at }]),
  );
  return job => byJob.get(job) ?? { last: null, succeededAt: null };
}

type RunRow = Pick<ListedRun, 'job' | 'missed' | 'found' | 'opened' | 'resolved' | 'blind' | 'error'> & {
  due_at: Instant;
  started_at: Instant;
  ended_at: Instant | null;
  looked_at: number | null;
};

function fromRow({ job, missed, found, opened, resolved, blind, error, ...row }: RunRow): ListedRun {
  return {
    ...{ job, missed, found, opened, resolved, blind, error },
    dueAt: row.due_at,
    startedAt: row.started_at,
    endedAt: row.ended_at,
    lookedAt: row.looked_at,
  };
}
