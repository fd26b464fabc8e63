import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CalendarDefinition, calendar, parseDate, WEEKDAYS, workingDayMs } from './calendar.ts';

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
  it.each([
    ['9-18', '"9-18" are no hours'],
    ['09:00-24:01', '"09:00-24:01" are no hours'],
    ['22:00-06:00', 'The range 22:00-06:00 ends before it begins'],
  ])('is not worked out of %s', (range, sentence) => {
    expect(() => calendar({ zone: 'UTC', hours: { tue: [range] } })).toThrow(sentence);
  });

  it('has working days as long as its days are on the average', () => {
    expect(workingDayMs({ mon: ['09:00-13:00', '14:00-24:00'], fri: ['09:00-13:00'], sat: [] })).toBe(9 * HOUR);
  });

  it.each([
    ['2028-02-29', true],
    ['2027-02-29', false],
    ['1.2.2027', false],
  ])('has the date %s: %s', (text, exists) => {
    expect(parseDate(text) !== null).toBe(exists);
  });
});
