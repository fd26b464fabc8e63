import { describe, expect, test } from 'vitest';
import { accentOf, contrast } from './accent.ts';
import { formatsOf } from './formats.ts';

const ru = formatsOf('ru', 'Europe/Moscow');
const en = formatsOf('en-GB', 'Europe/London');

describe('dates', () => {
  test('are those of the zone', () => {
    const midnight = '2026-11-19T22:30:00.000Z';
    expect([ru.date(midnight), en.date(midnight)]).toEqual(['20 ноября', '19 November']);
    expect(ru.date(midnight, 'full')).toMatch(/^пятница, 20 ноября 2026\sг\.$/);
    expect(en.date(midnight, 'time')).toBe('19 November at 22:30 GMT');
  });

  test('of a zone that there is not are those of UTC: events may say any', () => {
    expect(formatsOf('en-GB', 'Moscow, Russia').date('2026-11-19T22:30:00.000Z', 'time')).toBe(
      '19 November at 22:30 UTC',
    );
  });

  test('of a range say what is the same once', () => {
    const range = (from: string, to: string) => [ru.dateRange(from, to), en.dateRange(from, to)];
    expect(range('2026-12-14T12:00:00Z', '2026-12-18T12:00:00Z')).toEqual([
      '14–18 декабря',
      '14\u2009–\u200918 December',
    ]);
    expect(range('2026-11-28T12:00:00Z', '2026-12-02T12:00:00Z')[0]).toEqual(
      expect.stringMatching(/^28 ноября\s–\s2 декабря$/),
    );
    expect(range('2026-12-14T09:00:00Z', '2026-12-14T12:00:00Z')).toEqual(['14 декабря', '14 December']);
  });

  test('that are none are an error', () => {
    expect(() => ru.date('soon')).toThrow('"soon" is no time in ISO 8601');
  });
});

test('sums: without the cents that are none, and of currencies that nobody knows as they are', () => {
  expect(ru.money(45_900, 'RUB')).toBe('45\u00a0900\u00a0₽');
  expect(ru.money(45_900.5, 'RUB')).toBe('45\u00a0900,50\u00a0₽');
  expect(en.money(45_900, 'EUR')).toBe('€45,900');
  expect(en.money(45_900, 'points')).toBe('45,900 points');
});

test('plurals', () => {
  const orders = (count: number) =>
    ru.plural(count, { one: '# заказ завис', few: '# заказа зависли', many: '# заказов зависло' });
  expect([1, 3, 5, 11, 21, 1_002].map(orders)).toEqual([
    '1 заказ завис',
    '3 заказа зависли',
    '5 заказов зависло',
    '11 заказов зависло',
    '21 заказ завис',
    '1\u00a0002 заказа зависли',
  ]);
  expect(() => ru.plural(1, { one: '# заказ', many: '# заказов' })).toThrow('plural has no form for few');
  expect(en.plural(0, { one: '# order', other: '# orders' })).toBe('0 orders');
});

test('durations are in the units in which somebody wrote them', () => {
  expect([en.duration('PT24H'), ru.duration('PT24H'), ru.duration('P3W')]).toEqual(['24 hours', '24 часа', '3 недели']);
  expect(en.duration('P1DT12H')).toBe('1 day, 12 hours');
  expect(() => en.duration('P')).toThrow('"P" is no duration in ISO 8601');
});

test('how long something took is told in its two largest units', () => {
  const hours = (count: number) => count * 3_600_000;
  const plain = (text: string) => text.replaceAll('\u00a0', ' ');
  expect([0.01, 0.5, 4.2, 26, 48, 500].map(count => plain(en.span(hours(count))))).toEqual([
    '1m',
    '30m',
    '4h 12m',
    '1d 2h',
    '2d',
    '20d 20h',
  ]);
  expect(plain(ru.span(hours(52)))).toBe('2 д. 4 ч');
});

test.each(['#000000', '#1e1f22', '#8a5a2b', '#0a3cff', '#ffe600', '#ffffff', '#777777'])(
  'on a button of %s its words can be read, by day and by night',
  color => {
    const { on, dark, onDark } = accentOf(color);
    expect(contrast(on, color)).toBeGreaterThan(4.5);
    expect(contrast(onDark, dark)).toBeGreaterThan(4.5);
    expect(contrast(dark, '#1e1f22')).toBeGreaterThanOrEqual(3);
  },
);
