import { expect, test } from 'vitest';
import { nextWait } from './learning.ts';

const [MINUTE, HOUR] = [60_000, 3_600_000];

test('what a first start brings is learned within minutes, and then once an hour', () => {
  const waits = [0];
  while (waits.length < 10) waits.push(nextWait(waits.at(-1)!, HOUR));
  expect(waits.slice(1).map(ms => ms / MINUTE)).toEqual([1, 2, 4, 8, 16, 32, 60, 60, 60]);
  expect(nextWait(0, 0)).toBe(0);
});
