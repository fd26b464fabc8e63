import { compileSchedule } from '../../alerts/cron.ts';
import { diffFindings, hasChanged } from '../../alerts/finding-diff.ts';
import { readOpenFindings } from '../../alerts/finding-rows.ts';
import type { ruleJobs } from '../../alerts/rule-job.ts';
import type { Job } from '../../alerts/scheduler.ts';
import type { Rule } from '../../alerts/settings.ts';
import type { Instant } from '../../platform/clock.ts';
import { type Db, type Pool, transaction } from '../../platform/postgres.ts';
import type { Lifecycles } from '../../tracker/lifecycle.ts';

export type Ticks = { run(now: Instant): Promise<void> };

type Due = { rule: Rule; job: Job };

/** What is asked of queues and broker. */
const OF_SIGNALS: ReadonlySet<string> = new Set(['queueDepth', 'consumersGone', 'deadLetters', 'messageAge', 'broker']);
const EVERY_MINUTE = '* * * * *';

/**
 * Runs the rules that are due, each by its real job, as the scheduler does but for a row for every run: who looks every
 * minute looks at every tick, and those with a later turn wait for the others. A rule that fails fails the benchmark.
 *
 * What a job would do about nothing new is left out, or a quarter would take an hour: its condition looks first, and the job
 * is run when that finds anything else than what is open. Who asks about queues is not asked while all are well.
 */
export function createTicks(
  rules: readonly Rule[],
  on: {
    pool: Pool;
    lifecycles: () => Lifecycles;
    jobs: ReturnType<typeof ruleJobs>;
    /** What looks for causes, as it has before rules find something new. */
    beforeJobs(now: Instant): Promise<unknown>;
    /** All queues are empty and consumed. */
    allIsWell(): boolean;
  },
): Ticks {
  const { pool, lifecycles, allIsWell } = on;
  const jobs = new Map(on.jobs.map(job => [job.name, job]));
  const known = rules.map((rule): Due => ({ rule, job: jobs.get(`rule:${rule.name}`)! }));
  const schedules = new Map(known.map(({ rule }) => [rule.name, compileSchedule(rule.schedule)]));
  const looked = new Map<string, Instant>();
  let before: Instant | null = null;

  const isDue = ({ rule: { name, schedule } }: Due, now: Instant): boolean =>
    schedule.cron === EVERY_MINUTE || schedules.get(name)!.latest(now, before ?? now - 1) !== null;

  const findsNothingNew = async (
    db: Db,
    { condition, name }: Rule,
    isOpen: boolean,
    now: Instant,
  ): Promise<boolean> => {
    if (!isOpen && OF_SIGNALS.has(condition.kind) && allIsWell()) return true;
    const open = isOpen ? await readOpenFindings(db, name) : [];
    const since = looked.get(name) ?? null;
    const seen = await condition.look({ db, lifecycles: lifecycles(), now, since, open });
    if (seen.kind === 'blind') return true;
    const { news, kept, gone } = diffFindings(open, seen.found, { now, partial: false });
    return news.length + gone.length === 0 && !kept.some(hasChanged);
  };

  const runTurn = async (due: readonly Due[], now: Instant): Promise<void> => {
    const open = await readRulesWithFindings(pool);
    const quiet = await transaction(
      pool,
      async db => {
        const names = new Set<string>();
        for (const { rule } of due) {
          if (await findsNothingNew(db, rule, open.has(rule.name), now)) names.add(rule.name);
        }
        return names;
      },
      'set local transaction_read_only = on',
    );
    if (quiet.size < due.length) await on.beforeJobs(now);
    for (const { rule, job } of due) {
      if (!quiet.has(rule.name)) await job.work({ dueAt: now, now, since: looked.get(rule.name) ?? null, missed: 0 });
      looked.set(rule.name, now);
    }
  };

  return {
    run: async now => {
      const due = known.filter(one => isDue(one, now));
      const turns = Map.groupBy(due, ({ job }) => job.turn ?? 0);
      for (const [, turn] of [...turns].sort(([a], [b]) => a - b)) await runTurn(turn, now);
      before = now;
    },
  };
}

async function readRulesWithFindings(db: Db): Promise<Set<string>> {
  const { rows } = await db.query<{ rule: string }>(
    'select distinct f.rule from alerts.finding f where f.resolved_at is null',
  );
  return new Set(rows.map(({ rule }) => rule));
}
