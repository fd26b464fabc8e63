import { describe, expect, test } from 'vitest';
import { mappedTime } from './mapped-time.ts';

function iso(value: unknown, zone: string | null = null) {
  const time = mappedTime(value, zone);
  if (time === null) return null;
  return time.ok ? new Date(time.at).toISOString() : time.problem;
}

test.each([
  ['2026-11-20T12:12:00+03:00', null, '2026-11-20T09:12:00.000Z'],
  ['2026-11-20 12:12:00+03:00', null, '2026-11-20T09:12:00.000Z'],
  [' 2026-11-20T12:12:00.5 ', 'Europe/Moscow', '2026-11-20T09:12:00.500Z'],
  ['2026-11-20 12:12', 'Europe/Moscow', '2026-11-20T09:12:00.000Z'],
  ['2026-11-20T12:12:00Z', 'Europe/Moscow', '2026-11-20T12:12:00.000Z'],
  ['2026-11-20T12:12:00', '+05:30', '2026-11-20T06:42:00.000Z'],
  [1_795_165_920, null, '2026-11-20T09:12:00.000Z'],
  ['1795165920', null, '2026-11-20T09:12:00.000Z'],
  [1_795_165_920_123, null, '2026-11-20T09:12:00.123Z'],
  ['1795165920123', null, '2026-11-20T09:12:00.123Z'],
  [1_795_165_920.25, null, '2026-11-20T09:12:00.250Z'],
])('%j in %s is %s', (value, zone, at) => {
  expect(iso(value, zone)).toBe(at);
});

describe('when the clocks are put forward or back', () => {
  test('the hour that is skipped counts as the one after it', () => {
    expect(iso('2026-03-29T02:30:00', 'Europe/Berlin')).toBe('2026-03-29T01:30:00.000Z');
    expect(iso('2026-03-29T03:30:00', 'Europe/Berlin')).toBe('2026-03-29T01:30:00.000Z');
  });

  test('of the hour that comes twice it is the first', () => {
    expect(iso('2026-10-25T02:30:00', 'Europe/Berlin')).toBe('2026-10-25T00:30:00.000Z');
    expect(iso('2026-10-25T03:30:00', 'Europe/Berlin')).toBe('2026-10-25T02:30:00.000Z');
  });
});

test.each([null, '', '  ', '0001-01-01T00:00:00', '0001-01-01 00:00:00', '0001-01-01T00:00:00Z'])(
  '%j says no time',
  value => {
    expect(iso(value, 'Europe/Moscow')).toBeNull();
  },
);

test('where a zone is given, no offset is asked for', () => {
  expect(mappedTime('2026-12-24', 'Europe/Moscow')).toEqual({
    ok: false,
    problem: 'is "2026-12-24"; it must be an ISO 8601 date and time such as 2026-11-20T12:12:00.',
  });
});

test.each([
  ['20.11.2026', 'is "20.11.2026"; it must be an ISO 8601 date and time with offset: 2026-11-20T09:12:00.000Z.'],
  [
    '20261120091200',
    'is "20261120091200"; it must be an ISO 8601 date and time with offset: 2026-11-20T09:12:00.000Z.',
  ],
  ['2026-02-30 12:00:00+03:00', 'is "2026-02-30T12:00:00+03:00", which is no date or time that exists.'],
  [
    '2026-11-20 12:12:00',
    'is "2026-11-20T12:12:00" without a time zone; it must end with Z or an offset: 2026-11-20T12:12:00Z.',
  ],
  [7, 'is the number 7; seconds since 1970 have 9 or 10 digits, milliseconds 12 or 13.'],
  [0.5, 'is the number 0.5; seconds since 1970 have 9 or 10 digits, milliseconds 12 or 13.'],
  [20_261_120_091_200, 'is the number 20261120091200; seconds since 1970 have 9 or 10 digits, milliseconds 12 or 13.'],
  [true, 'gives true; it must give one time, as text or as a number.'],
  [['a'], 'gives a list; it must give one time, as text or as a number.'],
])('%j %s', (value, problem) => {
  expect(iso(value)).toBe(problem);
});
