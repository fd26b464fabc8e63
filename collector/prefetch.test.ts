import { expect, test } from 'vitest';
import { createPrefetch } from './prefetch.ts';

test('large messages cut the limit, quiet times let it grow back', () => {
  const prefetch = createPrefetch(3_000, 64_000);
  expect(prefetch.overflows({ items: 3_000, bytes: 64_000 })).toBe(false);
  expect(prefetch.overflows({ items: 80, bytes: 64_001 })).toBe(true);
  expect(prefetch.limit()).toBe(20);
  expect(prefetch.grows(2_999)).toBe(false);
  expect(prefetch.grows(1)).toBe(true);
  expect(prefetch.limit()).toBe(80);
  for (let round = 0; round < 3; round++) prefetch.grows(3_000);
  expect(prefetch.limit()).toBe(3_000);
  expect(prefetch.grows(3_000)).toBe(false);
});

test('one message is taken however large it is', () => {
  const prefetch = createPrefetch(3_000, 64_000);
  expect(prefetch.overflows({ items: 1, bytes: 1_000_000 })).toBe(false);
  expect(prefetch.overflows({ items: 2, bytes: 1_000_000 })).toBe(true);
  expect(prefetch.limit()).toBe(1);
});
