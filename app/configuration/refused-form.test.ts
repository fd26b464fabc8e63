import { expect, test } from 'vitest';
import { type Case, changed, problemsOf } from './refused-under-test.ts';

const wrongForm: Case[] = [
  [
    'unknown section',
    [['lifecycles:', 'rules: []\nlifecycles:']],
    ['11:1  `rules` is no key of the document. It has `systems`, `calendars`, `lifecycles` and `sources`.'],
  ],
  [
    'misspelt section',
    [['lifecycles:', 'lifecycels:']],
    [
      '11:1  `lifecycels` is no key of the document. Did you mean `lifecycles`? It has `systems`, `calendars`, `lifecycles` and `sources`.',
    ],
  ],
  [
    'misspelt key',
    [['        owner: mes', '        ownr: mes']],
    [
      '25:9  `ownr` is no key of `STARTED`. Did you mean `owner`? It has `owner`, `entry`, `next`, `label`, `customerLabel`, `serviceLevel`, `freeze` and `notice`.',
    ],
  ],
  [
    'unknown key',
    [['        owner: mes', '        owner: mes\n        colour: red']],
    [
      '26:9  `colour` is no key of `STARTED`. It has `owner`, `entry`, `next`, `label`, `customerLabel`, `serviceLevel`, `freeze` and `notice`.',
    ],
  ],
  [
    'unknown language',
    [['ru: Оформлен', 'ru: Оформлен, de: Bestellt']],
    ['20:47  `de` is no key of `label`. It has `en` and `ru`.'],
  ],
  [
    'missing section',
    [['systems: [shop, crm, mes]\n', '']],
    [
      '1:1  The document has no `systems`, which must be given: The systems of the company, in the order in which their ids name an order that has no order id yet.',
    ],
  ],
  [
    'missing key',
    [['        owner: mes\n', '']],
    [
      '24:7  `STARTED` has no `owner`, which must be given: The system, one of `systems`, whose word makes this status confirmed.',
    ],
  ],
  [
    'missing in flow',
    [['CLOSED: { owner: crm, next: [] }', 'CLOSED: { next: [] }']],
    [
      '28:7  `CLOSED` has no `owner`, which must be given: The system, one of `systems`, whose word makes this status confirmed.',
    ],
  ],
  [
    'missing in list',
    [[', to: "2027-01-08"', '']],
    ['10:9  Entry 1 of `closures` has no `to`, which must be given: Last day, closed as well.'],
  ],
  [
    'missing language',
    [['{ en: Submitted, ru: Оформлен }', '{ en: Submitted }']],
    ['20:9  `label` has no `ru`, which must be given: In Russian.'],
  ],
  [
    'number for text',
    [['owner: mes', 'owner: 007']],
    ['25:16  `owner` is the number 7; it must be text such as shop. Put it in quotes: "007".'],
  ],
  [
    'text for list',
    [['next: [CLOSED]', 'next: CLOSED']],
    ['26:15  `next` is "CLOSED"; it must be a list such as [PRICE_CALCULATED, CANCELLED].'],
  ],
  [
    'text for list of hours',
    [['mon: ["09:00-18:00"]', 'mon: 09:00-18:00']],
    ['6:12  `mon` is "09:00-18:00"; it must be a list such as [09:00-18:00].'],
  ],
  [
    'text for mapping',
    [['serviceLevel: { target: P1D, breach: P3W }', 'serviceLevel: P3W']],
    ['27:23  `serviceLevel` is "P3W"; it must be a mapping such as { target: PT1H, breach: PT24H }.'],
  ],
  [
    'list for mapping',
    [['      CLOSED: { owner: crm, next: [] }', '      CLOSED: [crm]']],
    ['28:15  `CLOSED` is a list; it must be a mapping.'],
  ],
  ['list for text', [['owner: mes', 'owner: [mes]']], ['25:16  `owner` is a list; it must be text such as shop.']],
  [
    'mapping for text',
    [['owner: mes', 'owner:\n          name: mes']],
    ['26:11  `owner` is a mapping; it must be text such as shop.'],
  ],
  ['nothing for text', [['owner: mes', 'owner:']], ['25:15  `owner` is empty; it must be text such as shop.']],
  [
    'nothing for a section',
    [['calendars:\n', 'calendars:\nx_calendars:\n']],
    [
      '2:11  `calendars` is empty; it must be a mapping. Or leave it out.',
      '3:1  `x_calendars` is no key of the document. Did you mean `calendars`? It has `systems`, `calendars`, `lifecycles` and `sources`.',
    ],
  ],
  ['no is a word', [['entry: true', 'entry: no']], ['18:16  `entry` is "no"; it must be true or false.']],
  ['null in list', [['next: [CLOSED]', 'next: [~]']], ['26:16  Entry 1 of `next` is empty; it must be text.']],
  [
    'unknown time',
    [['time: business', 'time: busines']],
    ['21:60  `time` is "busines"; it must be calendar or business. Did you mean business?'],
  ],
];

test.each(wrongForm)('%s', (_title, edits, problems) => {
  expect(problemsOf(changed(...edits))).toEqual(problems);
});
