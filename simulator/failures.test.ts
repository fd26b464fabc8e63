import { expect, test } from 'vitest';
import { ALL_FAILURES, NO_FAILURES, parseRates } from './failures.ts';

test.each([
  ['all', ALL_FAILURES],
  ['none', NO_FAILURES],
  ['lost-publish=0.2', { ...NO_FAILURES, 'lost-publish': 0.2 }],
  ['flood, lost-publish=1', { ...NO_FAILURES, flood: ALL_FAILURES.flood, 'lost-publish': 1 }],
  ['all,flood=0,clock-skew=2.5', { ...ALL_FAILURES, flood: 0, 'clock-skew': 2.5 }],
])('%s', (text, rates) => {
  expect(parseRates(text)).toEqual({ ok: true, rates });
});

test.each([
  ['lost', /^there is no failure "lost"; known are lost-publish, failed-upload, .*nobody-takes\.$/],
  ['lost-publish=2', 'the rate of lost-publish is "2"; it must be the share of all orders, from 0 to 1.'],
  ['flood=31', 'the rate of flood is "31"; it must be how often a month, from 0 to 30.'],
  ['flood=', 'the rate of flood is ""; it must be how often a month, from 0 to 30.'],
  ['duplicates=often', 'the rate of duplicates is "often"; it must be the share of all messages, from 0 to 1.'],
])('refuses %s', (text, problem) => {
  const verdict = parseRates(text);
  expect(verdict).toMatchObject({ ok: false });
  if (!verdict.ok) expect(verdict.problem).toMatch(problem);
});
