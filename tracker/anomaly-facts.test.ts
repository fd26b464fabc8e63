import { expect, test } from 'vitest';
import { type AnomalyFact, anomalyFacts, anomalySentence, BETWEEN_SENTENCES } from './anomaly-facts.ts';

test('what is said is read again as the facts that it was made of', () => {
  const said: AnomalyFact[] = [
    { says: 'cannotFollow', values: { source: 'crm', status: 'CANCELLED', present: 'SHIPPED' } },
    { says: 'unknownStatus', values: { source: 'mes line 2', status: 'GLUED', lifecycle: 'jewellery' } },
    { says: 'noWayTo', values: { source: 'crm', status: 'RETURNED', lifecycle: 'jewellery' } },
    { says: 'neverCame', values: { source: 'mes', status: 'PACKAGING', skipped: 'SUBMITTED, PRICE_CALCULATED' } },
    { says: 'again', values: { source: 'crm', status: 'SUBMITTED', last: 'SHIPPED' } },
    {
      says: 'neitherFollows',
      values: {
        ...{ sources: 'crm, shop and 2 more', verb: 'say', status: 'CANCELLED' },
        ...{ others: 'mes', otherVerb: 'says', otherStatus: 'SHIPPED' },
      },
    },
    { says: 'inFuture', values: { source: 'mes', date: '2027-01-01T00:00:00.000Z' } },
    { says: 'longAgo', values: { source: 'mes', date: '2020-01-01T00:00:00.000Z' } },
    { says: 'sameId', values: { source: 'mes', order: 'A', otherSource: 'crm', otherOrder: '~mes:7' } },
    { says: 'differs', values: { source: 'crm', fields: 'status A → B, customer' } },
    { says: 'anyOfMany', values: { provisional: '~mes:7' } },
    { says: 'anyOf', values: { provisional: '~mes:7', orders: 'A, B' } },
  ];
  for (const { says, values } of said) {
    expect(anomalyFacts(anomalySentence(says, values as never))).toEqual([{ says, values }]);
  }
  const several = said.slice(4, 6);
  const text = several.map(({ says, values }) => anomalySentence(says, values as never)).join(BETWEEN_SENTENCES);
  expect(anomalyFacts(text)).toEqual(several);
});

test('of a text that says anything else nothing is guessed', () => {
  expect(anomalyFacts('they disagree')).toEqual([]);
  expect(anomalyFacts('crm says SHIPPED again after CLOSED; and more')).toEqual([]);
  expect(anomalySentence('cannotFollow', { source: 'crm', status: 'CANCELLED', present: 'SHIPPED' })).toBe(
    'crm says CANCELLED, which cannot follow SHIPPED',
  );
});
