import { Temporal } from 'temporal-polyfill';

/** ISO 8601 durations as a configuration declares them: above zero, and short enough to be added to any time. */

const MAX_YEARS = 10;
// For comparing only. Where it matters which month it is, the difference is none that a service level has.
const NOMINAL_MS = { years: 31_556_952_000, months: 2_629_746_000, weeks: 604_800_000, days: 86_400_000 };

export function isDuration(text: string): boolean {
  const ms = nominalMs(text);
  return ms !== null && ms > 0 && ms <= MAX_YEARS * NOMINAL_MS.years;
}

/** Whether `a` is longer than `b` wherever they begin. Both are durations. */
export function isLonger(a: string, b: string, time: 'calendar' | 'business'): boolean {
  // A working day has as many hours as its calendar gives it.
  if (time === 'business' && hasDate(a) !== hasDate(b)) return false;
  return nominalMs(a)! > nominalMs(b)!;
}

function nominalMs(text: string): number | null {
  if (!/^P[0-9.YMWDTHS]+$/.test(text)) return null;
  try {
    const { years, months, weeks, days, hours, minutes, seconds, milliseconds } = Temporal.Duration.from(text);
    const date =
      years * NOMINAL_MS.years + months * NOMINAL_MS.months + weeks * NOMINAL_MS.weeks + days * NOMINAL_MS.days;
    return date + hours * 3_600_000 + minutes * 60_000 + seconds * 1_000 + milliseconds;
  } catch {
    return null;
  }
}

/** A week of a calendar may have any number of working days, and two people would count them in two ways. */
export function hasOnlyWorkingTime(duration: string): boolean {
  return !/[YMW]/.test(duration.replace(/T.*/, ''));
}

function hasDate(duration: string): boolean {
  return !duration.startsWith('PT');
}
