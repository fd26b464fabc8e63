import type { Instant } from '../platform/clock.ts';
import type { Calendar } from '../tracker/calendar.ts';
import { zone } from '../tracker/zone.ts';

export const HOUR_MS = 3_600_000;
export const WEEK_MS = 7 * 24 * HOUR_MS;
const WEEKS = 4;
/** What is usual is learned from so long. */
export const LEARNED_MS = WEEKS * WEEK_MS;
/**
 * With less than a week of history only the mean is known, and only of so many events over a whole day: what a first
 * import brings within minutes is no rhythm.
 */
const LEAST_EVENTS = 100;
const LEAST_HOURS = 24;
/** A silence is judged by its first week: after that, nothing new is to be learned. */
const LONGEST_MS = WEEK_MS;

/** What is known of how much something sends. */
export type History = {
  firstHour: Instant;
  lastAt: Instant;
  events: number;
  /** By hour; one in which nothing came is missing. */
  hours: ReadonlyMap<Instant, number>;
};

export function hourOf(at: Instant): Instant {
  return Math.floor(at / HOUR_MS) * HOUR_MS;
}

/** The hours in question between two instants, at most a week. */
export function hoursBetween(from: Instant, to: Instant): Instant[] {
  const hours = [];
  for (let hour = hourOf(from); hour < Math.min(to, from + LONGEST_MS); hour += HOUR_MS) hours.push(hour);
  return hours;
}

/** The same hour of the week before, by the clocks of the zone; the latest first. */
export function sameHours(hour: Instant, zoneName: string): Instant[] {
  const { toLocal, toInstant } = zone(zoneName);
  return Array.from({ length: WEEKS }, (_, week) => hourOf(toInstant(toLocal(hour) - (week + 1) * WEEK_MS)));
}

/**
 * How many events usually come in this hour of the week: the mean of the last four weeks, as far as they are known. With
 * less than a week the mean of all hours, a day of them at least. Null: too little is known to say.
 */
export function usualIn(hour: Instant, history: History, zoneName: string): number | null {
  const known = sameHours(hour, zoneName).filter(before => before >= history.firstHour);
  if (known.length > 0) {
    return known.reduce((sum, before) => sum + (history.hours.get(before) ?? 0), 0) / known.length;
  }
  const hours = (hourOf(history.lastAt) - history.firstHour) / HOUR_MS + 1;
  return history.events < LEAST_EVENTS || hours < LEAST_HOURS ? null : history.events / hours;
}

/** How many events would usually have come between two instants; of a calendar only while it was open. */
export function expectedBetween(
  from: Instant,
  to: Instant,
  history: History,
  { zone, calendar }: { zone: string; calendar: Calendar | null },
): number {
  return hoursBetween(from, to).reduce((sum, hour) => {
    const [begin, end] = [Math.max(hour, from), Math.min(hour + HOUR_MS, to)];
    const part = calendar ? calendar.openBetween(begin, end) : end - begin;
    return part <= 0 ? sum : sum + (usualIn(hour, history, zone) ?? 0) * (part / HOUR_MS);
  }, 0);
}

/**
 * What came in the same stretch of most of the last four weeks, as far as they are known: their lower median. One week with
 * a burst, or one in which something stood still, says nothing of what is usual; the mean believes both.
 */
export function typicalBetween(from: Instant, to: Instant, history: History, zoneName: string): number | null {
  const sums: number[] = Array(WEEKS).fill(0);
  for (const hour of hoursBetween(from, to)) {
    const part = (Math.min(hour + HOUR_MS, to) - Math.max(hour, from)) / HOUR_MS;
    sameHours(hour, zoneName).forEach((before, week) => {
      sums[week]! += before < history.firstHour ? Number.NaN : (history.hours.get(before) ?? 0) * part;
    });
  }
  const known = sums.filter(sum => !Number.isNaN(sum)).sort((a, b) => a - b);
  return known[Math.ceil(known.length / 2) - 1] ?? null;
}

/** Two weeks that differ say nothing of how much weeks do. */
const LEAST_WEEKS = 3;
/** Hours of a flood or an outage say nothing of how events usually come. */
const USUAL_SHARE = 0.98;

/**
 * How many events usually come together: an order brings several within minutes, so that ten events may be one order. It is
 * by how much more the counts of the same hour of the week vary than those of single events would (the index of dispersion:
 * variance by mean), at least 1, over the four weeks before `at`; 1 as long as fewer than three of them are known.
 */
export function burstSize({ firstHour, hours }: Pick<History, 'firstHour' | 'hours'>, at: Instant): number {
  const slots = new Map<number, number[]>();
  for (let hour = hourOf(at) - HOUR_MS; hour >= Math.max(firstHour, at - WEEKS * WEEK_MS); hour -= HOUR_MS) {
    const slot = hour % WEEK_MS;
    slots.set(slot, [...(slots.get(slot) ?? []), hours.get(hour) ?? 0]);
  }
  const varied = [...slots.values()].filter(({ length }) => length >= LEAST_WEEKS).flatMap(deviations);
  varied.sort((a, b) => a.squared - b.squared);
  const usual = varied.slice(0, Math.ceil(varied.length * USUAL_SHARE));
  const mean = usual.reduce((sum, one) => sum + one.mean, 0);
  return mean === 0 ? 1 : Math.max(1, usual.reduce((sum, one) => sum + one.squared, 0) / mean);
}

/** Of the counts of one hour of the week, with Bessel's correction: there are few. */
function deviations(counts: readonly number[]): { mean: number; squared: number }[] {
  const mean = counts.reduce((sum, count) => sum + count, 0) / counts.length;
  const correction = counts.length / (counts.length - 1);
  return counts.map(count => ({ mean, squared: (count - mean) ** 2 * correction }));
}
