import { describe, expect, it } from 'vitest';
import type { Instant } from '../platform/clock.ts';
import { type CalendarDefinition, calendar, workingDayMs } from './calendar.ts';
import { businessLimit, calendarLimit, type Limit, targetIsLonger } from './service-level.ts';
import { zone } from './zone.ts';

// Worked out by hand, with a calendar of 2026 beside it; every time says its weekday and offset. Clocks in Berlin:
//   on Sunday 29 March 2026 from 02:00 +01:00 to 03:00 +02:00, on Sunday 25 October from 03:00 +02:00 to 02:00 +01:00.
// Clocks in Moscow always stand at +03:00.

type Row = readonly [since: string, limit: string, reached: string, why: string];
type FrozenRow = readonly [since: string, limit: string, frozen: readonly string[], reached: string, why: string];

const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

/** `Sat 2026-03-28 20:00 +01:00`; a weekday that is not that of the date is a mistake of the table. */
function at(text: string): Instant {
  const [weekday, date, time, offset] = text.split(' ');
  expect(DAYS[new Date(`${date}T00:00Z`).getUTCDay()], text).toBe(weekday);
  return Date.parse(`${date}T${time}${offset}`);
}

/** The other way round, so that a failing row shows what came out as a person would write it. */
function show(instant: Instant, zoneName: string): string {
  const local = zone(zoneName).toLocal(instant);
  const [date, time] = new Date(local).toISOString().split(/[T.]/);
  const offset = new Date(local - instant).toISOString().slice(11, 16);
  return `${DAYS[new Date(local).getUTCDay()]} ${date} ${time!.replace(/:00$/, '')} +${offset}`;
}

function check(limit: Limit, zoneName: string, since: string, frozen: readonly string[], reached: string): void {
  const pauses = frozen.map(stretch => {
    const [from, to] = stretch.split(' – ');
    return [at(from!), at(to!)] as const;
  });
  at(reached);
  expect(show(limit(at(since), pauses), zoneName)).toBe(reached);
}

const BERLIN = 'Europe/Berlin';
const MOSCOW = 'Europe/Moscow';

describe('calendar time in Berlin', () => {
  it.each<Row>([
    ['Sat 2026-03-28 20:00 +01:00', 'P1D', 'Sun 2026-03-29 20:00 +02:00', 'the day has 23 hours'],
    ['Sat 2026-03-28 20:00 +01:00', 'PT24H', 'Sun 2026-03-29 21:00 +02:00', 'hours are exact'],
    ['Sat 2026-03-28 02:30 +01:00', 'P1D', 'Sun 2026-03-29 03:30 +02:00', '02:30 does not exist: as much later'],
    ['Sat 2026-10-24 20:00 +02:00', 'P1D', 'Sun 2026-10-25 20:00 +01:00', 'the day has 25 hours'],
    ['Sat 2026-10-24 20:00 +02:00', 'PT24H', 'Sun 2026-10-25 19:00 +01:00', 'hours are exact'],
    ['Sat 2026-10-24 02:30 +02:00', 'P1D', 'Sun 2026-10-25 02:30 +02:00', '02:30 exists twice: the first'],
    ['Sun 2026-10-25 02:30 +01:00', 'P1D', 'Mon 2026-10-26 02:30 +01:00', 'begun at the second 02:30'],
    ['Mon 2026-03-16 10:00 +01:00', 'P3W', 'Mon 2026-04-06 10:00 +02:00', 'three weeks over the change'],
    ['Sat 2026-03-28 00:30 +01:00', 'P1DT2H', 'Sun 2026-03-29 03:30 +02:00', 'the day, then two hours: 01:30, 03:30'],
    ['Sat 2026-01-31 10:00 +01:00', 'P1M', 'Sat 2026-02-28 10:00 +01:00', 'no 31 February: its last day'],
  ])('%s and %s: %s, for %s', (since, limit, reached) => {
    check(calendarLimit(limit, BERLIN), BERLIN, since, [], reached);
  });
});

