import { expect, test } from 'vitest';
import { DAY, HOUR, MINUTE, T0 } from '../test/support/factory.ts';
import type { IncidentFacts } from './incident-facts.ts';
import { incidentVariables, titleIn } from './incident-message.ts';

const title = { en: 'A queue fills up', ru: 'Очередь растёт' };

test.each([
  ['en', 'queue:mes.calc', 'A queue fills up (mes.calc)'],
  ['ru', 'source:crm', 'Очередь растёт (crm)'],
  ['en', 'partner:acme', 'A queue fills up (acme)'],
  // Its orders stand beside it.
  ['en', 'mes', 'A queue fills up'],
  // Everything together, and what the title has said.
  ['en', 'source:*', 'A queue fills up'],
  ['en', 'rule:price-missing', 'A queue fills up'],
])('in %s, about %s: %s', (locale, about, said) => {
  expect(titleIn(locale, { title, about })).toBe(said);
});

test('why it is so, how sure that is, what is usual, and whether customers wait for a word, in the reader’s language', () => {
  const cause = { en: 'Nobody takes from mes.inbox.', ru: 'Никто не читает mes.inbox.' };
  const suspect = { en: 'The MES is silent.', ru: 'MES молчит.' };
  const usual = { p50Ms: 35 * MINUTE, p90Ms: 3 * HOUR, p95Ms: 5 * HOUR, samples: 212, basis: 'lifecycle' } as const;
  const order = { status: 'SUBMITTED', detail: null };
  const facts: IncidentFacts = {
    orders: 2,
    first: [
      { ...order, id: 'ORD-1', since: T0 - DAY, usual },
      { ...order, id: 'ORD-2', since: T0 - HOUR, usual: null },
    ],
    detail: null,
    suspect,
  };
  const incident = { id: 31, title, about: 'mes', severity: 'critical', openedAt: T0, limit: null, cause } as const;
  const variables = (locale: string, customers: 'held' | 'usual') =>
    incidentVariables({ incident: { ...incident, customers }, facts, told: [] }, locale, T0);
  expect(variables('ru', 'held')).toMatchObject({
    incident: { cause: cause.ru, suspect: suspect.ru, customersHeld: true },
    orders: { first: [{ usual: 'обычно 35 мин (p90 3 ч), этот уже 1 дн' }, { usual: null }] },
  });
  expect(variables('en', 'usual')).toMatchObject({
    incident: { suspect: suspect.en, customersHeld: false },
    orders: { first: [{ usual: 'usually 35 min (p90 3 h), this one 1 d' }, { usual: null }] },
  });
});
