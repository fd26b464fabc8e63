import { expect, test } from 'vitest';
import { HOUR, MINUTE, T0 } from '../test/support/factory.ts';
import { foresee } from './foreseen-steps.ts';
import type { Chain } from './settings.ts';

const chain: Chain = {
  steps: [
    { after: since => since + 5 * MINUTE, tell: [], channels: null },
    { after: since => since + HOUR, tell: [], channels: null },
    { after: since => since + HOUR, tell: [], channels: null },
  ],
  repeat: { from: 1, times: 1, after: since => since + 2 * HOUR },
  calendar: null,
};

const steps = (people: (at: number) => string[][], named: Partial<Parameters<typeof foresee>[1]> = {}, limit = 10) =>
  foresee(chain, { step: 0, round: 0, at: T0, since: T0, ...named }, people, limit).map(
    ({ step, round, at, people: told }) => `${(at - T0) / MINUTE}: ${step}.${round} ${told.join()}`,
  );

test('every step that would come, with whom it would reach then; one that has nobody is passed over', () => {
  expect(steps(() => [['olga'], ['ivan'], ['head']])).toEqual([
    '5: 0.0 olga',
    '65: 1.0 ivan',
    '125: 2.0 head',
    '245: 1.1 ivan',
    '305: 2.1 head',
  ]);
  expect(steps(at => [['olga'], at > T0 + 3 * HOUR ? ['ivan'] : [], ['head']])).toEqual([
    '5: 0.0 olga',
    '65: 2.0 head',
    '185: 1.1 ivan',
    '245: 2.1 head',
  ]);
});

test('from where it is, not further than asked for, and an empty chain comes to its end', () => {
  expect(steps(() => [['olga'], ['ivan'], ['head']], { step: 2, at: T0 + 7 * MINUTE }, 2)).toEqual([
    '7: 2.0 head',
    '127: 1.1 ivan',
  ]);
  const endless: Chain = { ...chain, repeat: { from: 0, times: 1e9, after: since => since } };
  expect(foresee(endless, { step: 0, round: 0, at: T0, since: T0 }, () => [[], [], []], 5)).toEqual([]);
});
