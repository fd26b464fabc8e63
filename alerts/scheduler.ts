import type { Clock, Instant } from '../platform/clock.ts';
import { describeFault } from '../platform/fault.ts';
import type { Log } from '../platform/log.ts';
import { type Pool, saysDatabaseIsGone } from '../platform/postgres.ts';
import type { AlertMetrics } from './alert-metrics.ts';
import { type CompiledSchedule, compileSchedule } from './cron.ts';
import {
  claimRun,
  endRun,
  type LastRun,
  type RunClaim,
  type RunCounts,
  readLastRuns,
  takeOverRun,
} from './run-rows.ts';
import type { Schedule } from './schedule.ts';

/** `since`: when the last run that could look began; null: none has. `missed`: instants before `dueAt` with no run. */
export type Tick = { dueAt: Instant; now: Instant; since: Instant | null; missed: number };

export type Job = {
  /** Never given to another one: its runs are found by it. */
  name: string;
  schedule: Schedule;
  /** Of those that are due together, whoever has a later turn waits for those before it. Left out: 0. */
  turn?: number;
  /** May run again for the same tick, when the process that was at it has ended. What it throws is its own trouble. */
  work(tick: Tick): Promise<RunCounts>;
};

/** So many at once: they share the database with everything else. */
const AT_ONCE = 4;

type Due = { job: Job; tick: Tick; from: LastRun | null };

/**
 * Runs what is due. Only one process should (leader.ts), but the row of a tick makes sure that each is run once, whoever
 * else tries; what was missed while nobody ran is run once, for the last instant of it. A job that fails says so in its
 * row and leaves the others running; `runOnce` throws only when the database is gone. It returns how many jobs it ran.
 */
export function createScheduler(on: {
  pool: Pool;
  jobs: () => readonly Job[];
  runner: string;
  clock: Clock;
  log: Log;
  metrics: AlertMetrics;
}): { runOnce(now: Instant): Promise<number> } {
  const { pool, runner, clock, log, metrics } = on;
  const schedules = new Map<string, CompiledSchedule>();
  const known = new Map<string, Instant>();

  function scheduleOf({ cron, zone }: Schedule): CompiledSchedule {
    const key = `${cron} ${zone}`;
    const compiled = schedules.get(key) ?? compileSchedule({ cron, zone });
    schedules.set(key, compiled);
    return compiled;
  }

  /** Of a job that has never run nothing was missed: its time begins when we first hear of it. */
  function beganAt(name: string, now: Instant): Instant {
    const at = known.get(name) ?? now;
    known.set(name, at);
    return at;
  }

  async function findDue(now: Instant): Promise<Due[]> {
    const jobs = on.jobs();
    const names = jobs.map(({ name }) => name);
    const runs = await readLastRuns(pool, names);
    metrics.keepOnly(names);
    return jobs.flatMap((job): Due | [] => {
      const { last, succeededAt: since } = runs.get(job.name) ?? { last: null, succeededAt: null };
      metrics.succeeded(job.name, since);
      if (last?.endedAt === null) {
        return { job, from: last, tick: { dueAt: last.dueAt, now, since, missed: last.missed } };
      }
      const due = scheduleOf(job.schedule).latest(now, last?.dueAt ?? beganAt(job.name, now));
      return due ? { job, from: null, tick: { dueAt: due.at, now, since, missed: due.missed } } : [];
    });
  }

  async function run({ job, tick, from }: Due): Promise<boolean> {
    const { dueAt, missed, now } = tick;
    const claim: RunClaim = { job: job.name, dueAt, runner, startedAt: now };
    if (!(from ? await takeOverRun(pool, from, claim) : await claimRun(pool, claim, missed))) return false;
    if (missed > 0) log.info({ job: job.name, missed }, 'nobody ran it at its time: it is caught up once');
    const begun = clock.now();
    try {
      const counts = await job.work(tick);
      await endRun(pool, claim, { counts }, clock.now());
      metrics.ran(job.name, counts, { now, seconds: (clock.now() - begun) / 1_000 });
    } catch (error) {
      // It stays open, and is run again as soon as the database is back.
      if (saysDatabaseIsGone(error)) throw error;
      log.warn({ job: job.name, fault: describeFault(error) }, 'it failed; the others go on');
      await endRun(pool, claim, { error: describeFault(error) }, clock.now());
      metrics.failed(job.name);
    }
    return true;
  }

  let running: Promise<unknown> = Promise.resolve();

  async function runAll(now: Instant): Promise<number> {
    const turns = Map.groupBy(await findDue(now), ({ job }) => job.turn ?? 0);
    const results: PromiseSettledResult<boolean>[] = [];
    for (const [, due] of [...turns].toSorted(([a], [b]) => a - b)) {
      const lane = async () => {
        for (let next = due.shift(); next; next = due.shift()) results.push(...(await Promise.allSettled([run(next)])));
      };
      await Promise.all(Array.from({ length: AT_ONCE }, lane));
    }
    for (const result of results) if (result.status === 'rejected') throw result.reason;
    return results.filter(result => result.status === 'fulfilled' && result.value).length;
  }

  return {
    // One after the other: what is under way here must not look like that of a process which has ended.
    runOnce: now => {
      const run = running.then(() => runAll(now));
      running = run.catch(() => {});
      return run;
    },
  };
}
