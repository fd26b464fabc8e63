import { compileSchedule } from '../../alerts/cron.ts';
import type { Job } from '../../alerts/scheduler.ts';
import type { Rule } from '../../alerts/settings.ts';
import type { Instant } from '../../platform/clock.ts';

export type Ticks = { run(now: Instant): Promise<void> };

/** As many at once as the scheduler runs. */
const AT_ONCE = 4;

/** What is asked of queues and broker. */
const OF_SIGNALS: ReadonlySet<string> = new Set(['queueDepth', 'consumersGone', 'deadLetters', 'messageAge', 'broker']);

/**
 * Runs the jobs that are due, as the scheduler does, without a row for every run: who looks every minute looks at every
 * tick, and those with a later turn wait for the others. A rule that fails fails the benchmark. Who asks about queues and
 * found nothing is not asked again while all of them are empty and consumed.
 */
export function createTicks(rules: readonly Rule[], deps: { jobsOf(rule: Rule): Job; allIsWell(): boolean }): Ticks {
  const looked = new Map<string, Instant>();
  const found = new Map<string, number>();
  let before: Instant | null = null;
  const schedules = new Map<string, ReturnType<typeof compileSchedule>>();

  const isDue = ({ schedule }: Job, now: Instant): boolean => {
    const key = `${schedule.cron} ${schedule.zone}`;
    if (schedule.cron === '* * * * *') return true;
    const compiled = schedules.get(key) ?? compileSchedule(schedule);
    schedules.set(key, compiled);
    return compiled.latest(now, before ?? now - 1) !== null;
  };

  return {
    run: async now => {
      const well = deps.allIsWell();
      const due = rules
        .filter(({ name, condition }) => !(well && OF_SIGNALS.has(condition.kind) && found.get(name) === 0))
        .map(rule => ({ rule: rule.name, ...deps.jobsOf(rule) }))
        .filter(job => isDue(job, now));
      for (const [, turn] of [...Map.groupBy(due, job => job.turn ?? 0)].sort(([a], [b]) => a - b)) {
        const lane = async () => {
          for (let job = turn.shift(); job; job = turn.shift()) {
            const counts = await job.work({ dueAt: now, now, since: looked.get(job.name) ?? null, missed: 0 });
            looked.set(job.name, now);
            found.set(job.rule, counts.found);
          }
        };
        await Promise.all(Array.from({ length: AT_ONCE }, lane));
      }
      before = now;
    },
  };
}
