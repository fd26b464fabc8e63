import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toIso } from '../platform/clock.ts';
import { DAY, HOUR, MINUTE } from '../test/support/factory.ts';
import { compileSchedule, cronMistake, inWords, nextRuns } from './cron.ts';

const at = (iso: string) => Date.parse(iso);
const runs = (cron: string, zone: string, from: string, count: number) =>
  nextRuns({ cron, zone }, at(from), count).map(toIso);

describe('what is a schedule', () => {
  it.each([
    '* * * * *',
    '0 9 * * 1-5',
    '*/5 9-18 * * MON-FRI',
    '0 9 L * *',
    '0 9 * * MON#1',
    '0 0 29 2 *',
    '0 9 ? JAN *',
  ])('%s is one', expression => expect(cronMistake(expression)).toBeNull());

  it.each([
    ['* * * * * *', /five fields/],
    ['@daily', /five fields/],
    ['', /five fields/],
    ['61 * * * *', /minute/],
    ['0 9 * * FUNDAY', /day of the week|dayOfWeek|week/],
    ['0 0 30 2 *', /impossible/],
  ])('%s is none', (expression, why) => expect(cronMistake(expression)).toMatch(why));
});

it('means what node-cron means, by the clock of the zone', () => {
  expect(runs('0 9 * * 1-5', 'Europe/Moscow', '2026-11-20T06:00:00Z', 2)).toEqual([
    '2026-11-23T06:00:00.000Z',
    '2026-11-24T06:00:00.000Z',
  ]);
  expect(runs('30 8 L * *', 'Asia/Kolkata', '2026-11-20T00:00:00Z', 2)).toEqual([
    '2026-11-30T03:00:00.000Z',
    '2026-12-31T03:00:00.000Z',
  ]);
  expect(runs('0 0 29 2 *', 'UTC', '2026-01-01T00:00:00Z', 1)).toEqual(['2028-02-29T00:00:00.000Z']);
});

// Berlin: on 29 March 2026 02:00 is 03:00, on 25 October 2026 03:00 is 02:00 again.
describe('where the clocks are put forward', () => {
  it('runs once at the moment at which they pass over a time that does not exist', () => {
    expect(runs('30 2 * * *', 'Europe/Berlin', '2026-03-28T12:00:00Z', 2)).toEqual([
      '2026-03-29T01:00:00.000Z',
      '2026-03-30T00:30:00.000Z',
    ]);
    expect(runs('*/20 2,3 * * *', 'Europe/Berlin', '2026-03-29T00:00:00Z', 4)).toEqual([
      '2026-03-29T01:00:00.000Z',
      '2026-03-29T01:20:00.000Z',
      '2026-03-29T01:40:00.000Z',
      '2026-03-30T00:00:00.000Z',
    ]);
  });
});

describe('where the clocks are put back', () => {
  it('runs once at a time that exists twice', () => {
    expect(runs('30 2 * * *', 'Europe/Berlin', '2026-10-24T12:00:00Z', 2)).toEqual([
      '2026-10-25T00:30:00.000Z',
      '2026-10-26T01:30:00.000Z',
    ]);
  });

  it('goes on by the minute in both hours', () => {
    const minutes = runs('* * * * *', 'Europe/Berlin', '2026-10-25T00:00:00Z', 180).map(at);
    expect(minutes.every((minute, index) => minute === at('2026-10-25T00:01:00Z') + index * MINUTE)).toBe(true);
  });
});

it('gives every instant of a schedule, each once and in order, wherever one begins', () => {
  const zones = ['Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Europe/Moscow', 'America/Santiago'];
  const crons = ['* * * * *', '*/7 * * * *', '30 2 * * *', '0 0 * * *', '15 1-3 * * 0', '0,30 */2 1,25 * *'];
  fc.assert(
    fc.property(
      fc.constantFrom(...zones),
      fc.constantFrom(...crons),
      fc.integer({ min: at('2026-01-01T00:00:00Z'), max: at('2026-12-31T00:00:00Z') }),
      fc.integer({ min: 0, max: 2 * DAY }),
      (zone, cron, from, length) => {
        const { next, latest } = compileSchedule({ cron, zone });
        const all: number[] = [];
        for (let one = next(from); one <= from + length; one = next(one)) all.push(one);
        expect(all).toEqual([...new Set(all)].sort((a, b) => a - b));
        expect(latest(from + length, from)).toEqual(
          all.length === 0 ? null : { at: all.at(-1), missed: all.length - 1 },
        );
      },
    ),
    { numRuns: 200 },
  );
});

it('says what was missed of many, and nothing of what nobody waits for', () => {
  const { latest } = compileSchedule({ cron: '0 9 * * *', zone: 'UTC' });
  expect(latest(at('2026-11-20T10:00:00Z'), at('2026-11-17T09:00:00Z'))).toEqual({
    at: at('2026-11-20T09:00:00Z'),
    missed: 2,
  });
  expect(latest(at('2026-11-20T08:59:59Z'), at('2026-11-19T09:00:00Z'))).toBeNull();
  expect(latest(at('2026-11-20T10:00:00Z'), null)).toBeNull();
});

it('says the next run in words', () => {
  const schedule = { cron: '0 9 * * *', zone: 'Europe/Moscow' };
  expect(inWords(schedule, at('2026-11-22T06:00:00Z') - 12 * HOUR + 1)).toBe(
    'Sun 22 Nov 2026 09:00 Europe/Moscow (in 12 h)',
  );
  expect(inWords({ ...schedule, cron: '0 9 * * MON' }, at('2026-11-21T18:00:00Z'))).toBe(
    'Mon 23 Nov 2026 09:00 Europe/Moscow (in 1 d 12 h)',
  );
});
