import { expect, test } from 'vitest';
import { looksFor } from './looks-for.ts';

test.each([
  [{ kind: 'dwell', status: 'SUBMITTED', over: 'PT24H' }, 'dwell: status SUBMITTED, over 1 d'],
  [{ kind: 'dwell', status: ['A', 'B'], over: 'breach', time: undefined }, 'dwell: status A or B, over breach'],
  [{ kind: 'sequenceGap', for: 'PT10M' }, 'sequence gap: for 10 min'],
  [{ kind: 'dwell', status: '*', over: 'breach', exceptFound: true }, 'dwell: status any, over breach, except found'],
  [{ kind: 'quarantine', over: 0 }, 'quarantine: over 0'],
  [{ kind: 'silence', source: '*' }, 'silence: source each by itself'],
  [{ kind: 'silence', source: 'any', for: 'PT30M' }, 'silence: source all together, for 30 min'],
  [{ kind: 'divergence', for: 'PT30M', between: ['crm', 'mes'] }, 'divergence: for 30 min, between crm and mes'],
  [{ kind: 'noOrders' }, 'no orders'],
  [{ kind: 'sql', query: 'select\n  1' }, 'sql: query select 1'],
])('%j', (declared, words) => {
  expect(looksFor(declared)).toBe(words);
});