describe('calendar time in Moscow', () => {
  it.each<Row>([
    ['Sat 2026-03-28 20:00 +03:00', 'P1D', 'Sun 2026-03-29 20:00 +03:00', 'clocks are left alone'],
    ['Sat 2026-10-24 20:00 +03:00', 'PT24H', 'Sun 2026-10-25 20:00 +03:00', 'clocks are left alone'],
    ['Thu 2026-12-31 23:30 +03:00', 'P3W', 'Thu 2027-01-21 23:30 +03:00', 'calendar time knows no holidays'],
  ])('%s and %s: %s, for %s', (since, limit, reached) => {
    check(calendarLimit(limit, MOSCOW), MOSCOW, since, [], reached);
  });
});

describe('calendar time with freezes, in Berlin', () => {
  it.each<FrozenRow>([
    [
      'Tue 2026-11-17 10:00 +01:00',
      'PT24H',
      ['Tue 2026-11-17 12:00 +01:00 – Tue 2026-11-17 15:00 +01:00'],
      'Wed 2026-11-18 13:00 +01:00',
      'three hours frozen',
    ],
    [
      'Tue 2026-11-17 10:00 +01:00',
      'PT24H',
      [
        'Tue 2026-11-17 12:00 +01:00 – Tue 2026-11-17 13:00 +01:00',
        'Wed 2026-11-18 10:30 +01:00 – Wed 2026-11-18 11:30 +01:00',
      ],
      'Wed 2026-11-18 12:00 +01:00',
      'the second freeze begins half an hour before the limit, which the first has moved to 11:00',
    ],
    [
      'Tue 2026-11-17 10:00 +01:00',
      'PT24H',
      ['Thu 2026-11-19 10:00 +01:00 – Fri 2026-11-20 10:00 +01:00'],
      'Wed 2026-11-18 10:00 +01:00',
      'a limit that was reached before the freeze stays where it was',
    ],
    [
      'Sat 2026-10-24 10:00 +02:00',
      'P1D',
      ['Sat 2026-10-24 12:00 +02:00 – Mon 2026-10-26 12:00 +01:00'],
      'Tue 2026-10-27 10:00 +01:00',
      'two hours of the day are used, 22 are left on Monday at noon',
    ],
    [
      'Sat 2026-10-24 10:00 +02:00',
      'PT24H',
      ['Sat 2026-10-24 12:00 +02:00 – Mon 2026-10-26 12:00 +01:00'],
      'Tue 2026-10-27 10:00 +01:00',
      'two hours are used, 22 are left on Monday at noon',
    ],
    [
      'Sat 2026-10-24 10:00 +02:00',
      'P1D',
      ['Sun 2026-10-25 09:00 +01:00 – Mon 2026-10-26 09:00 +01:00'],
      'Mon 2026-10-26 10:00 +01:00',
      'one hour of the day is left on Monday at nine',
    ],
  ])('%s and %s, frozen %j: %s, for %s', (since, limit, frozen, reached) => {
    check(calendarLimit(limit, BERLIN), BERLIN, since, frozen, reached);
  });
});

/** Eight hours from Monday to Thursday, with an hour for lunch, and six on Friday; closed between the years. */
const LONG_DAY = ['09:00-12:00', '13:00-18:00'];
const officeHours: CalendarDefinition = {
  zone: BERLIN,
  hours: { mon: LONG_DAY, tue: LONG_DAY, wed: LONG_DAY, thu: LONG_DAY, fri: ['09:00-15:00'] },
  holidays: ['2026-12-25', '2027-01-01'],
  closures: [{ from: '2026-12-28', to: '2026-12-31', reason: 'Between the years' }],
};
const office = calendar(officeHours);

