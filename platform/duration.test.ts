import { expect, it } from 'vitest';
import { durationInWords } from './duration.ts';

it.each([
  [0, '0 s'],
  [999, '0 s'],
  [59_000, '59 s'],
  [60_000, '1 min'],
  [95 * 60_000, '1 h 35 min'],
  [(2 * 24 + 4) * 3_600_000 + 59_000, '2 d 4 h'],
  [21 * 86_400_000, '21 d'],
])('says %i ms as %s', (ms, words) => {
  expect(durationInWords(ms)).toBe(words);
});
