import { expect, test } from 'vitest';
import { referenceDefinition, referenceLifecycles } from '../../test/support/reference.ts';
import { lifecycle, lifecycles } from '../lifecycle.ts';
import { dwellBuckets } from './dwell-buckets.ts';

test('bounds at 2, 30 and 60 minutes and at every declared limit, ascending', () => {
  const buckets = dwellBuckets(referenceLifecycles);
  const days = (count: number) => count * 86_400;
  expect(buckets).toEqual(expect.arrayContaining([120, 1_800, 3_600, days(1), days(2), days(3), days(7), days(14)]));
  expect(buckets).toEqual([...new Set(buckets)].toSorted((a, b) => a - b));
});

test('many limits make no more than 32 of them', () => {
  const [name, status] = Object.entries(referenceDefinition.statuses)[0]!;
  const statuses = Object.fromEntries(
    Array.from({ length: 40 }, (_, at) => [
      `${name}_${at}`,
      { ...status, next: [], serviceLevel: { target: `PT${at + 7}M`, breach: `PT${at + 77}M` } },
    ]),
  );
  const many = lifecycles([], [lifecycle({ name: 'many', zone: 'UTC', statuses }, '')]);
  expect(dwellBuckets(many)).toHaveLength(32);
});
