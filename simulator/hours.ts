import type { Instant } from '../platform/clock.ts';

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** Hours of the day in Moscow, which has had no summer time since 2014. `sunday: false`: closed on Sundays. */
export type Hours = { from: number; to: number; sunday: boolean };

const MOSCOW_OFFSET = 3 * HOUR;
const SUNDAY = 0;

export const WORKSHOP: Hours = { from: 9, to: 19, sunday: false };
export const OFFICE: Hours = { from: 9, to: 18, sunday: false };
/** When customers read their mail. */
export const AWAKE: Hours = { from: 8, to: 23, sunday: true };

/** The instant itself when it is open then, else the next opening. */
export function whenOpen(instant: Instant, hours: Hours): Instant {
  const midnight = midnightOf(instant);
  const opens = midnight + hours.from * HOUR;
  if (isClosedDay(midnight, hours) || instant >= midnight + hours.to * HOUR) return whenOpen(midnight + DAY, hours);
  return Math.max(instant, opens);
}

/** When so much time has been worked from an instant on. */
export function afterWork(instant: Instant, workMs: number, hours: Hours): Instant {
  const begin = whenOpen(instant, hours);
  const close = midnightOf(begin) + hours.to * HOUR;
  return begin + workMs <= close ? begin + workMs : afterWork(close, workMs - (close - begin), hours);
}

/** From 0 to 24. */
export function hourOfDay(instant: Instant): number {
  return (instant - midnightOf(instant)) / HOUR;
}

function midnightOf(instant: Instant): Instant {
  return Math.floor((instant + MOSCOW_OFFSET) / DAY) * DAY - MOSCOW_OFFSET;
}

function isClosedDay(midnight: Instant, hours: Hours): boolean {
  return !hours.sunday && new Date(midnight + MOSCOW_OFFSET).getUTCDay() === SUNDAY;
}
