import type { Instant } from '../../platform/clock.ts';
import { compileSchedule } from '../cron.ts';
import type { Schedule } from '../schedule.ts';

/** When a rule would have looked: the first instant of its schedule at or after this one. Infinity: never again. */
export type Ticks = { from(at: Instant): Instant };

const MINUTE_MS = 60_000;
const EVERY_MINUTE = '* * * * *';

/**
 * Of the stretch that is looked at. Before it only what was open at its beginning matters, and that it was found by then:
 * it is taken as found at once.
 */
export function ticksOf(schedule: Schedule, { since, until }: { since: Instant; until: Instant }): Ticks {
  if (schedule.cron === EVERY_MINUTE) return { from: at => Math.ceil(at / MINUTE_MS) * MINUTE_MS };
  const { next } = compileSchedule(schedule);
  const all: Instant[] = [];
  for (let at = next(since - 1); at <= until; at = next(at)) all.push(at);
  return { from: at => (at < since ? at : (all[firstFrom(all, at)] ?? Number.POSITIVE_INFINITY)) };
}

function firstFrom(all: readonly Instant[], at: Instant): number {
  let [low, high] = [0, all.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (all[middle]! < at) low = middle + 1;
    else high = middle;
  }
  return low;
}
