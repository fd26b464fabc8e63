import { expect, test } from 'vitest';
import { HOUR, MINUTE, T0 } from '../test/support/factory.ts';
import { agesOfStalled, stalledAfter } from './stalled-after.ts';

const on = { declaredMs: 10 * MINUTE, lateMs: HOUR, usual: 3 };
const after = (...minutes: number[]) => ({ since: T0, reports: minutes.map(minute => T0 + minute * MINUTE) });

test('where nothing comes late it is what is declared', () => {
  expect(stalledAfter(after(8, 16, 24), { ...on, lateMs: 5 * MINUTE })).toBe(10 * MINUTE);
});

test('a single message that is missing may be late', () => {
  expect(stalledAfter(after(2, 4, 6), on)).toBe(HOUR);
  expect(stalledAfter(after(2), { ...on, usual: null })).toBe(HOUR);
});

test('more of them are not: it is twice the longest pause so far, in a few steps', () => {
  expect(stalledAfter(after(2, 4), on)).toBe(10 * MINUTE);
  expect(stalledAfter(after(2, 8), on)).toBe(15 * MINUTE);
  expect(stalledAfter(after(2, 12), on)).toBe(20 * MINUTE);
  expect(stalledAfter(after(2, 14), on)).toBe(HOUR);
  // Before the first one it stood in a queue, for as long as that may be.
  expect(stalledAfter(after(50), on)).toBe(20 * MINUTE);
  expect(stalledAfter(after(4), on)).toBe(10 * MINUTE);
});

test('a rule looks whenever one of these may have passed', () => {
  expect(agesOfStalled(on)).toEqual([10 * MINUTE, 15 * MINUTE, 20 * MINUTE, HOUR]);
  expect(agesOfStalled({ ...on, lateMs: 12 * MINUTE })).toEqual([10 * MINUTE, 12 * MINUTE]);
  expect(agesOfStalled({ ...on, lateMs: 0 })).toEqual([10 * MINUTE]);
});
