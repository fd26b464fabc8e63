import { Temporal } from 'temporal-polyfill';
import { durationInWords } from '../platform/duration.ts';
import type { LocalTime } from './zone.ts';

/** An ISO 8601 duration: steps on a calendar (P1M, P3W, P1D) and then an exact rest (PT24H). */
export type Duration = { months: number; days: number; ms: number };

/** What can be written, for sentences. */
export const A_DURATION = 'an ISO 8601 duration such as PT24H, P1D or P2W, above zero and at most 10 years';

const DAY_MS = 24 * 3_600_000;
const AVERAGE_MONTH_MS = 2_629_746_000;
const LONGEST_MS = 10 * 12 * AVERAGE_MONTH_MS;

/** Throws a RangeError when it is none; see A_DURATION. */
export function parseDuration(iso: string): Duration {
  const duration = tryParse(iso);
  if (!duration) throw new RangeError(`"${iso}" is not ${A_DURATION}`);
  return duration;
}

export function isDuration(text: string): boolean {
  return tryParse(text) !== null;
}

/** For comparing only. Where it matters which month it is, the difference is none that a service level has. */
export function nominalMs({ months, days, ms }: Duration, dayMs = DAY_MS): number {
  return months * AVERAGE_MONTH_MS + days * dayMs + ms;
}

/** The date so much later, at the same time of day. The 31st a month on is the last day of a shorter month. */
export function addDate(local: LocalTime, { months, days }: Duration): LocalTime {
  return months === 0 ? local + days * DAY_MS : addMonths(local, months) + days * DAY_MS;
}

/** No stretch of the calendar that is called so is shorter, wherever and whenever it begins. */
export function leastMs({ months, days, ms }: Duration): number {
  // A day less, for that is what a zone can skip: Samoa had no 30 December 2011.
  return Math.max(0, (months * 28 + days - 1) * DAY_MS) + ms;
}

/** As a person says it: `14 d`, `2 months 1 h`. */
export function inWords({ months, days, ms }: Duration): string {
  const rest = days * DAY_MS + ms;
  const words = [
    months > 0 ? `${months} ${months === 1 ? 'month' : 'months'}` : '',
    rest > 0 ? durationInWords(rest) : '',
  ];
  return words.filter(Boolean).join(' ');
}

function tryParse(iso: string): Duration | null {
  // Temporal takes small letters, signs and commas as well.
  if (!/^P[0-9.YMWDTHS]+$/.test(iso)) return null;
  try {
    const duration = split(Temporal.Duration.from(iso));
    const ms = nominalMs(duration);
    return ms > 0 && ms <= LONGEST_MS ? duration : null;
  } catch {
    return null;
  }
}

function split(duration: Temporal.Duration): Duration {
  const { years, months, weeks, days } = duration;
  const exact = duration.with({ years: 0, months: 0, weeks: 0, days: 0 });
  return { months: 12 * years + months, days: 7 * weeks + days, ms: Math.round(exact.total('milliseconds')) };
}

function addMonths(local: LocalTime, months: number): LocalTime {
  const date = new Date(local);
  const day = date.getUTCDate();
  date.setUTCMonth(date.getUTCMonth() + months);
  // The day does not exist in that month and has run over into the next one.
  if (date.getUTCDate() !== day) date.setUTCDate(0);
  return date.getTime();
}

/** What was measured, exact to the second: it is no number of days or months. */
export function inSeconds(ms: number): string {
  return `PT${Math.round(ms / 1_000)}S`;
}
