import { createTask, validateDetailed } from 'node-cron';
import { type Instant, toIso } from '../platform/clock.ts';
import { type LocalTime, type Zone, zone } from '../tracker/zone.ts';
import type { Schedule } from './schedule.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** The 29th of February may be eight years away. */
const FURTHEST_DAYS = 9 * 366;
/** Of instants that nobody ran at no more are counted: it has been long, that is all. */
const MISSED_AT_MOST = 10_000;

/** Why it is no schedule of ours, as a part of a sentence; null when it is one. */
export function cronMistake(expression: string): string | null {
  if (expression.trim().split(/\s+/).length !== 5) {
    return 'a cron expression has five fields: minute, hour, day of the month, month, day of the week';
  }
  const { errors } = validateDetailed(expression);
  if (errors.length > 0) return errors.map(({ message }) => message.replace(' a invalid ', ' an invalid ')).join(', ');
  const { next } = compileSchedule({ cron: expression, zone: 'UTC' });
  return Number.isFinite(next(0)) ? null : 'there is no such day';
}

export type CompiledSchedule = {
  /** The first one later than `after`; Infinity where there is none. */
  next(after: Instant): Instant;
  /**
   * The last one that has come and is later than `after`, and how many came before it since then. After null there is
   * nothing that has come.
   */
  latest(atOrBefore: Instant, after: Instant | null): { at: Instant; missed: number } | null;
};

/**
 * What node-cron makes of the expression, by our clock: its tasks only run by that of the machine. A day of the month and a
 * day of the week that are both named must both hold. Where the clocks are put forward, a time that does not exist is the
 * moment at which they pass over it; where they are put back, one that exists twice is the first, unless the expression
 * says every hour. Throws when the expression or the zone is none.
 */
export function compileSchedule({ cron, zone: zoneName }: Schedule): CompiledSchedule {
  const instantsOf = compileDay(cron, zone(zoneName));
  const { toLocal } = zone(zoneName);
  const dayOf = (instant: Instant): LocalTime => Math.floor(toLocal(instant) / DAY) * DAY;

  const next = (after: Instant): Instant => {
    const first = dayOf(after);
    for (let day = first; day < first + FURTHEST_DAYS * DAY; day += DAY) {
      const found = instantsOf(day).find(instant => instant > after);
      if (found !== undefined) return found;
    }
    return Number.POSITIVE_INFINITY;
  };

  return {
    next,
    latest: (atOrBefore, after) => {
      if (after === null) return null;
      let at: Instant | undefined;
      const last = dayOf(atOrBefore);
      for (let day = last; at === undefined && day >= dayOf(after); day -= DAY) {
        at = instantsOf(day).findLast(instant => instant <= atOrBefore && instant > after);
      }
      if (at === undefined) return null;
      let missed = 0;
      for (let one = next(after); one < at && missed < MISSED_AT_MOST; one = next(one)) missed += 1;
      return { at, missed };
    },
  };
}

/** The instants of a local day, sorted. Days are asked for in order and again and again, so the last one is kept. */
function compileDay(cron: string, { toLocal, reaches }: Zone): (day: LocalTime) => readonly Instant[] {
  const { fields, valid } = validateDetailed(cron);
  if (!valid || !fields) throw new RangeError(`"${cron}" is no cron expression`);
  const { hour: hours, minute: minutes } = fields;
  const isDay = dayMatcher(cron, (hours[0] ?? 0) * HOUR + (minutes[0] ?? 0) * MINUTE);
  const everyHour = hours.length === 24;

  const instantsIn = (day: LocalTime): Instant[] => {
    if (!isDay(day)) return [];
    if (everyHour) {
      const found: Instant[] = [];
      const wanted = new Set(minutes);
      for (let instant = reaches(day); instant < reaches(day + DAY); instant += MINUTE) {
        if (wanted.has(Math.floor(toLocal(instant) / MINUTE) % 60)) found.push(instant);
      }
      return found;
    }
    const times = hours.flatMap(hour => minutes.map(minute => reaches(day + hour * HOUR + minute * MINUTE)));
    return [...new Set(times)].sort((a, b) => a - b);
  };

  let known: { day: LocalTime; instants: readonly Instant[] } | undefined;
  return day => {
    if (known?.day !== day) known = { day, instants: instantsIn(day) };
    return known.instants;
  };
}

/** Which days an expression means, with L, W and # of node-cron. */
function dayMatcher(cron: string, timeOfDay: number): (day: LocalTime) => boolean {
  const task = createTask(cron, () => {}, { timezone: 'UTC' });
  // It would stay in the list of all tasks for ever.
  void task.destroy();
  return day => task.match(new Date(day + timeOfDay));
}

export function nextRuns(schedule: Schedule, now: Instant, count: number): Instant[] {
  const { next } = compileSchedule(schedule);
  const runs: Instant[] = [];
  for (let at = next(now); runs.length < count && Number.isFinite(at); at = next(at)) runs.push(at);
  return runs;
}

/** The next run: `Mon 23 Nov 2026 09:00 Europe/Moscow (in 1 d 12 h)`. */
export function inWords(schedule: Schedule, now: Instant): string {
  const at = compileSchedule(schedule).next(now);
  return Number.isFinite(at) ? `${wallTime(at, schedule.zone)} (in ${distance(at - now)})` : 'never';
}

/** `Mon 23 Nov 2026 09:00 Europe/Moscow`. */
export function wallTime(at: Instant, zoneName: string): string {
  const local = new Date(zone(zoneName).toLocal(at));
  const [weekday, day, month, year] = local.toUTCString().replace(',', '').split(' ');
  return `${weekday} ${Number(day)} ${month} ${year} ${toIso(local.getTime()).slice(11, 16)} ${zoneName}`;
}

function distance(ms: number): string {
  const minutes = Math.ceil(ms / MINUTE);
  const parts = [
    [Math.floor(minutes / 1_440), 'd'],
    [Math.floor(minutes / 60) % 24, 'h'],
    [minutes % 60, 'min'],
  ] as const;
  const first = parts.findIndex(([count]) => count > 0);
  return parts
    .slice(first, first + 2)
    .filter(([count]) => count > 0)
    .map(([count, unit]) => `${count} ${unit}`)
    .join(' ');
}