describe('business hours of an office in Berlin', () => {
  it.each<Row>([
    ['Mon 2026-11-16 09:00 +01:00', 'PT8H', 'Mon 2026-11-16 18:00 +01:00', 'a whole day ends at its end'],
    ['Mon 2026-11-16 09:00 +01:00', 'PT16H', 'Tue 2026-11-17 18:00 +01:00', 'two whole days'],
    ['Mon 2026-11-16 10:00 +01:00', 'PT16H', 'Wed 2026-11-18 10:00 +01:00', '7 on Monday, 8 on Tuesday, 1'],
    ['Mon 2026-11-16 11:30 +01:00', 'PT1H', 'Mon 2026-11-16 13:30 +01:00', 'half an hour before lunch, half after'],
    ['Mon 2026-11-16 12:30 +01:00', 'PT30M', 'Mon 2026-11-16 13:30 +01:00', 'begun at lunch'],
    ['Mon 2026-11-16 06:00 +01:00', 'PT3H', 'Mon 2026-11-16 12:00 +01:00', 'begun before the opening, ends at lunch'],
    ['Mon 2026-11-16 18:00 +01:00', 'PT1H', 'Tue 2026-11-17 10:00 +01:00', 'begun at the close'],
    ['Fri 2026-11-20 14:00 +01:00', 'PT2H', 'Mon 2026-11-23 10:00 +01:00', 'an hour on Friday, one on Monday'],
    ['Sat 2026-11-21 11:00 +01:00', 'PT1H', 'Mon 2026-11-23 10:00 +01:00', 'begun on the weekend'],
    ['Mon 2026-11-16 09:00 +01:00', 'PT38H', 'Fri 2026-11-20 15:00 +01:00', 'the whole week'],
    ['Fri 2026-03-27 14:00 +01:00', 'PT2H', 'Mon 2026-03-30 10:00 +02:00', 'a weekend with 47 hours'],
    ['Fri 2026-10-23 14:00 +02:00', 'PT2H', 'Mon 2026-10-26 10:00 +01:00', 'a weekend with 49 hours'],
    [
      'Thu 2026-12-24 16:00 +01:00',
      'PT4H',
      'Mon 2027-01-04 11:00 +01:00',
      'holiday, weekend, closure, holiday, weekend',
    ],
    ['Wed 2026-12-30 10:00 +01:00', 'PT1H', 'Mon 2027-01-04 10:00 +01:00', 'begun in the closure'],
    ['Mon 2026-11-16 10:00 +01:00', 'P1D', 'Tue 2026-11-17 10:00 +01:00', 'the same time of the next working day'],
    ['Fri 2026-11-20 10:00 +01:00', 'P1D', 'Mon 2026-11-23 10:00 +01:00', 'which is Monday'],
    ['Mon 2026-11-16 10:00 +01:00', 'P5D', 'Mon 2026-11-23 10:00 +01:00', 'a week of five working days'],
    ['Sat 2026-11-21 11:00 +01:00', 'P1D', 'Tue 2026-11-24 09:00 +01:00', 'begins on Monday at nine'],
    ['Mon 2026-11-16 20:00 +01:00', 'P1D', 'Wed 2026-11-18 09:00 +01:00', 'begins on Tuesday at nine'],
    ['Mon 2026-11-16 12:30 +01:00', 'P1D', 'Tue 2026-11-17 13:00 +01:00', 'begins after lunch'],
    ['Thu 2026-11-19 16:00 +01:00', 'P1D', 'Fri 2026-11-20 15:00 +01:00', 'Friday closes at three'],
    [
      'Thu 2026-12-24 10:00 +01:00',
      'P1D',
      'Mon 2027-01-04 10:00 +01:00',
      'holiday, weekend, closure, holiday, weekend',
    ],
    ['Fri 2026-03-27 10:00 +01:00', 'P1D', 'Mon 2026-03-30 10:00 +02:00', 'a weekend with 47 hours'],
    [
      'Mon 2026-11-16 10:00 +01:00',
      'P1DT4H',
      'Tue 2026-11-17 15:00 +01:00',
      'the day, then 2 hours before lunch, 2 after',
    ],
  ])('%s and %s: %s, for %s', (since, limit, reached) => {
    check(businessLimit(limit, office), BERLIN, since, [], reached);
  });

  it.each<FrozenRow>([
    [
      'Fri 2026-11-20 13:00 +01:00',
      'PT4H',
      ['Fri 2026-11-20 14:00 +01:00 – Mon 2026-11-23 10:00 +01:00'],
      'Mon 2026-11-23 14:00 +01:00',
      'one hour is used, on Monday at ten three are left, with lunch between them',
    ],
    [
      'Fri 2026-11-20 13:00 +01:00',
      'PT4H',
      ['Fri 2026-11-20 15:30 +01:00 – Mon 2026-11-23 08:00 +01:00'],
      'Mon 2026-11-23 11:00 +01:00',
      'nothing was open while it was frozen',
    ],
    [
      'Mon 2026-11-16 14:00 +01:00',
      'P2D',
      ['Tue 2026-11-17 10:00 +01:00 – Wed 2026-11-18 10:00 +01:00'],
      'Thu 2026-11-19 14:00 +01:00',
      'eight open hours frozen, which is a working day',
    ],
    [
      'Thu 2026-12-24 16:00 +01:00',
      'PT4H',
      ['Sat 2026-12-26 10:00 +01:00 – Sun 2027-01-03 10:00 +01:00'],
      'Mon 2027-01-04 11:00 +01:00',
      'frozen over the closure only',
    ],
    [
      'Mon 2026-11-16 09:00 +01:00',
      'PT8H',
      ['Mon 2026-11-16 20:00 +01:00 – Wed 2026-11-18 09:00 +01:00'],
      'Mon 2026-11-16 18:00 +01:00',
      'the limit was reached before the freeze',
    ],
  ])('%s and %s, frozen %j: %s, for %s', (since, limit, frozen, reached) => {
    check(businessLimit(limit, office), BERLIN, since, frozen, reached);
  });
});

