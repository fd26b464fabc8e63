import type { Instant } from '../platform/clock.ts';
import type { Mistake } from '../platform/mistake.ts';
import type { Duration } from './iso-duration.ts';
import { type LocalTime, zone } from './zone.ts';

export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/** `09:00-18:00`, several a day in their order, the end up to 24:00; a day not named is closed. */
export type Hours = { readonly [day in Weekday]?: readonly string[] };

/** When a workshop or an office is open. */
export type CalendarDefinition = {
  /** IANA zone of the hours and dates. */
  zone: string;
  hours: Hours;
  /** Dates on which it is closed all day: `2027-01-01`. */
  holidays?: readonly string[];
  /** Stretches of dates on which it is closed, both inclusive. */
  closures?: readonly { from: string; to: string; reason?: string }[];
};

/** Business time: time that runs only while the calendar is open. */
export type Calendar = {
  /**
   * The first instant by which so much of it has passed: in an open stretch or at its end. A day is a working day, one
   * with any hours: the same time of day on the next of them, or the nearest open time of that day before it.
   * A calendar that does not open for a hundred years is taken to open then.
   */
  add(since: Instant, duration: Duration): Instant;
  /** How much of it passes between two instants, in milliseconds. */
  openBetween(from: Instant, to: Instant): number;
};

/** The open stretches of one month, in order. Of the stretch `n`: when it begins, ends, and what is open before it. */
type Month = {
  starts: readonly Instant[];
  ends: readonly Instant[];
  before: readonly number[];
  /** What is open in all of it. */
  total: number;
  /** By day, counted from 0: the number of its first stretch; one more for the end. */
  firstOfDay: readonly number[];
};

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const HORIZON_MONTHS = 1_200;
const HORIZON_MS = 36_525 * DAY_MS;
/** Over 300 years. Only producers who date their events at random fill it. */
const MONTHS_KEPT = 4_000;

/** Works a calendar out. Throws a RangeError when its zone or its hours are wrong. */
export function calendar(definition: CalendarDefinition): Calendar {
  const { toLocal, toInstant } = zone(definition.zone);
  const week = parseWeek(definition.hours);
  const months = new Map<number, Month>();

  const monthAt = (at: Instant): number => monthOf(toLocal(at));
  const month = (index: number): Month => {
    const known = months.get(index);
    if (known) return known;
    if (months.size >= MONTHS_KEPT) months.clear();
    const made = openStretches(definition, week, index);
    months.set(index, made);
    return made;
  };

  const opening = (at: Instant): Instant => {
    for (let index = monthAt(at), left = HORIZON_MONTHS; left > 0; index += 1, left -= 1) {
      const { starts, ends } = month(index);
      const next = ends.findIndex(end => end > at);
      if (next !== -1) return Math.max(at, starts[next]!);
    }
    return at + HORIZON_MS;
  };

  const addTime = (since: Instant, ms: number): Instant => {
    if (ms === 0) return since;
    const first = monthAt(since);
    let left = ms + openUntil(month(first), since);
    for (let index = first; index < first + HORIZON_MONTHS; index += 1) {
      const { starts, before, total } = month(index);
      if (left <= total) {
        const stretch = lastBelow(before, left);
        return starts[stretch]! + left - before[stretch]!;
      }
      left -= total;
    }
    return since + HORIZON_MS;
  };

  const addDays = (since: Instant, days: number): Instant => {
    if (days === 0) return since;
    const start = toLocal(opening(since));
    const timeOfDay = modulo(start, DAY_MS);
    let left = days;
    for (let date = start - timeOfDay + DAY_MS; date < start + HORIZON_MS; date += DAY_MS) {
      const { starts, ends, firstOfDay } = month(monthOf(date));
      const day = new Date(date).getUTCDate() - 1;
      const [first, behind] = [firstOfDay[day]!, firstOfDay[day + 1]!];
      if (first === behind) continue;
      left -= 1;
      if (left > 0) continue;
      const at = toInstant(date + timeOfDay);
      const stretch = Math.max(first, first + lastBelow(starts.slice(first, behind), at + 1));
      return Math.min(Math.max(at, starts[stretch]!), ends[stretch]!);
    }
    return since + HORIZON_MS;
  };

  const openBetween = (from: Instant, to: Instant): number => {
    if (to <= from) return 0;
    const [first, last] = [monthAt(from), monthAt(to)];
    let open = openUntil(month(last), to) - openUntil(month(first), from);
    for (let index = first; index < last; index += 1) open += month(index).total;
    return open;
  };

  return { add: (since, { days, ms }) => addTime(addDays(since, days), ms), openBetween };
}

