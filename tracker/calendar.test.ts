import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CalendarDefinition, calendar, calendarMistakes, WEEKDAYS } from './calendar.ts';

const HOUR = 3_600_000;
const hours = (ms: number) => ({ months: 0, days: 0, ms });
const days = (count: number) => ({ months: 0, days: count, ms: 0 });

const halfHour = (half: number) => `${String(Math.floor(half / 2)).padStart(2, '0')}:${half % 2 === 0 ? '00' : '30'}`;
/** Up to three ranges a day, in their order, some of them touching. */
const ranges = fc.uniqueArray(fc.integer({ min: 0, max: 48 }), { maxLength: 6 }).map(halves => {
  const sorted = halves.toSorted((a, b) => a - b);
  const pairs = Array.from({ length: sorted.length >> 1 }, (_, n) => [sorted[2 * n]!, sorted[2 * n + 1]!] as const);
  return pairs.map(([from, to]) => `${halfHour(from)}-${halfHour(to)}`);
});
const date = fc
  .integer({ min: 0, max: 364 })
  .map(day => new Date(Date.UTC(2026, 0, 1 + day)).toISOString().slice(0, 10));
const anyCalendar: fc.Arbitrary<CalendarDefinition> = fc
  .record({
    zone: fc.constantFrom('UTC', 'Europe/Berlin', 'Europe/Moscow', 'America/New_York', 'Australia/Lord_Howe'),
    week: fc.tuple(...WEEKDAYS.map(() => ranges)),
    holidays: fc.array(date, { maxLength: 5 }),
    closure: fc.tuple(date, date),
  })
  .filter(({ week }) => week.some(day => day.length > 0))
  .map(({ zone, week, holidays, closure }) => ({
    zone,
    hours: Object.fromEntries(WEEKDAYS.map((day, index) => [day, week[index]!])),
    holidays,
    closures: [{ from: closure.toSorted()[0]!, to: closure.toSorted()[1]! }],
  }));
const instant = fc.integer({ min: Date.parse('2025-12-01'), max: Date.parse('2027-02-01') });
const amount = fc.integer({ min: 1, max: 300 * HOUR });

describe('business time', () => {
  it('adds up: first one amount and then another is both at once', () => {
    fc.assert(
      fc.property(anyCalendar, instant, amount, amount, (definition, since, one, other) => {
        const { add } = calendar(definition);
        expect(add(add(since, hours(one)), hours(other))).toBe(add(since, hours(one + other)));
      }),
    );
  });

  it('takes as much open time as was asked for, and ends while it is open or as it closes', () => {
    fc.assert(
      fc.property(anyCalendar, instant, amount, (definition, since, ms) => {
        const { add, openBetween } = calendar(definition);
        const end = add(since, hours(ms));
        expect(openBetween(since, end)).toBe(ms);
        expect(openBetween(end - 1, end)).toBe(1);
      }),
    );
  });

  it('is open between two instants as much as to a third and from there', () => {
    fc.assert(
      fc.property(anyCalendar, fc.array(instant, { minLength: 3, maxLength: 3 }), (definition, instants) => {
        const { openBetween } = calendar(definition);
        const [a, b, c] = instants.toSorted((one, other) => one - other) as [number, number, number];
        expect(openBetween(a, b) + openBetween(b, c)).toBe(openBetween(a, c));
        expect(openBetween(a, c)).toBeLessThanOrEqual(c - a);
      }),
    );
  });

  it('ends no earlier when it begins later', () => {
    const duration = fc.oneof(amount.map(hours), fc.integer({ min: 1, max: 30 }).map(days));
    fc.assert(
      fc.property(anyCalendar, instant, instant, duration, (definition, one, other, asked) => {
        const { add } = calendar(definition);
        const [earlier, later] = [Math.min(one, other), Math.max(one, other)];
        expect(add(earlier, asked)).toBeLessThanOrEqual(add(later, asked));
      }),
    );
  });

  it('ends working days while it is open or as it closes', () => {
    fc.assert(
      fc.property(anyCalendar, instant, fc.integer({ min: 1, max: 30 }), (definition, since, count) => {
        const { add, openBetween } = calendar(definition);
        const end = add(since, days(count));
        expect(end).toBeGreaterThan(since);
        expect(openBetween(end - 1, end + 1)).toBeGreaterThan(0);
      }),
    );
  });

  it('is taken by the clocks where they show a time twice or pass over it', () => {
    const shifts = calendar({ zone: 'Europe/Berlin', hours: { sun: ['00:00-02:30', '02:30-06:00'] } });
    const open = (from: string, to: string) => shifts.openBetween(Date.parse(from), Date.parse(to)) / HOUR;
    // The first 02:30 is where one shift ends and the next begins.
    expect(open('2026-10-25T00:00+02:00', '2026-10-25T02:30+02:00')).toBe(2.5);
    expect(open('2026-10-25T02:30+02:00', '2026-10-25T06:00+01:00')).toBe(4.5);
    // From 02:00 the clocks are put forward to 03:00: so ends the one and begins the other.
    expect(open('2026-03-29T00:00+01:00', '2026-03-29T03:00+02:00')).toBe(2);
    expect(open('2026-03-29T03:00+02:00', '2026-03-29T06:00+02:00')).toBe(3);
    const gone = calendar({ zone: 'Europe/Berlin', hours: { sun: ['02:00-03:00'] } });
    expect(gone.openBetween(Date.parse('2026-03-28T00:00Z'), Date.parse('2026-03-30T00:00Z'))).toBe(0);
  });

  it('comes to an end even when the calendar never opens, and in the year 1', () => {
    const closed: CalendarDefinition = {
      zone: 'UTC',
      hours: { mon: ['09:00-18:00'] },
      closures: [{ from: '2026-01-01', to: '9999-12-31' }],
    };
    const since = Date.parse('2026-11-16T09:00Z');
    const inHundredYears = Date.parse('2126-11-16T09:00Z');
    const { add } = calendar(closed);
    expect(Math.abs(add(since, hours(HOUR)) - inHundredYears)).toBeLessThan(2 * 24 * HOUR);
    expect(Math.abs(add(since, days(2)) - inHundredYears)).toBeLessThan(2 * 24 * HOUR);
    // 1 January of the year 1 was a Monday.
    expect(add(Date.parse('0001-01-01T00:00Z'), hours(HOUR))).toBe(Date.parse('0001-01-01T10:00Z'));
  });
});

