import { expect, test } from 'vitest';
import { differenceOf } from './difference.ts';

test('a change tells what is other than before, and of new things what they are', () => {
  expect(differenceOf({ status: 'A', notify: 'none' }, { publish: false, notify: 'none', status: 'B' })).toEqual([
    { field: 'status', before: 'A', after: 'B' },
    { field: 'publish', before: undefined, after: false },
  ]);
  expect(differenceOf(null, { name: 'olga', partner: null, scopes: [] })).toEqual([
    { field: 'name', before: undefined, after: 'olga' },
  ]);
  // What is not said of it has stayed, and what was set back to nothing is told.
  expect(differenceOf({ kind: 'silence', until: 'x' }, { endedAt: 'y' })).toEqual([
    { field: 'endedAt', before: undefined, after: 'y' },
  ]);
  expect(differenceOf({ until: 'x' }, { until: null })).toEqual([{ field: 'until', before: 'x', after: null }]);
  expect(differenceOf({ name: 'mine', shared: true }, null).map(({ after }) => after)).toEqual(['mine', true]);
  expect(differenceOf(null, null)).toEqual([]);
});
