import type { Instant } from '../platform/clock.ts';
import type { Mistake } from '../platform/mistake.ts';
import type { Duration } from './iso-duration.ts';
import { type LocalTime, zone, zoneMistake } from './zone.ts';

export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/** When a workshop or an office is open. */
export type CalendarDefinition = {
  /** IANA zone of the hours and dates. */
  zone: string;
  /** `09:00-18:00`, several a day, the end up to 24:00; a day not named is closed. */
  hours: Partial<Record<Weekday, readonly string[]>>;
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
  /** What is open in an average working day of a week without holidays. */
  workingDayMs: number;
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
const LONGEST_CLOSURE_MS = 10 * 366 * DAY_MS;
/** Over 300 years. Only producers who date their events at random fill it. */
const MONTHS_KEPT = 4_000;

/** Works a calendar out. Throws when the definition is wrong; see calendarMistakes. */
export function calendar(definition: CalendarDefinition): Calendar {
  const mistake = shapeMistakes(definition)[0];
  if (mistake) throw new Error(mistake.sentence);
  const { toLocal, toInstant } = zone(definition.zone);
  const week = WEEKDAYS.map(day => (definition.hours[day] ?? []).map(range => parseRange(range)!));
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

  const workingDays = week.filter(ranges => ranges.length > 0);
  return {
    add: (since, { days, ms }) => addTime(addDays(since, days), ms),
    openBetween,
    workingDayMs: sum(workingDays.flat().map(([from, to]) => to - from)) / workingDays.length,
  };
}

/** What is wrong with a calendar, all of it; the paths are from its root. A calendar without mistakes opens some day. */
export function calendarMistakes(definition: CalendarDefinition): Mistake[] {
  const found = shapeMistakes(definition);
  if (found.length > 0) return found;
  const { openBetween } = calendar(definition);
  const { reaches } = zone(definition.zone);
  return (definition.closures ?? []).flatMap(({ from }, index) => {
    const begin = reaches(parseDate(from)!);
    if (openBetween(begin, begin + LONGEST_CLOSURE_MS) > 0) return [];
    const sentence = `Nothing is open for ten years from ${from} on; shorten the closures, or leave the calendar out.`;
    return [{ path: ['closures', index], sentence }];
  });
}

function shapeMistakes({ zone: name, hours, holidays = [], closures = [] }: CalendarDefinition): Mistake[] {
  const found: Mistake[] = [];
  const tell = (path: Mistake['path'], sentence: string) => found.push({ path, sentence });
  const tellDate = (path: Mistake['path'], date: string) => {
    if (parseDate(date) === null) tell(path, `"${date}" is no date; write it as 2027-01-31.`);
  };

  const wrongZone = zoneMistake(name);
  if (wrongZone !== null) tell(['zone'], wrongZone);
  for (const day of WEEKDAYS) {
    let open = 0;
    for (const [index, range] of (hours[day] ?? []).entries()) {
      const [from, to] = parseRange(range) ?? [0, 0];
      const sentence = rangeMistake(range, open);
      if (sentence !== null) tell(['hours', day, index], sentence);
      if (from < to) open = Math.max(open, to);
    }
  }
  if (WEEKDAYS.every(day => (hours[day] ?? []).length === 0))
    tell(
      ['hours'],
      'No day of the week has hours, so no limit would ever end; write for example mon: ["09:00-18:00"].',
    );
  for (const [index, date] of holidays.entries()) tellDate(['holidays', index], date);
  for (const [index, { from, to }] of closures.entries()) {
    tellDate(['closures', index, 'from'], from);
    tellDate(['closures', index, 'to'], to);
    if (parseDate(from) !== null && parseDate(to) !== null && from > to)
      tell(['closures', index], `The closure ends on ${to}, before it begins on ${from}; change the two about.`);
  }
  return found;
}

function rangeMistake(text: string, openUntil: number): string | null {
  const range = parseRange(text);
  if (!range) return `"${text}" are no hours; write them as 09:00-18:00, the end up to 24:00.`;
  const [from, to] = range;
  if (from >= to)
    return `"${text}" ends before it has begun; write a night as two, 22:00-24:00 and on the next day 00:00-06:00.`;
  if (from < openUntil) return `"${text}" begins before the hours named before it end; name them in their order.`;
  return null;
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

function parseRange(text: string): Range | null {
  const parts = /^([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-4]):([0-5]\d)$/.exec(text);
  if (!parts) return null;
  const [, fromHour, fromMinute, toHour, toMinute] = parts.map(Number);
  const to = (toHour! * 60 + toMinute!) * MINUTE_MS;
  return to > DAY_MS ? null : [(fromHour! * 60 + fromMinute!) * MINUTE_MS, to];
}

function parseDate(text: string): LocalTime | null {
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

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
