import { expect, test } from 'vitest';
import { type Case, edited, problemsOf, RIGHT } from './refused-under-test.ts';

// They stand behind the rest of a right document, from line 30 on.
const QUEUES = `queues:
  mes: [mes.inbox, "calculation.*"]
  crm: [crm.inbox]
`;

const wrong: Case[] = [
  [
    'a system that nobody declares',
    [['  mes: [', '  mse: [']],
    ['31:3  The system "mse" is not known; declared in `systems` and `sources` are shop, crm, mes. Did you mean mes?'],
  ],
  [
    'no list',
    [['[crm.inbox]', 'crm.inbox']],
    ['32:8  `crm` is "crm.inbox"; it must be a list such as [mes.inbox, mes.print.*].'],
  ],
  [
    'no queue',
    [['[crm.inbox]', '[]']],
    ['32:8  `crm` is empty; it must have at least one entry such as [mes.inbox, mes.print.*].'],
  ],
  [
    'a queue without a name',
    [['[crm.inbox]', '[" "]']],
    ['32:9  Entry 1 of `crm` is empty; it must be the name of a queue such as mes.inbox or mes.*.'],
  ],
  [
    'the same queue twice',
    [['[crm.inbox]', '[crm.inbox, crm.inbox]']],
    ['32:20  crm.inbox stands in `crm` twice; once is enough.'],
  ],
  [
    'a queue of two systems',
    [['[crm.inbox]', '[mes.inbox]']],
    ['32:9  "mes.inbox" is a queue of mes already; only one system reads from a queue.'],
  ],
];

test('takes queues of systems', () => expect(problemsOf(RIGHT + QUEUES)).toEqual([]));

test.each(wrong)('refuses %s', (_, edits, problems) => {
  expect(problemsOf(edited(RIGHT + QUEUES, edits))).toEqual(problems);
});
