import { z } from 'zod';
import { capital, type Mistake, meant, named, type Readable, type Refused, shown } from '../platform/mistake.ts';
import { calendar as businessTime, type Hours, parseDate, RANGE, rangeMistakes, WEEKDAYS } from './calendar.ts';
import { zone as clocks, isZone } from './zone.ts';

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
      wrong(path, input, 'an IANA time zone such as Europe/Moscow') +
      meant(String(input), Intl.supportedValuesOf('timeZone')),
  })
  .meta({ description: 'IANA time zone.', examples: ['Europe/Moscow'] });

const date = z
  .string()
  .refine(text => parseDate(text) !== null, mustBe('a date that exists, such as 2027-01-08'))
  .meta({ format: 'date', examples: ['2027-01-08'] });

const ranges = (day: string) =>
  z
    .array(z.string().regex(RANGE, mustBe('a time of opening and one of closing such as 09:00-18:00')))
    .exactOptional()
    .meta({ description: `Open on ${day}: ranges in their order, each from-to.`, examples: [['09:00-18:00']] });

const hours = z
  .strictObject({
    mon: ranges('Monday'),
    tue: ranges('Tuesday'),
    wed: ranges('Wednesday'),
    thu: ranges('Thursday'),
    fri: ranges('Friday'),
    sat: ranges('Saturday'),
    sun: ranges('Sunday'),
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
  return [
    ...hoursMistakes(hours, refused),
    ...repeated(['holidays'], holidays),
    ...closures.flatMap(closureMistakes),
    ...endlessClosures(declared, refused),
  ];
}

/** Null where nobody can say when it is open, because its hours are wrong. */
export function knownHours({ hours = {} }: Readable<Calendar>, refused: Refused): Hours | null {
  return refused(['hours']) || hoursMistakes(hours, refused).length > 0 ? null : (hours as Hours);
}

function hoursMistakes(hours: Readable<Hours>, refused: Refused): Mistake[] {
  if (!refused(['hours']) && WEEKDAYS.every(day => !hours[day]?.length)) {
    const sentence = 'The calendar is never open; give at least one day a range such as mon: ["09:00-18:00"].';
    return [{ path: ['hours'], sentence }];
  }
  return WEEKDAYS.flatMap(day =>
    rangeMistakes(hours[day] ?? []).map(({ path, sentence }) => ({ path: ['hours', day, ...path], sentence })),
  );
}

function closureMistakes(declared: Readable<z.infer<typeof closure>> | undefined, index: number): Mistake[] {
  const { from, to } = declared ?? {};
  if (from === undefined || to === undefined || from <= to) return [];
  const sentence = `The closure ends on ${to}, before it begins on ${from}; \`to\` is its last day.`;
  return [{ path: ['closures', index, 'to'], sentence }];
}

const TEN_YEARS_MS = 3_653 * 24 * 3_600_000;

/** A slip of the pen in a year, and no limit would ever end. Closures that meet count as one. */
function endlessClosures(declared: Readable<Calendar>, refused: Refused): Mistake[] {
  const { zone, holidays = [], closures = [] } = declared;
  const hours = knownHours(declared, refused);
  if (zone === undefined || hours === null) return [];
  const known = closures.flatMap(({ from, to } = {}, index) =>
    from === undefined || to === undefined ? [] : [{ from, to, index }],
  );
  const { openBetween } = businessTime({
    zone,
    hours,
    holidays: holidays.filter(day => day !== undefined),
    closures: known,
  });
  return known.flatMap(({ from, index }) => {
    const begin = clocks(zone).reaches(parseDate(from)!);
    if (openBetween(begin, begin + TEN_YEARS_MS) > 0) return [];
    const sentence = `Nothing is open for ten years from ${from} on; shorten the closures, or leave the calendar out.`;
    return [{ path: ['closures', index], sentence }];
  });
}

/** What stands in the list for the second time. */
export function repeated(path: Mistake['path'], list: readonly (string | undefined)[]): Mistake[] {
  return list.flatMap((entry, index) =>
    entry === undefined || list.indexOf(entry) === index
      ? []
      : [{ path: [...path, index], sentence: `${entry} stands in ${named(path)} twice; once is enough.` }],
  );
}
