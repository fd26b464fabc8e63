import { describe, expect, it } from 'vitest';
import { calendar } from '../tracker/calendar.ts';
import { burstSize, expectedBetween, type History, HOUR_MS, typicalBetween, usualIn, WEEK_MS } from './usual.ts';

const MONDAY = Date.parse('2026-11-16T10:00:00Z');
const UTC = { zone: 'UTC', calendar: null };
const history = (hours: Record<number, number>, more: Partial<History> = {}): History => ({
  firstHour: MONDAY - 10 * WEEK_MS,
  lastAt: MONDAY,
  events: 1_000,
  hours: new Map(Object.entries(hours).map(([hour, events]) => [Number(hour), events])),
  ...more,
});

describe('what is usual', () => {
  it('is the mean of the same hour of the last four weeks', () => {
    const known = history({ [MONDAY - WEEK_MS]: 40, [MONDAY - 2 * WEEK_MS]: 20, [MONDAY - 5 * WEEK_MS]: 900 });
    expect(usualIn(MONDAY, known, 'UTC')).toBe(15);
    expect(usualIn(MONDAY + HOUR_MS, known, 'UTC')).toBe(0);
  });

  it('is of the weeks that are known', () => {
    const known = history({ [MONDAY - WEEK_MS]: 40 }, { firstHour: MONDAY - WEEK_MS });
    expect(usualIn(MONDAY, known, 'UTC')).toBe(40);
  });

  it('goes by the clocks, which are put back in between', () => {
    const winter = Date.parse('2026-10-26T09:00:00+01:00');
    const summer = Date.parse('2026-10-19T09:00:00+02:00');
    expect(usualIn(winter, history({ [summer]: 40 }, { firstHour: summer }), 'Europe/Berlin')).toBe(40);
  });

  it('is the mean of all while a week is not known, and nothing while that is little', () => {
    const young = { firstHour: MONDAY - 24 * HOUR_MS, lastAt: MONDAY };
    expect(usualIn(MONDAY, history({}, { ...young, events: 500 }), 'UTC')).toBe(20);
    expect(usualIn(MONDAY, history({}, { ...young, events: 99 }), 'UTC')).toBeNull();
    const younger = { ...young, firstHour: MONDAY - 22 * HOUR_MS };
    expect(usualIn(MONDAY, history({}, { ...younger, events: 2_000 }), 'UTC')).toBeNull();
  });

  it('is nothing of an import of thousands within the hour', () => {
    const imported = { firstHour: MONDAY, lastAt: MONDAY + 60_000, events: 9_000 };
    expect(usualIn(MONDAY, history({}, imported), 'UTC')).toBeNull();
    expect(expectedBetween(MONDAY + 60_000, MONDAY + 120_000, history({}, imported), UTC)).toBe(0);
  });
});

describe('what would have come', () => {
  const busy = history({ [MONDAY - WEEK_MS]: 40, [MONDAY - WEEK_MS + HOUR_MS]: 40 }, { firstHour: MONDAY - WEEK_MS });

  it('counts parts of hours', () => {
    expect(expectedBetween(MONDAY + HOUR_MS / 2, MONDAY + 1.25 * HOUR_MS, busy, UTC)).toBe(30);
  });

  it('counts nothing while it is closed', () => {
    const hours = calendar({ zone: 'UTC', hours: { mon: ['11:00-12:00'] } });
    expect(expectedBetween(MONDAY, MONDAY + 5 * HOUR_MS, busy, { zone: 'UTC', calendar: hours })).toBe(40);
  });

  it('does not grow any more after a week of silence', () => {
    const silent = { ...busy, lastAt: MONDAY };
    const week = expectedBetween(MONDAY, MONDAY + WEEK_MS, silent, UTC);
    expect(week).toBe(80);
    expect(expectedBetween(MONDAY, MONDAY + 4 * WEEK_MS, silent, UTC)).toBe(week);
  });
});

describe('what is typical', () => {
  const inWeeks = (...events: number[]) =>
    history(Object.fromEntries(events.map((count, week) => [MONDAY - (week + 1) * WEEK_MS, count])));

  it('believes neither one burst nor one week that stood still', () => {
    expect(typicalBetween(MONDAY, MONDAY + HOUR_MS, inWeeks(6, 900, 0, 8), 'UTC')).toBe(6);
    expect(typicalBetween(MONDAY, MONDAY + HOUR_MS, inWeeks(0, 900, 0, 8), 'UTC')).toBe(0);
  });

  it('is of the weeks and the minutes that are known', () => {
    const young = { ...inWeeks(6, 4), firstHour: MONDAY - 2 * WEEK_MS };
    expect(typicalBetween(MONDAY, MONDAY + HOUR_MS / 2, young, 'UTC')).toBe(2);
    expect(typicalBetween(MONDAY, MONDAY + HOUR_MS, { ...young, firstHour: MONDAY }, 'UTC')).toBeNull();
  });
});

describe('what comes together', () => {
  const HOURS = 4 * 7 * 24;
  /** So many events in every nth hour, another one of them each week. */
  const every = (nth: number, events: number) =>
    history(
      Object.fromEntries(
        Array.from({ length: HOURS }, (_, hour) => [
          MONDAY - (hour + 1) * HOUR_MS,
          (hour + Math.floor(hour / 168)) % nth === 0 ? events : 0,
        ]),
      ),
    );

  it('is one where the same hours bring the same', () => {
    expect(burstSize(every(1, 12), MONDAY)).toBe(1);
  });

  it('is about an order’s events where orders come now and then', () => {
    expect(burstSize(every(4, 9), MONDAY)).toBeGreaterThan(6);
    expect(burstSize(every(4, 9), MONDAY)).toBeLessThan(10);
  });

  it('does not go by one flood, and says nothing of two weeks', () => {
    const steady = every(1, 12);
    const flood = { ...steady, hours: new Map(steady.hours).set(MONDAY - 5 * HOUR_MS, 3_000) };
    expect(burstSize(flood, MONDAY)).toBe(1);
    expect(burstSize({ ...every(4, 9), firstHour: MONDAY - 2 * WEEK_MS }, MONDAY)).toBe(1);
  });
});
