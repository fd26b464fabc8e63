import type { Instant } from '../platform/clock.ts';
import { zone } from '../tracker/zone.ts';

/** Until when somebody may take an incident on or put it off, as they choose it; `usual`: as the configuration says. */
export const ENDS = ['usual', 'hour', 'fourHours', 'tomorrow', 'monday'] as const;
export type End = (typeof ENDS)[number];

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const MORNING_MS = 9 * HOUR_MS;
// 1 January 1970 was a Thursday.
const MONDAY_OFFSET_DAYS = 3;

export function isEnd(text: string): text is End {
  return ENDS.some(end => end === text);
}

/** Those to choose from: on a Sunday, Monday is tomorrow. */
export function endsToOffer(now: Instant, zoneName: string): End[] {
  const tomorrow = endOf('tomorrow', now, zoneName);
  return ENDS.filter(end => end !== 'monday' || endOf(end, now, zoneName) !== tomorrow);
}

/** By the clock of their zone, mornings begin at nine. Null: the usual end. */
export function endOf(end: End, now: Instant, zoneName: string): Instant | null {
  const { toLocal, toInstant } = zone(zoneName);
  const day = Math.floor(toLocal(now) / DAY_MS);
  const morningOf = (localDay: number) => toInstant(localDay * DAY_MS + MORNING_MS);
  switch (end) {
    case 'usual':
      return null;
    case 'hour':
      return now + HOUR_MS;
    case 'fourHours':
      return now + 4 * HOUR_MS;
    case 'tomorrow':
      return morningOf(day + 1);
    case 'monday':
      return morningOf(day + 7 - ((day + MONDAY_OFFSET_DAYS) % 7));
    default:
      return end satisfies never;
  }
}