/** What is open in an average working day of a week without holidays, in milliseconds. */
export function workingDayMs(hours: Hours): number {
  const workingDays = parseWeek(hours).filter(ranges => ranges.length > 0);
  const open = workingDays.flat().reduce((total, [from, to]) => total + to - from, 0);
  return open / workingDays.length;
}

/** What is wrong with the ranges of one day, each of which has the form of RANGE; the paths are from their list. */
export function rangeMistakes(open: readonly (string | undefined)[]): Mistake[] {
  const mistakes: Mistake[] = [];
  let before = { range: '', to: 0 };
  for (const [index, range] of open.entries()) {
    if (range === undefined) continue;
    const [from, to] = parseRange(range);
    if (to <= from) {
      const advice = 'one past midnight is two, until 24:00 and from 00:00 the next day.';
      mistakes.push({ path: [index], sentence: `The range ${range} ends before it begins; ${advice}` });
    } else if (from < before.to) {
      const advice = 'ranges of a day stand in order and do not overlap.';
      mistakes.push({
        path: [index],
        sentence: `The range ${range} begins before ${before.range} has ended; ${advice}`,
      });
    }
    if (to > before.to) before = { range, to };
  }
  return mistakes;
}

/** Hours are what the clocks show: in the night in which these are put forward, 00:00-06:00 is five hours. */
function openStretches(definition: CalendarDefinition, week: readonly Range[][], index: number): Month {
  const { reaches } = zone(definition.zone);
  const [starts, ends, before, firstOfDay]: [number[], number[], number[], number[]] = [[], [], [], [0]];
  let total = 0;
  for (let date = dateOf(0, index, 1); monthOf(date) === index; date += DAY_MS) {
    for (const [from, to] of isClosed(definition, date) ? [] : week[weekday(date)]!) {
      const [start, end] = [reaches(date + from), reaches(date + to)];
      // Hours which the clocks pass over when they are put forward are none.
      if (start === end) continue;
      starts.push(start);
      ends.push(end);
      before.push(total);
      total += end - start;
    }
    firstOfDay.push(starts.length);
  }
  return { starts, ends, before, total, firstOfDay };
}

function isClosed({ holidays = [], closures = [] }: CalendarDefinition, date: LocalTime): boolean {
  const iso = new Date(date).toISOString().slice(0, 10);
  return holidays.includes(iso) || closures.some(({ from, to }) => from <= iso && iso <= to);
}

function openUntil({ starts, ends, before }: Month, at: Instant): number {
  const stretch = lastBelow(starts, at);
  return stretch === -1 ? 0 : before[stretch]! + Math.min(at, ends[stretch]!) - starts[stretch]!;
}

/** The place of the last number below this one, in ascending numbers; -1 when there is none. */
function lastBelow(ascending: readonly number[], limit: number): number {
  let [low, high] = [0, ascending.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ascending[middle]! < limit) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** From and to, in milliseconds from the day's beginning. */
type Range = readonly [from: number, to: number];

export const RANGE = /^(?:[01]\d|2[0-3]):[0-5]\d-(?:(?:[01]\d|2[0-3]):[0-5]\d|24:00)$/;

function parseWeek(hours: Hours): Range[][] {
  return WEEKDAYS.map(day => {
    const open = hours[day] ?? [];
    const [mistake] = rangeMistakes(open);
    if (mistake) throw new RangeError(mistake.sentence);
    return open.map(parseRange);
  });
}

function parseRange(text: string): Range {
  if (!RANGE.test(text)) throw new RangeError(`"${text}" are no hours`);
  const [fromHour, fromMinute, toHour, toMinute] = text.split(/[:-]/).map(Number);
  return [(fromHour! * 60 + fromMinute!) * MINUTE_MS, (toHour! * 60 + toMinute!) * MINUTE_MS];
}

/** Null when there is no such date. */
export function parseDate(text: string): LocalTime | null {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return null;
  const date = Date.parse(`${text}T00:00:00Z`);
  // Date.parse takes 31 February for 3 March.
  return Number.isNaN(date) || new Date(date).toISOString().slice(0, 10) !== text ? null : date;
}

/** Months counted from the year 0. */
function monthOf(local: LocalTime): number {
  const date = new Date(local);
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
}

/** Not Date.UTC, which takes the year 50 for 1950. */
function dateOf(year: number, month: number, day: number): LocalTime {
  return new Date(0).setUTCFullYear(year, month, day);
}

function weekday(date: LocalTime): number {
  return (new Date(date).getUTCDay() + 6) % 7;
}

function modulo(value: number, by: number): number {
  return ((value % by) + by) % by;
}
