import { expect, test } from 'vitest';
import { type Case, changed, problemsOf } from './refused-under-test.ts';

const wrongForm: Case[] = [
  [
    'unknown section',
    [['lifecycles:', 'wishes: []\nlifecycles:']],
    [
      '11:1  `wishes` is no key of the document. It has `systems`, `calendars`, `lifecycles`, `sources`, `notifications`, `rules`, `incidents`, `queues`, `endpoints`, `decisions`, `people`, `teams`, `onCall`, `chains`, `routes`, `digests` and `access`.',
    ],
  ],
  [
    'misspelt section',
    [['lifecycles:', 'lifecycels:']],
    [
      '11:1  `lifecycels` is no key of the document. Did you mean `lifecycles`? It has `systems`, `calendars`, `lifecycles`, `sources`, `notifications`, `rules`, `incidents`, `queues`, `endpoints`, `decisions`, `people`, `teams`, `onCall`, `chains`, `routes`, `digests` and `access`.',
    ],
  ],
  [
    'misspelt key',
    [['        owner: mes', '        ownr: mes']],
    [
      '25:9  `ownr` is no key of `STARTED`. Did you mean `owner`? It has `owner`, `entry`, `next`, `label`, `customerLabel`, `customerStep`, `serviceLevel`, `freeze` and `notice`.',
    ],
  ],
  [
    'unknown key',
    [['        owner: mes', '        owner: mes\n        colour: red']],
    [
      '26:9  `colour` is no key of `STARTED`. It has `owner`, `entry`, `next`, `label`, `customerLabel`, `customerStep`, `serviceLevel`, `freeze` and `notice`.',
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
    'number for text',
    [['owner: mes', 'owner: 007']],
    ['25:16  `owner` is the number 7; it must be text such as shop. Put it in quotes: "007".'],
  ],
  [
    'text for list',
    [['next: [CLOSED]', 'next: CLOSED']],
    ['26:15  `next` is "CLOSED"; it must be a list such as [PRICE_CALCULATED, CANCELLED], or [] where an order ends.'],
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
      '3:1  `x_calendars` is no key of the document. Did you mean `calendars`? It has `systems`, `calendars`, `lifecycles`, `sources`, `notifications`, `rules`, `incidents`, `queues`, `endpoints`, `decisions`, `people`, `teams`, `onCall`, `chains`, `routes`, `digests` and `access`.',
    ],
  ],
  ['no is a word', [['entry: true', 'entry: no']], ['18:16  `entry` is "no"; it must be true or false.']],
  ['null in list', [['next: [CLOSED]', 'next: [~]']], ['26:16  Entry 1 of `next` is empty; it must be text.']],
  [
    'unknown time',
    [['time: business', 'time: busines']],
    ['21:60  `time` is "busines"; it must be calendar or business. Did you mean business?'],
  ],
  [
    'breach missing',
    [['breach: PT24H, ', '']],
    [
      '21:9  `serviceLevel` has no `breach`, which must be given: After this long the order must have left it; from then on it is stuck.',
    ],
  ],
  [
    'target missing',
    [['target: PT1H, ', '']],
    [
      '21:9  `serviceLevel` has no `target`, which must be given: After this long in the status the order should have left it; from then on it is at risk.',
    ],
  ],
  [
    'unknown key of service level',
    [['time: business', 'tine: business']],
    ['21:54  `tine` is no key of `serviceLevel`. Did you mean `time`? It has `target`, `breach` and `time`.'],
  ],
  [
    'freeze is text',
    [['freeze: { after: P14D }', 'freeze: P14D']],
    ['22:17  `freeze` is "P14D"; it must be a mapping such as { after: P14D }.'],
  ],
  [
    'freeze empty',
    [['{ after: P14D }', '{}']],
    ['22:9  `freeze` has no `after`, which must be given: After this long in the status, in calendar time.'],
  ],
  [
    'freeze unknown key',
    [['after: P14D', 'afetr: P14D']],
    ['22:19  `afetr` is no key of `freeze`. Did you mean `after`? It has `after`.'],
  ],
  [
    'calendar without hours',
    [['    hours:\n      mon: ["09:00-18:00"]\n      tue: ["09:00-13:00", "14:00-24:00"]\n', '']],
    [
      '3:3  `workshop` has no `hours`, which must be given: When it is open, by day of the week. A day that is not named is closed. A range may end at 24:00; one past midnight is written as two.',
    ],
  ],
  [
    'calendars list',
    [['calendars:\n  workshop:', 'calendars:\n  - workshop:']],
    ['3:3  `calendars` is a list; it must be a mapping.'],
  ],
  [
    'calendar null',
    [
      [
        '    zone: Europe/Moscow\n    hours:\n      mon: ["09:00-18:00"]\n      tue: ["09:00-13:00", "14:00-24:00"]\n    holidays: ["2027-02-23"]\n    closures:\n      - { from: "2026-12-30", to: "2027-01-08", reason: Plant closed }\n',
        '',
      ],
    ],
    ['3:12  `workshop` is empty; it must be a mapping.'],
  ],
  [
    'closures one',
    [
      [
        'closures:\n      - { from: "2026-12-30", to: "2027-01-08", reason: Plant closed }',
        'closures: { from: "2026-12-30", to: "2027-01-08" }',
      ],
    ],
    [
      '9:15  `closures` is a mapping; it must be a list such as [{ from: 2026-12-30, to: 2027-01-08, reason: Plant closed }].',
    ],
  ],
  [
    'closure unknown key',
    [['reason:', 'raeson:']],
    ['10:49  `raeson` is no key of entry 1 of `closures`. Did you mean `reason`? It has `from`, `to` and `reason`.'],
  ],
  [
    'closure reason number',
    [['reason: Plant closed', 'reason: 5']],
    ['10:57  `reason` is the number 5; it must be text such as Plant closed. Put it in quotes: "5".'],
  ],
  [
    'closure date',
    [['from: "2026-12-30"', 'from: 30.12.2026']],
    ['10:17  `from` is "30.12.2026"; it must be a date that exists, such as 2027-01-08.'],
  ],
  [
    'holiday text',
    [['holidays: ["2027-02-23"]', 'holidays: "2027-02-23"']],
    ['8:15  `holidays` is "2027-02-23"; it must be a list such as [2027-02-23, 2027-03-08].'],
  ],
  [
    'match text',
    [['    calendar: workshop\n    statuses', '    calendar: workshop\n    match: acme\n    statuses']],
    ['15:12  `match` is "acme"; it must be a mapping such as { partner: [acme], productClass: [ring] }.'],
  ],
  [
    'match trait text',
    [['    calendar: workshop\n    statuses', '    calendar: workshop\n    match: { partner: acme }\n    statuses']],
    ['15:23  `partner` is "acme"; it must be a list such as [acme].'],
  ],
  [
    'match trait number',
    [['    calendar: workshop\n    statuses', '    calendar: workshop\n    match: { partner: [7] }\n    statuses']],
    ['15:24  Entry 1 of `partner` is the number 7; it must be text. Put it in quotes: "7".'],
  ],
  [
    'match trait unknown',
    [['    calendar: workshop\n    statuses', '    calendar: workshop\n    match: { prtner: [acme] }\n    statuses']],
    ['15:14  `prtner` is no key of `match`. Did you mean `partner`? It has `partner` and `productClass`.'],
  ],
  [
    'statuses missing',
    [['    statuses:\n', '    stati:\n']],
    [
      '12:3  `jewellery` has no `statuses`, which must be given: The statuses by name, in the order in which an order usually walks through them. A name has letters, digits and underscores, upper-case by custom.',
      '15:5  `stati` is no key of `jewellery`. It has `zone`, `calendar`, `match` and `statuses`.',
    ],
  ],
  [
    'status null',
    [['CLOSED: { owner: crm, next: [] }', 'CLOSED:']],
    ['28:14  `CLOSED` is empty; it must be a mapping.'],
  ],
  [
    'lifecycles list',
    [['lifecycles:\n  jewellery:', 'lifecycles:\n  - jewellery:']],
    ['12:3  `lifecycles` is a list; it must be a mapping.'],
  ],
  ['lifecycle null', [['lifecycles:', 'lifecycles:\n  rings:']], ['12:9  `rings` is empty; it must be a mapping.']],
  [
    'systems text',
    [['[shop, crm, mes]', 'shop']],
    ['1:10  `systems` is "shop"; it must be a list such as [shop, crm, mes].'],
  ],
  [
    'zone missing',
    [['  jewellery:\n    zone: Europe/Moscow\n', '  jewellery:\n']],
    ['12:3  `jewellery` has no `zone`, which must be given: IANA time zone of days and weeks in calendar time.'],
  ],
  [
    'zone number',
    [['  jewellery:\n    zone: Europe/Moscow\n', '  jewellery:\n    zone: 3\n']],
    ['13:11  `zone` is the number 3; it must be text such as Europe/Moscow.'],
  ],
  [
    'calendar number',
    [['calendar: workshop', 'calendar: 5']],
    ['14:15  `calendar` is the number 5; it must be text such as workshop. Put it in quotes: "5".'],
  ],
  ['entry text', [['entry: true', 'entry: "true"']], ['18:16  `entry` is "true"; it must be true or false.']],
  ['entry number', [['entry: true', 'entry: 1']], ['18:16  `entry` is the number 1; it must be true or false.']],
  [
    'notice mapping',
    [['notice: order-received', 'notice: { id: order-received }']],
    ['23:17  `notice` is a mapping; it must be text such as order-received.'],
  ],
  [
    'customerLabel unknown',
    [['        notice', '        customerLabel: { en: a, ru: б, de: c }\n        notice']],
    ['23:40  `de` is no key of `customerLabel`. It has `en` and `ru`.'],
  ],
  [
    'customerLabel in no language',
    [['        notice', '        customerLabel: {}\n        notice']],
    ['23:24  `customerLabel` is a mapping; it must be one with `en`, `ru` or both.'],
  ],
  [
    'customerLabel in another language alone',
    [['        notice', '        customerLabel: { de: c }\n        notice']],
    [
      '23:24  `customerLabel` is a mapping; it must be one with `en`, `ru` or both.',
      '23:26  `de` is no key of `customerLabel`. It has `en` and `ru`.',
    ],
  ],
  [
    'customerLabel blank',
    [['        notice', '        customerLabel: { en: a, ru: "" }\n        notice']],
    ['23:37  `ru` is empty; it must be text that people can read.'],
  ],
  [
    'next missing',
    [['        next: [CLOSED]\n', '']],
    [
      '24:7  `STARTED` has no `next`, which must be given: The statuses that may follow, rework included. An empty list: the order ends here.',
    ],
  ],
  [
    'next mapping',
    [['next: [CLOSED]', 'next: { CLOSED: yes }']],
    ['26:15  `next` is a mapping; it must be a list such as [PRICE_CALCULATED, CANCELLED], or [] where an order ends.'],
  ],
  [
    'next empty',
    [['CLOSED: { owner: crm, next: [] }', 'CLOSED: { owner: crm, next: }']],
    ['28:35  `next` is empty; it must be a list such as [PRICE_CALCULATED, CANCELLED], or [] where an order ends.'],
  ],
  [
    'next number',
    [['next: [CLOSED]', 'next: [5]']],
    ['26:16  Entry 1 of `next` is the number 5; it must be text. Put it in quotes: "5".'],
  ],
];

test.each(wrongForm)('%s', (_title, edits, problems) => {
  expect(problemsOf(changed(...edits))).toEqual(problems);
});
