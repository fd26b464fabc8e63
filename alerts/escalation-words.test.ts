import { expect, test } from 'vitest';
import { DAY, HOUR, T0 } from '../test/support/factory.ts';
import { escalationInWords } from './escalation-words.ts';
import type { Incident } from './incident.ts';
import { alertSettings, aPerson, ruleThatSees } from './settings-under-test.ts';

const settings = alertSettings({
  rules: [ruleThatSees({ now: [] }), ruleThatSees({ now: [] }, { name: 'queue-full', route: null })],
  people: { olga: aPerson('Olga') },
  routes: { workshop: { info: null, warning: 'daily', critical: 'daily' } },
  chains: {
    daily: {
      steps: [
        { after: null, tell: [{ kind: 'person', person: 'olga' }], channels: null },
        { after: null, tell: [{ kind: 'team', team: 'workshop' }, { kind: 'slack' }], channels: null },
      ],
      repeat: null,
      calendar: null,
    },
  },
});

const OPEN: Incident = {
  ...{
    id: 31,
    rule: 'price-missing',
    ruleHash: 'h1',
    about: 'mes',
    severity: 'critical',
    state: 'open',
    shadow: false,
  },
  ...{
    title: { en: 'x', ru: 'x' },
    limit: null,
    cause: null,
    causeKey: null,
    causeEndedAt: null,
    suspect: false,
    storm: false,
  },
  ...{ customers: 'usual', customersBy: null, customersAt: null, verdict: null, verdictBy: null, verdictAt: null },
  ...{ mergedInto: null, openedAt: T0, lastJoinedAt: T0 },
  ...{ lastSeenAt: T0, seen: 1, reopened: 0, flapping: false, acknowledgedBy: null, acknowledgedAt: null, until: null },
  ...{ resolvedAt: null, resolvedBy: null, resolution: null, step: 0, round: 0, nextStepAt: T0 + HOUR, version: 1 },
  traceparent: null,
};

test.each<[string, Partial<Incident>, number | null, string]>([
  ['the next step', {}, null, 'Next, at 2026-11-20 10:00 UTC: Olga (step 1 of 2).'],
  [
    'a later one',
    { step: 1 },
    null,
    'Next, at 2026-11-20 10:00 UTC: the team workshop and the Slack channel (step 2 of 2).',
  ],
  ['a silence', {}, T0 + DAY, 'A silence holds until 2026-11-21 09:00 UTC; then Olga (step 1 of 2).'],
  [
    'the end of the chain',
    { nextStepAt: null, step: 1 },
    null,
    'Its chain has come to its end: everybody whom it names was told.',
  ],
  ['a chain made shorter', { step: 5 }, null, 'Its chain has come to its end: everybody whom it names was told.'],
  ['no route', { rule: 'queue-full' }, null, 'No route leads from its rule to anybody: nobody is told.'],
  ['no chain for it', { severity: 'info' }, null, 'No route leads from its rule to anybody: nobody is told.'],
  ['a rule that is gone', { rule: 'of-old' }, null, 'No route leads from its rule to anybody: nobody is told.'],
  ['on trial', { shadow: true, nextStepAt: null }, null, 'Its rule is on trial: nobody is told.'],
  [
    'flapping',
    { flapping: true, nextStepAt: null },
    null,
    'It comes and goes: nobody is told until it has been quiet for a while.',
  ],
  [
    'taken on',
    { state: 'acknowledged', acknowledgedBy: 'olga', until: T0 + DAY, nextStepAt: null },
    null,
    'Olga has taken it on: nobody is told before 2026-11-21 09:00 UTC.',
  ],
  [
    'put off',
    { state: 'snoozed', until: T0 + DAY, nextStepAt: null },
    null,
    'It was put off: nobody is told before 2026-11-21 09:00 UTC.',
  ],
  ['over', { state: 'resolved', resolvedAt: T0, nextStepAt: null }, null, 'It is over: nobody is told any more.'],
])('%s', (_what, named, silencedUntil, sentence) => {
  expect(escalationInWords({ ...OPEN, ...named }, settings, silencedUntil)).toBe(sentence);
});
