import type { Instant } from '../../platform/clock.ts';
import type { Calendar } from '../../tracker/calendar.ts';
import { WEEK_MS } from '../usual.ts';

const WEEKS = 4;

/**
 * How much of the working time that such a stretch usually has this one has: on a holiday nothing comes although something
 * always does on a Thursday, and nobody knows what is usual then. 1 where no calendar is known, or it is always closed then.
 */
export function shareOfUsualTime(calendar: Calendar | null, from: Instant, to: Instant): number {
  if (!calendar || to <= from) return 1;
  const weeks = Array.from({ length: WEEKS }, (_, week) => (week + 1) * WEEK_MS);
  const usual = Math.max(...weeks.map(ago => calendar.openBetween(from - ago, to - ago)));
  return usual === 0 ? 1 : Math.min(1, calendar.openBetween(from, to) / usual);
}
