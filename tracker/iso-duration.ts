import { Temporal } from 'temporal-polyfill';
import { durationInWords } from '../platform/duration.ts';
import type { LocalTime } from './zone.ts';

/** An ISO 8601 duration: steps on a calendar (P1M, P3W, P1D) and then an exact rest (PT24H). */
export type Duration = { months: number; days: number; ms: number };

const DAY_MS = 24 * 3_600_000;
const LONGEST_DAYS = 100 * 366;

/** Throws a RangeError when it is none, or one that no limit can be; see durationMistake. */
export function parseDuration(iso: string): Duration {
  const mistake = durationMistake(iso);
  if (mistake !== null) throw new RangeError(mistake);
  return split(Temporal.Duration.from(iso));
}

/** Why a limit can't be this long; null when it can. */
export function durationMistake(iso: string): string | null {
  const parsed = tryParse(iso);
  if (!parsed) return `"${iso}" is no ISO 8601 duration; write for example PT90M, PT24H, P2D or P3W.`;
  if (parsed.sign < 0) return `"${iso}" goes back in time; write it without the minus.`;
  const { months, days, ms } = split(parsed);
  if (months + days + ms === 0) return `"${iso}" is no time at all; a limit is a millisecond at least.`;
  if (months * 31 + days + ms / DAY_MS > LONGEST_DAYS) return `"${iso}" is too long; a limit is 100 years at most.`;
  return null;
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

function tryParse(iso: string): Temporal.Duration | null {
  try {
    return Temporal.Duration.from(iso);
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