/** A night shift from ten to six, every night, as two ranges. */
const NIGHT = ['00:00-06:00', '22:00-24:00'];
const nightShift = calendar({
  zone: BERLIN,
  hours: { mon: NIGHT, tue: NIGHT, wed: NIGHT, thu: NIGHT, fri: NIGHT, sat: NIGHT, sun: NIGHT },
});

describe('night shifts in Berlin', () => {
  it.each<Row>([
    ['Tue 2026-11-17 22:00 +01:00', 'PT8H', 'Wed 2026-11-18 06:00 +01:00', 'one whole night'],
    ['Tue 2026-11-17 12:00 +01:00', 'PT2H', 'Wed 2026-11-18 00:00 +01:00', 'a range that ends at 24:00'],
    ['Tue 2026-11-17 12:00 +01:00', 'PT3H', 'Wed 2026-11-18 01:00 +01:00', 'over midnight'],
    ['Sat 2026-03-28 22:00 +01:00', 'PT7H', 'Sun 2026-03-29 06:00 +02:00', 'the night has seven hours'],
    ['Sat 2026-03-28 22:00 +01:00', 'PT8H', 'Sun 2026-03-29 23:00 +02:00', 'the eighth is in the next night'],
    ['Sat 2026-10-24 22:00 +02:00', 'PT9H', 'Sun 2026-10-25 06:00 +01:00', 'the night has nine hours'],
    ['Sat 2026-10-24 22:00 +02:00', 'PT5H', 'Sun 2026-10-25 02:00 +01:00', '22, 23, 00, 01, 02 and 02 once more'],
    ['Fri 2026-11-20 23:00 +01:00', 'P1D', 'Sat 2026-11-21 23:00 +01:00', 'each date with hours is a working day'],
  ])('%s and %s: %s, for %s', (since, limit, reached) => {
    check(businessLimit(limit, nightShift), BERLIN, since, [], reached);
  });
});

describe('what can be a limit', () => {
  it('is no number of weeks in business time, and no month', () => {
    const advice =
      'has weeks, months or years, which business time has not; count working days (P5D) or hours (PT40H).';
    expect(() => businessLimit('P3W', office)).toThrow(`P3W ${advice}`);
    expect(() => businessLimit('P1MT5M', office)).toThrow(`P1MT5M ${advice}`);
    expect(() => businessLimit('P1DT5M', office)).not.toThrow();
  });

  it.each([
    ['PT1H', 'PT24H', 'calendar', false],
    ['P1D', 'PT24H', 'calendar', false],
    ['P2W', 'P3D', 'calendar', true],
    ['PT7H', 'P1D', 'business', false],
    ['PT9H', 'P1D', 'business', true],
  ] as const)('%s is longer than %s in %s time: %s', (target, breach, time, longer) => {
    expect(targetIsLonger({ target, breach, time }, workingDayMs(officeHours.hours))).toBe(longer);
  });

  it.each([
    ['PT9H', 'P1D', false],
    ['PT25H', 'P1D', true],
    ['P2D', 'P1D', true],
  ])('%s is longer than %s however long a working day is: %s', (target, breach, longer) => {
    expect(targetIsLonger({ target, breach, time: 'business' }, null)).toBe(longer);
  });
});
