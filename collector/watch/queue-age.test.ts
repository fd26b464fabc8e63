import { expect, test } from 'vitest';
import { MINUTE, T0 } from '../../test/support/factory.ts';
import { oldestAge, type QueueNow } from './queue-age.ts';

const queue = (named: Partial<QueueNow> = {}): QueueNow => ({
  messages: 600,
  ready: 600,
  takenPerSecond: 0,
  headAt: null,
  wayMs: null,
  ...named,
});
const before = { wasEmptyAt: null, ageMs: 5 * MINUTE, sampledAt: T0 - MINUTE };

test('an empty queue has no oldest message', () => {
  expect(oldestAge(queue({ messages: 0, ready: 0 }), before, T0)).toEqual({ ms: null, isEstimate: false });
});

test('what the broker says is no estimate', () => {
  expect(oldestAge(queue({ headAt: T0 - 90_000, takenPerSecond: 1 }), null, T0)).toEqual({
    ms: 90_000,
    isEstimate: false,
  });
  expect(oldestAge(queue({ headAt: T0 + 5_000 }), null, T0)).toEqual({ ms: 0, isEstimate: false });
});

test('else depth by pace, and where nothing leaves it grows older', () => {
  expect(oldestAge(queue({ takenPerSecond: 10 }), null, T0)).toEqual({ ms: MINUTE, isEstimate: true });
  expect(oldestAge(queue(), before, T0)).toEqual({ ms: 6 * MINUTE, isEstimate: true });
  expect(oldestAge(queue(), { ...before, ageMs: null }, T0)).toEqual({ ms: MINUTE, isEstimate: true });
  expect(oldestAge(queue(), null, T0)).toEqual({ ms: 0, isEstimate: true });
});

test('nothing is older than the last look that found the queue empty', () => {
  const emptyLately = { ...before, wasEmptyAt: T0 - 15_000 };
  expect(oldestAge(queue({ takenPerSecond: 1 }), emptyLately, T0).ms).toBe(15_000);
  expect(oldestAge(queue({ headAt: T0 - 3 * 24 * 60 * MINUTE }), emptyLately, T0).ms).toBe(15_000);
});

test('what tells of long ago has not been in the queue for as long; what has left it fast has not waited', () => {
  expect(oldestAge(queue({ takenPerSecond: 10, wayMs: 26 * 60 * MINUTE }), null, T0).ms).toBe(MINUTE);
  expect(oldestAge(queue({ takenPerSecond: 10, wayMs: 700 }), null, T0).ms).toBe(700);
});
