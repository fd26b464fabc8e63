import { expect, test } from 'vitest';
import { DAY, HOUR, MINUTE } from '../test/support/factory.ts';
import { usualInWords } from './usual-words.ts';

const usual = (p50Ms: number, p90Ms: number) =>
  ({ p50Ms, p90Ms, p95Ms: p90Ms, samples: 30, basis: 'lifecycle' }) as const;

test('what is usual stands beside what is', () => {
  expect(usualInWords(usual(6 * DAY, 11 * DAY), 14 * DAY)).toEqual({
    en: 'usually 6 d (p90 11 d), this one 14 d',
    ru: 'обычно 6 дн (p90 11 дн), этот уже 14 дн',
  });
  expect(usualInWords(usual(12 * MINUTE, 35 * MINUTE), 26 * HOUR + 30_000)).toEqual({
    en: 'usually 12 min (p90 35 min), this one 1 d 2 h',
    ru: 'обычно 12 мин (p90 35 мин), этот уже 1 дн 2 ч',
  });
});
