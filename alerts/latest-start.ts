import type { Instant } from '../platform/clock.ts';

const HOUR_MS = 3_600_000;
/** Longer ago nothing begins whose limit could be reached now: no limit is longer than ten years, no closure a hundred. */
const LONGEST_MS = 120 * 366 * 24 * HOUR_MS;

/**
 * The latest instant at which something may have begun whose limit is reached by now; null: there is none. `limit` never
 * falls, so it is found by halving, however the calendar behind it goes.
 */
export function latestStart(limit: (since: Instant) => Instant, now: Instant): Instant | null {
  let reach = HOUR_MS;
  while (limit(now - reach) > now) {
    if (reach > LONGEST_MS) return null;
    reach *= 2;
  }
  let [early, late] = [now - reach, now];
  while (late - early > 1) {
    const middle = Math.floor((early + late) / 2);
    if (limit(middle) <= now) early = middle;
    else late = middle;
  }
  return early;
}
