import { expect, test } from 'vitest';
import { titleIn } from './incident-message.ts';

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
