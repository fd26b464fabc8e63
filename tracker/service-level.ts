import type { Instant } from '../platform/clock.ts';
import type { Calendar } from './calendar.ts';
import { addDate, nominalMs, parseDuration } from './iso-duration.ts';
import { zone } from './zone.ts';

/**
 * When an order should (`target`) and must (`breach`) have left a status, as ISO 8601 durations. In calendar time date
 * parts (P1D, P3W) are counted in the lifecycle's zone, time parts (PT24H) are exact. In business time only the hours
 * of the lifecycle's calendar count, and a day (P2D) is a working day.
 */
export type ServiceLevel = { target: string; breach: string; time?: 'calendar' | 'business' };

/** A stretch of time in which an order was frozen and no limit ran. */
export type Pause = readonly [from: Instant, to: Instant];

/**
 * When a limit that began to run at `since` is reached. A pause that began before makes it later by as much of the
 * limit's own kind of time as the pause took; one that began afterwards changes nothing. `pauses` are in their order.
 */
export type Limit = (since: Instant, pauses: readonly Pause[]) => Instant;

/** A limit in calendar time. Throws when `iso` is no duration. */
export function calendarLimit(iso: string, zoneName: string): Limit {
  const duration = parseDuration(iso);
  if (duration.months + duration.days === 0) {
    return withPauses(
      since => since + duration.ms,
      (due, [from, to]) => due + (to - from),
    );
  }
  const { toLocal, toInstant } = zone(zoneName);
  return withPauses(
    since => toInstant(addDate(toLocal(since), duration)) + duration.ms,
    (due, [from, to]) => {
      const byTheClock = toLocal(to) - toLocal(from);
      // Of a pause over the hour that clocks show twice they can show less than nothing.
      return Math.max(due, toInstant(toLocal(due) + byTheClock));
    },
  );
}

/** A limit in business time. Throws when `iso` is no duration that business time has. */
export function businessLimit(iso: string, calendar: Calendar): Limit {
  const mistake = businessTimeMistake(iso);
  if (mistake !== null) throw new RangeError(mistake);
  const duration = parseDuration(iso);
  return withPauses(
    since => calendar.add(since, duration),
    (due, [from, to]) => calendar.add(due, { months: 0, days: 0, ms: calendar.openBetween(from, to) }),
  );
}

/** Why business time has no such duration; null when it has. */
export function businessTimeMistake(iso: string): string | null {
  // A week of a calendar may have any number of working days, and two people would count them in two ways.
  if (!/[YMW]/.test(iso.replace(/T.*/, ''))) return null;
  return `${iso} has weeks, months or years, which business time has not; count working days (P5D) or hours (PT40H).`;
}

/** Whether an order would be stuck before it is at risk. `workingDay`: what is open in one; null where nobody knows. */
export function targetIsLonger({ target, breach, time }: ServiceLevel, workingDay: number | null): boolean {
  const [first, last] = [parseDuration(target), parseDuration(breach)];
  const days = time !== 'business' ? [DAY_MS] : workingDay === null ? [1, DAY_MS] : [workingDay];
  return days.every(dayMs => nominalMs(first, dayMs) > nominalMs(last, dayMs));
}

const DAY_MS = 24 * 3_600_000;

function withPauses(add: (since: Instant) => Instant, delay: (due: Instant, pause: Pause) => Instant): Limit {
  return (since, pauses) => pauses.reduce((due, pause) => (pause[0] < due ? delay(due, pause) : due), add(since));
}