describe('a calendar', () => {
  const right: CalendarDefinition = { zone: 'Europe/Moscow', hours: { mon: ['09:00-13:00', '14:00-24:00'] } };

  it('has no mistakes when it has none', () => {
    expect(calendarMistakes(right)).toEqual([]);
    expect(calendarMistakes({ ...right, holidays: ['2028-02-29'] })).toEqual([]);
  });

  it.each<[Partial<CalendarDefinition>, (string | number)[], string]>([
    [
      { zone: 'Moscow' },
      ['zone'],
      '"Moscow" is no time zone; write one of the IANA names, for example Europe/Moscow or UTC.',
    ],
    [
      { hours: {} },
      ['hours'],
      'No day of the week has hours, so no limit would ever end; write for example mon: ["09:00-18:00"].',
    ],
    [
      { hours: { tue: ['9-18'] } },
      ['hours', 'tue', 0],
      '"9-18" are no hours; write them as 09:00-18:00, the end up to 24:00.',
    ],
    [
      { hours: { tue: ['09:00-24:01'] } },
      ['hours', 'tue', 0],
      '"09:00-24:01" are no hours; write them as 09:00-18:00, the end up to 24:00.',
    ],
    [
      { hours: { fri: ['22:00-06:00'] } },
      ['hours', 'fri', 0],
      '"22:00-06:00" ends before it has begun; write a night as two, 22:00-24:00 and on the next day 00:00-06:00.',
    ],
    [
      { hours: { wed: ['09:00-13:00', '12:00-18:00'] } },
      ['hours', 'wed', 1],
      '"12:00-18:00" begins before the hours named before it end; name them in their order.',
    ],
    [{ holidays: ['2027-02-29'] }, ['holidays', 0], '"2027-02-29" is no date; write it as 2027-01-31.'],
    [
      { closures: [{ from: '1.2.2027', to: '2027-02-05' }] },
      ['closures', 0, 'from'],
      '"1.2.2027" is no date; write it as 2027-01-31.',
    ],
    [
      { closures: [{ from: '2027-01-08', to: '2026-12-30' }] },
      ['closures', 0],
      'The closure ends on 2026-12-30, before it begins on 2027-01-08; change the two about.',
    ],
    [
      { closures: [{ from: '2027-01-01', to: '2099-12-31' }] },
      ['closures', 0],
      'Nothing is open for ten years from 2027-01-01 on; shorten the closures, or leave the calendar out.',
    ],
  ])('is refused with %j', (wrong, path, sentence) => {
    expect(calendarMistakes({ ...right, ...wrong })).toEqual([{ path, sentence }]);
  });

  it('tells all of its mistakes at once', () => {
    const wrong = { zone: 'Mars', hours: { mon: ['x'] }, holidays: ['soon'] };
    expect(calendarMistakes(wrong).map(({ path }) => path.join('.'))).toEqual(['zone', 'hours.mon.0', 'holidays.0']);
  });
});
