import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import { capital, type Mistake, meant, named, type Readable, type Refused, shown } from '../platform/mistake.ts';
import type { Weekday } from './calendar.ts';

const WEEKDAYS = {
  mon: 'Monday',
  tue: 'Tuesday',
  wed: 'Wednesday',
  thu: 'Thursday',
  fri: 'Friday',
  sat: 'Saturday',
  sun: 'Sunday',
} as const satisfies Record<Weekday, string>;

const RANGE = /^(?:[01]\d|2[0-3]):[0-5]\d-(?:(?:[01]\d|2[0-3]):[0-5]\d|24:00)$/;

type Wrong = { path?: readonly PropertyKey[] | undefined; input?: unknown };

/** The sentence about a value of the right type and the wrong form. */
export function mustBe(expectation: string) {
  return { error: ({ path, input }: Wrong) => wrong(path, input, expectation) };
}

function wrong(path: Wrong['path'], input: unknown, expectation: string): string {
  return `${capital(named((path ?? []) as (string | number)[]))} is ${shown(input)}; it must be ${expectation}.`;
}

export const zone = z
  .string()
  .refine(isZone, {
    error: ({ path, input }: Wrong) =>
      wrong(path, input, 'an IANA time zone such as Europe/Moscow') + meant(String(input), zones()),
  })
  .meta({ description: 'IANA time zone.', examples: ['Europe/Moscow'] });

const date = z
  .string()
  .refine(isDate, mustBe('a date that exists, such as 2027-01-08'))
  .meta({ format: 'date', examples: ['2027-01-08'] });

const ranges = (day: string) =>
  z
    .array(z.string().regex(RANGE, mustBe('a time of opening and one of closing such as 09:00-18:00')))
    .exactOptional()
    .meta({ description: `Open on ${day}: ranges in their order, each from-to.`, examples: [['09:00-18:00']] });

const hours = z
  .strictObject({
    mon: ranges(WEEKDAYS.mon),
    tue: ranges(WEEKDAYS.tue),
    wed: ranges(WEEKDAYS.wed),
    thu: ranges(WEEKDAYS.thu),
    fri: ranges(WEEKDAYS.fri),
    sat: ranges(WEEKDAYS.sat),
    sun: ranges(WEEKDAYS.sun),
  })
  .meta({
    description:
      'When it is open, by day of the week. A day that is not named is closed. A range may end at 24:00; one past ' +
      'midnight is written as two.',
    examples: [{ mon: ['09:00-18:00'], tue: ['09:00-13:00', '14:00-18:00'] }],
  });

const closure = z.strictObject({
  from: date.meta({ description: 'First day.', format: 'date', examples: ['2026-12-30'] }),
  to: date.meta({ description: 'Last day, closed as well.', format: 'date', examples: ['2027-01-08'] }),
  reason: z
    .string()
    .exactOptional()
    .meta({ description: 'Why, for people.', examples: ['Plant closed'] }),
});

export const calendar = z
  .strictObject({
    zone: zone.meta({ description: 'IANA time zone of the hours and dates.', examples: ['Europe/Moscow'] }),
    hours,
    holidays: z
      .array(date)
      .exactOptional()
      .meta({ description: 'Single days on which it is closed.', examples: [['2027-02-23', '2027-03-08']] }),
    closures: z
      .array(closure)
      .exactOptional()
      .meta({
        description: 'Stretches of days on which it is closed.',
        examples: [[{ from: '2026-12-30', to: '2027-01-08', reason: 'Plant closed' }]],
      }),
  })
  .meta({ description: 'When work is done. Business time runs only while its calendar is open.' });

type Calendar = z.infer<typeof calendar>;

/** Paths are from the root of the calendar. */
export function calendarMistakes(declared: Readable<Calendar>, refused: Refused): Mistake[] {
  const { hours = {}, holidays = [], closures = [] } = declared;
  const days = Object.keys(WEEKDAYS) as Weekday[];
  const mistakes = days.flatMap(day => rangeMistakes(['hours', day], hours[day] ?? []));
  if (!refused(['hours']) && days.every(day => !hours[day]?.length)) {
    mistakes.push({
      path: ['hours'],
      sentence: 'The calendar is never open; give at least one day a range such as mon: ["09:00-18:00"].',
    });
  }
  return [...mistakes, ...repeated(['holidays'], holidays), ...closures.flatMap(closureMistakes)];
}

function rangeMistakes(path: Mistake['path'], open: readonly (string | undefined)[]): Mistake[] {
  const mistakes: Mistake[] = [];
  let before: string | undefined;
  for (const [index, range] of open.entries()) {
    if (range === undefined) continue;
    const [from, to] = range.split('-') as [string, string];
    const wrong = (sentence: string) => mistakes.push({ path: [...path, index], sentence });
    if (to <= from) {
      wrong(
        `The range ${range} ends before it begins; one past midnight is two, until 24:00 and from 00:00 the next day.`,
      );
    } else if (before !== undefined && from < before.split('-')[1]!) {
      wrong(`The range ${range} begins before ${before} has ended; ranges of a day stand in order and do not overlap.`);
    }
    before = range;
  }
  return mistakes;
}

function closureMistakes(declared: Readable<z.infer<typeof closure>> | undefined, index: number): Mistake[] {
  const { from, to } = declared ?? {};
  if (from === undefined || to === undefined || from <= to) return [];
  const sentence = `The closure ends on ${to}, before it begins on ${from}; \`to\` is its last day.`;
  return [{ path: ['closures', index, 'to'], sentence }];
}

/** What stands in the list for the second time. */
export function repeated(path: Mistake['path'], list: readonly (string | undefined)[]): Mistake[] {
  return list.flatMap((entry, index) =>
    entry === undefined || list.indexOf(entry) === index
      ? []
      : [{ path: [...path, index], sentence: `${entry} stands in ${named(path)} twice; once is enough.` }],
  );
}

/** Offsets such as +03:00 are taken by Intl, too, but know nothing of summer time. */
function isZone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

const zones = () => Intl.supportedValuesOf('timeZone');

function isDate(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false;
  try {
    Temporal.PlainDate.from(text);
    return true;
  } catch {
    return false;
  }
}
