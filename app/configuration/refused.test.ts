import { describe, expect, test } from 'vitest';
import { readConfiguration } from './read.ts';

// Every kind of mistake: what was changed in the configuration below, where it is told, and in which words.
const RIGHT = `systems: [shop, crm, mes]
calendars:
  workshop:
    zone: Europe/Moscow
    hours:
      mon: ["09:00-18:00"]
      tue: ["09:00-13:00", "14:00-24:00"]
    holidays: ["2027-02-23"]
    closures:
      - { from: "2026-12-30", to: "2027-01-08", reason: Plant closed }
lifecycles:
  jewellery:
    zone: Europe/Moscow
    calendar: workshop
    statuses:
      SUBMITTED:
        owner: shop
        entry: true
        next: [STARTED, CANCELLED]
        label: { en: Submitted, ru: Оформлен }
        serviceLevel: { target: PT1H, breach: PT24H, time: business }
        freeze: { after: P14D }
        notice: order-received
      STARTED:
        owner: mes
        next: [CLOSED]
        serviceLevel: { target: P1D, breach: P3W }
      CLOSED: { owner: crm, next: [] }
      CANCELLED: { owner: crm, next: [] }
`;

const from = (part: string) => RIGHT.slice(RIGHT.indexOf(part));
const between = (part: string, end: string) => RIGHT.slice(RIGHT.indexOf(part), RIGHT.indexOf(end));

function changed(...edits: readonly Edit[]): string {
  return edits.reduce((text, [was, becomes]) => {
    if (!text.includes(was)) throw new Error(`There is no ${was}`);
    return text.replace(was, () => becomes);
  }, RIGHT);
}

function problemsOf(text: string): string[] {
  const verdict = readConfiguration(text, 'orderwatch.yaml');
  return verdict.ok ? [] : verdict.problems.map(({ line, column, sentence }) => `${line}:${column}  ${sentence}`);
}

type Edit = readonly [was: string, becomes: string];
type Case = readonly [title: string, edits: readonly Edit[], problems: readonly string[]];

test('the configuration that is changed here is right', () => {
  expect(problemsOf(RIGHT)).toEqual([]);
});

const noYaml: Case[] = [
  ['not a mapping', [[RIGHT, '- shop\n']], ['1:1  The document is a list; it must be a mapping.']],
  [
    'empty',
    [[RIGHT, '']],
    [
      '1:1  The document is empty; it must declare at least `systems` and `lifecycles`. `orderwatch check --example` prints one to begin with.',
    ],
  ],
  [
    'comments only',
    [[RIGHT, '# nothing\n']],
    [
      '1:1  The document is empty; it must declare at least `systems` and `lifecycles`. `orderwatch check --example` prints one to begin with.',
    ],
  ],
  [
    'two documents',
    [[RIGHT, `${RIGHT}---\nsystems: [shop]\n`]],
    ['31:1  A second document (after ---) begins here; a configuration is one document.'],
  ],
  [
    'a tab',
    [['    zone: Europe/Moscow\n    hours', '\tzone: Europe/Moscow\n    hours']],
    ['4:1  A tab stands here where YAML takes only spaces; indent with spaces.'],
  ],
  [
    'bad indentation',
    [['        owner: mes', '         owner: mes']],
    [
      '26:1  This line is indented otherwise than those it belongs to; the entries of a mapping or a list begin in one column.',
    ],
  ],
  [
    'an open list',
    [['next: [STARTED, CANCELLED]', 'next: [STARTED, CANCELLED']],
    ['19:15  What begins with [ here is not closed; end it with ].'],
  ],
  [
    'an open quote',
    [['reason: Plant closed', 'reason: "Plant closed']],
    ['10:57  What begins with " here is not closed; end it with ".'],
  ],
  [
    'an open mapping',
    [['freeze: { after: P14D }', 'freeze: { after: P14D']],
    ['22:17  What begins with { here is not closed; end it with }.'],
  ],
  [
    'two keys in a line',
    [['owner: mes', 'owner: mes: crm']],
    ['25:16  A second key with a colon stands in this line; put it into a line of its own, or the value into quotes.'],
  ],
  [
    'a missing colon',
    [['        owner: mes\n', '        owner mes\n']],
    ['25:9  This line is neither a key with a value nor part of one; after a key comes a colon and a space.'],
  ],
  [
    'a missing space',
    [['        owner: mes\n', '        owner:mes\n']],
    ['25:9  This line is neither a key with a value nor part of one; after a key comes a colon and a space.'],
  ],
  [
    'reserved sign',
    [['owner: mes', 'owner: @mes']],
    ['25:16  A value can not begin with this sign; put the value into quotes.'],
  ],
  [
    'escape',
    [['reason: Plant closed', 'reason: "Plant\\closed"']],
    [
      '10:63  Between double quotes a backslash begins an escape, and this is none; use single quotes, or \\\\ for a backslash.',
    ],
  ],
  [
    'key that is a list',
    [['  workshop:', '  [workshop]:']],
    ['3:3  A key must be text; this one is a list or a mapping.'],
  ],
  [
    'a tag',
    [['- { from: "2026-12-30"', '- { from: !!timestamp 2026-12-30']],
    ['10:17  Tags (words that begin with !) are not taken; leave it out.'],
  ],
  [
    'a directive',
    [['systems:', '%YAML 1.1\n---\nsystems:']],
    ['1:1  The configuration is read as YAML 1.2; leave the %YAML line out.'],
  ],
  [
    'unknown directive',
    [['systems:', '%FOO\n---\nsystems:']],
    ['1:1  Directives (lines that begin with %) are not taken; leave it out.'],
  ],
  [
    'a control character',
    [['Plant closed', 'Plant\u0007closed']],
    ['10:62  A control character (U+0007) stands here; take it out.'],
  ],
  [
    'two mistakes of syntax',
    [
      ['owner: mes', 'owner: @mes'],
      ['Plant closed', '`Plant`'],
    ],
    [
      '10:57  A value can not begin with this sign; put the value into quotes.',
      '25:16  A value can not begin with this sign; put the value into quotes.',
    ],
  ],
  [
    'a key twice',
    [['      CANCELLED:', '      CLOSED: {owner: crm, next: []}\n      CANCELLED:']],
    ['29:7  `CLOSED` stands here for the second time (first in line 28); keep one of them.'],
  ],
  [
    '__proto__',
    [['        notice', '        __proto__: {}\n        notice']],
    ['23:9  `__proto__` can not be a key; choose another name.'],
  ],
  [
    'unknown alias',
    [
      ['workshop:\n    zone: Europe/Moscow', 'workshop:\n    zone: &zone Europe/Moscow'],
      ['jewellery:\n    zone: Europe/Moscow', 'jewellery:\n    zone: *zon'],
    ],
    ['13:11  No anchor &zon stands before this alias *zon. Did you mean zone?'],
  ],
  [
    'circular alias',
    [['systems: [shop, crm, mes]', 'systems: &all [shop, crm, mes, *all]']],
    ['1:32  The alias *all stands inside of what it stands for; write out what is meant.'],
  ],
  [
    'merge of text',
    [['    zone: Europe/Moscow\n    hours', '    <<: workshop\n    zone: Europe/Moscow\n    hours']],
    ['4:9  `<<` takes over the entries of a mapping; give it an alias of one, such as *base.'],
  ],
];

const wrongForm: Case[] = [
  [
    'unknown section',
    [['lifecycles:', 'rules: []\nlifecycles:']],
    ['11:1  `rules` is no key of the document. It has `systems`, `calendars` and `lifecycles`.'],
  ],
  [
    'misspelt section',
    [['lifecycles:', 'lifecycels:']],
    [
      '11:1  `lifecycels` is no key of the document. Did you mean `lifecycles`? It has `systems`, `calendars` and `lifecycles`.',
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
      '3:1  `x_calendars` is no key of the document. Did you mean `calendars`? It has `systems`, `calendars` and `lifecycles`.',
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

const noSense: Case[] = [
  [
    'next unknown near',
    [['next: [CLOSED]', 'next: [CLOSD]']],
    [
      '26:16  The status "CLOSD" is not declared. Did you mean CLOSED? Declared are SUBMITTED, STARTED, CLOSED, CANCELLED.',
    ],
  ],
  [
    'next unknown far',
    [['next: [CLOSED]', 'next: [CLOSED, SOMEWHERE]']],
    ['26:24  The status "SOMEWHERE" is not declared. Declared are SUBMITTED, STARTED, CLOSED, CANCELLED.'],
  ],
  [
    'next itself',
    [['next: [CLOSED]', 'next: [CLOSED, STARTED]']],
    ["26:24  STARTED can't follow itself; leave it out of its `next`."],
  ],
  [
    'next twice',
    [['next: [CLOSED]', 'next: [CLOSED, CLOSED]']],
    ['26:24  CLOSED stands in `next` twice; once is enough.'],
  ],
  [
    'not reachable',
    [['next: [STARTED, CANCELLED]', 'next: [CANCELLED]']],
    [
      '24:7  No order can come to STARTED; name it in the `next` of a status before it, or give it entry: true.',
      '28:7  No order can come to CLOSED; name it in the `next` of a status before it, or give it entry: true.',
    ],
  ],
  [
    'no entry',
    [['        entry: true\n', '']],
    ['15:5  No order can begin in this lifecycle; give at least one status entry: true.'],
  ],
  [
    'entry false',
    [['entry: true', 'entry: false']],
    ['15:5  No order can begin in this lifecycle; give at least one status entry: true.'],
  ],
  [
    'no status',
    [
      [from('      SUBMITTED'), ''],
      ['statuses:', 'statuses: {}'],
    ],
    ['15:5  No status is declared; there must be at least one.'],
  ],
  [
    'no lifecycle',
    [[from('lifecycles:'), 'lifecycles: {}\n']],
    ['11:1  No lifecycle is declared; there must be at least one.'],
  ],
  [
    'all with match',
    [['calendar: workshop', 'calendar: workshop\n    match: { partner: [acme] }']],
    ['11:1  Every lifecycle has a `match`; exactly one must have none, for the orders that no other one is for.'],
  ],
  [
    'two without match',
    [
      [
        'lifecycles:\n',
        'lifecycles:\n  rings: { zone: UTC, statuses: { DONE: { owner: mes, entry: true, next: [] } } }\n',
      ],
    ],
    [
      '13:3  The lifecycle jewellery has no `match`, and neither has rings; exactly one is for the orders that no other one is for, so say here for which ones this is.',
    ],
  ],
  [
    'match without trait',
    [
      [
        'lifecycles:\n',
        'lifecycles:\n  rings: { zone: UTC, match: {}, statuses: { DONE: { owner: mes, entry: true, next: [] } } }\n',
      ],
    ],
    ['12:23  `match` names no trait; name `partner` or `productClass`, or leave it out where it is for all orders.'],
  ],
  [
    'match with empty list',
    [
      [
        'lifecycles:\n',
        'lifecycles:\n  rings: { zone: UTC, match: { partner: [] }, statuses: { DONE: { owner: mes, entry: true, next: [] } } }\n',
      ],
    ],
    ['12:41  `partner` is empty; it must have at least one entry such as [acme].'],
  ],
  [
    'match twice',
    [
      [
        'lifecycles:\n',
        'lifecycles:\n  rings: { zone: UTC, match: { partner: [a, a] }, statuses: { DONE: { owner: mes, entry: true, next: [] } } }\n',
      ],
    ],
    ['12:45  a stands in `partner` twice; once is enough.'],
  ],
  [
    'never chosen',
    [
      [
        'lifecycles:\n',
        'lifecycles:\n  rings: { zone: UTC, match: { partner: [a, b] }, statuses: { DONE: { owner: mes, entry: true, next: [] } } }\n  bands: { zone: UTC, match: { partner: [b], productClass: [band] }, statuses: { DONE: { owner: mes, entry: true, next: [] } } }\n',
      ],
    ],
    ['13:23  No order will have this lifecycle: rings, declared before it, is for all of these orders.'],
  ],
  [
    'owner unknown',
    [['owner: mes', 'owner: mess']],
    ['25:16  The owner "mess" is none of `systems`. Did you mean mes? They are shop, crm, mes.'],
  ],
  [
    'systems empty',
    [['[shop, crm, mes]', '[]']],
    ['1:10  `systems` is empty; it must have at least one entry such as [shop, crm, mes].'],
  ],
  [
    'system name',
    [['[shop, crm, mes]', '[shop, crm, mes, "the moon"]']],
    ['1:27  Entry 4 of `systems` is "the moon"; it must be 1 to 64 letters, digits, dots, underscores or hyphens.'],
  ],
  [
    'system reserved',
    [['[shop, crm, mes]', '[shop, crm, mes, orderwatch]']],
    ['1:27  "orderwatch" is reserved; give the system another name.'],
  ],
  [
    'system twice',
    [['[shop, crm, mes]', '[shop, crm, mes, crm]']],
    ['1:27  crm stands in `systems` twice; once is enough.'],
  ],
  [
    'no service level',
    [['        serviceLevel: { target: P1D, breach: P3W }\n', '']],
    [
      '24:7  STARTED has no `serviceLevel`; every status that an order must leave needs one, such as serviceLevel: { target: P1D, breach: P3D }.',
    ],
  ],
  [
    'misspelt service level',
    [['        serviceLevel: { target: P1D, breach: P3W }\n', '        servicelevel: { target: P1D, breach: P3W }\n']],
    [
      '27:9  `servicelevel` is no key of `STARTED`. Did you mean `serviceLevel`? It has `owner`, `entry`, `next`, `label`, `customerLabel`, `serviceLevel`, `freeze` and `notice`.',
    ],
  ],
  [
    'terminal with service level',
    [
      [
        'CLOSED: { owner: crm, next: [] }',
        'CLOSED: { owner: crm, next: [], serviceLevel: { target: P1D, breach: P3W } }',
      ],
    ],
    ['28:39  An order ends in CLOSED (its `next` is empty), so no limit can run; leave it out.'],
  ],
  [
    'terminal with freeze',
    [['CLOSED: { owner: crm, next: [] }', 'CLOSED: { owner: crm, next: [], freeze: { after: P1D } }']],
    ['28:39  An order ends in CLOSED (its `next` is empty), so there is nothing to freeze; leave it out.'],
  ],
  [
    'target after breach',
    [['target: P1D, breach: P3W', 'target: P22D, breach: P3W']],
    ['27:33  The target P22D is longer than the breach P3W; an order is at risk before it is stuck.'],
  ],
  [
    'bad duration',
    [['target: P1D, breach: P3W', 'target: 1 day, breach: P3W']],
    [
      '27:33  `target` is "1 day"; it must be an ISO 8601 duration such as PT24H, P1D or P2W, above zero and at most 10 years.',
    ],
  ],
  [
    'small letters',
    [['target: P1D, breach: P3W', 'target: p1d, breach: P3W']],
    [
      '27:33  `target` is "p1d"; it must be an ISO 8601 duration such as PT24H, P1D or P2W, above zero and at most 10 years.',
    ],
  ],
  [
    'bare P',
    [['target: P1D, breach: P3W', 'target: P, breach: P3W']],
    [
      '27:33  `target` is "P"; it must be an ISO 8601 duration such as PT24H, P1D or P2W, above zero and at most 10 years.',
    ],
  ],
  [
    'number as duration',
    [['target: P1D, breach: P3W', 'target: 60, breach: P3W']],
    ['27:33  `target` is the number 60; it must be text such as PT1H.'],
  ],
  [
    'zero',
    [['target: P1D, breach: P3W', 'target: PT0S, breach: P3W']],
    [
      '27:33  `target` is "PT0S"; it must be an ISO 8601 duration such as PT24H, P1D or P2W, above zero and at most 10 years.',
    ],
  ],
  [
    'negative',
    [['target: P1D, breach: P3W', 'target: -P1D, breach: P3W']],
    [
      '27:33  `target` is "-P1D"; it must be an ISO 8601 duration such as PT24H, P1D or P2W, above zero and at most 10 years.',
    ],
  ],
  [
    'too long',
    [['target: P1D, breach: P3W', 'target: P1D, breach: P11Y']],
    [
      '27:46  `breach` is "P11Y"; it must be an ISO 8601 duration such as PT24H, P1D or P2W, above zero and at most 10 years.',
    ],
  ],
  [
    'weeks of business time',
    [['target: P1D, breach: P3W', 'target: P1D, breach: P3W, time: business']],
    [
      '27:46  The breach P3W has weeks, months or years, which business time has not; count working days (P5D) or hours (PT40H).',
    ],
  ],
  [
    'freeze duration',
    [['after: P14D', 'after: two weeks']],
    [
      '22:26  `after` is "two weeks"; it must be an ISO 8601 duration such as PT24H, P1D or P2W, above zero and at most 10 years.',
    ],
  ],
  [
    'zone near',
    [['zone: Europe/Moscow\n    calendar', 'zone: Europe/Moskow\n    calendar']],
    [
      '13:11  `zone` is "Europe/Moskow"; it must be an IANA time zone such as Europe/Moscow. Did you mean Europe/Moscow?',
    ],
  ],
  [
    'zone offset',
    [['zone: Europe/Moscow\n    calendar', 'zone: "+03:00"\n    calendar']],
    ['13:11  `zone` is "+03:00"; it must be an IANA time zone such as Europe/Moscow.'],
  ],
  [
    'zone none',
    [['zone: Europe/Moscow\n    hours', 'zone: Middle-earth\n    hours']],
    ['4:11  `zone` is "Middle-earth"; it must be an IANA time zone such as Europe/Moscow.'],
  ],
  [
    'calendar missing',
    [['    calendar: workshop\n', '']],
    [
      '20:60  The limits of SUBMITTED are in business time, but its lifecycle has no `calendar`; name one of `calendars`.',
    ],
  ],
  [
    'calendar unknown',
    [['calendar: workshop', 'calendar: worksop']],
    ['14:15  The calendar "worksop" is not known; declared are workshop. Did you mean workshop?'],
  ],
  [
    'calendar, none declared',
    [[between('calendars:', 'lifecycles:'), '']],
    ['5:15  The calendar "workshop" is not known; none is declared in `calendars`.'],
  ],
  [
    'never open',
    [
      ['      mon: ["09:00-18:00"]\n      tue: ["09:00-13:00", "14:00-24:00"]\n', ''],
      ['hours:', 'hours: {}'],
    ],
    ['5:5  The calendar is never open; give at least one day a range such as mon: ["09:00-18:00"].'],
  ],
  [
    'never open, lists',
    [['mon: ["09:00-18:00"]\n      tue: ["09:00-13:00", "14:00-24:00"]', 'mon: []']],
    ['5:5  The calendar is never open; give at least one day a range such as mon: ["09:00-18:00"].'],
  ],
  [
    'unknown day',
    [['mon:', 'monday:']],
    [
      '6:7  `monday` is no key of `hours`. Did you mean `mon`? It has `mon`, `tue`, `wed`, `thu`, `fri`, `sat` and `sun`.',
    ],
  ],
  [
    'hours form',
    [['mon: ["09:00-18:00"]', 'mon: ["9-18", "09:00 - 18:00", "09:00–18:00", "09:60-18:00", "24:00-24:00"]']],
    [
      '6:13  Entry 1 of `mon` is "9-18"; it must be a time of opening and one of closing such as 09:00-18:00.',
      '6:21  Entry 2 of `mon` is "09:00 - 18:00"; it must be a time of opening and one of closing such as 09:00-18:00.',
      '6:38  Entry 3 of `mon` is "09:00–18:00"; it must be a time of opening and one of closing such as 09:00-18:00.',
      '6:53  Entry 4 of `mon` is "09:60-18:00"; it must be a time of opening and one of closing such as 09:00-18:00.',
      '6:68  Entry 5 of `mon` is "24:00-24:00"; it must be a time of opening and one of closing such as 09:00-18:00.',
    ],
  ],
  [
    'hours that YAML 1.1 takes for numbers',
    [['mon: ["09:00-18:00"]', 'mon: [12:30]']],
    ['6:13  Entry 1 of `mon` is "12:30"; it must be a time of opening and one of closing such as 09:00-18:00.'],
  ],
  [
    'hours backward',
    [['mon: ["09:00-18:00"]', 'mon: ["18:00-09:00"]']],
    [
      '6:13  The range 18:00-09:00 ends before it begins; one past midnight is two, until 24:00 and from 00:00 the next day.',
    ],
  ],
  [
    'hours empty',
    [['mon: ["09:00-18:00"]', 'mon: ["09:00-09:00"]']],
    [
      '6:13  The range 09:00-09:00 ends before it begins; one past midnight is two, until 24:00 and from 00:00 the next day.',
    ],
  ],
  [
    'hours overlap',
    [['"14:00-24:00"', '"12:30-18:00"']],
    [
      '7:28  The range 12:30-18:00 begins before 09:00-13:00 has ended; ranges of a day stand in order and do not overlap.',
    ],
  ],
  [
    'hours out of order',
    [['["09:00-13:00", "14:00-24:00"]', '["14:00-24:00", "09:00-13:00"]']],
    [
      '7:28  The range 09:00-13:00 begins before 14:00-24:00 has ended; ranges of a day stand in order and do not overlap.',
    ],
  ],
  [
    'date that does not exist',
    [['holidays: ["2027-02-23"]', 'holidays: ["2027-02-29"]']],
    ['8:16  Entry 1 of `holidays` is "2027-02-29"; it must be a date that exists, such as 2027-01-08.'],
  ],
  [
    'date form',
    [['holidays: ["2027-02-23"]', 'holidays: [23.02.2027, 2027-02-23T00:00:00Z]']],
    [
      '8:16  Entry 1 of `holidays` is "23.02.2027"; it must be a date that exists, such as 2027-01-08.',
      '8:28  Entry 2 of `holidays` is "2027-02-23T00:00:00Z"; it must be a date that exists, such as 2027-01-08.',
    ],
  ],
  [
    'date that is a number',
    [['holidays: ["2027-02-23"]', 'holidays: [20270223]']],
    ['8:16  Entry 1 of `holidays` is the number 20270223; it must be text such as 2027-01-08.'],
  ],
  [
    'holiday twice',
    [['holidays: ["2027-02-23"]', 'holidays: ["2027-02-23", 2027-02-23]']],
    ['8:30  2027-02-23 stands in `holidays` twice; once is enough.'],
  ],
  [
    'closure backward',
    [['to: "2027-01-08"', 'to: "2026-01-08"']],
    ['10:35  The closure ends on 2026-01-08, before it begins on 2026-12-30; `to` is its last day.'],
  ],
  ['empty label', [['en: Submitted', 'en: ""']], ['20:22  `en` is empty; it must be text that people can read.']],
  ['blank label', [['en: Submitted', 'en: " "']], ['20:22  `en` is empty; it must be text that people can read.']],
  [
    'label is text',
    [['label: { en: Submitted, ru: Оформлен }', 'label: Submitted']],
    ['20:16  `label` is "Submitted"; it must be a mapping such as { en: Submitted, ru: Оформлен }.'],
  ],
  [
    'status name',
    [
      ['      CANCELLED:', '      ON HOLD: { owner: crm, next: [] }\n      CANCELLED:'],
      ['next: [CLOSED]', 'next: [CLOSED, ON HOLD]'],
    ],
    [
      '29:7  "ON HOLD" is no name for a status; a name has 1 to 64 letters of a to z, digits and underscores, and begins with a letter.',
    ],
  ],
  [
    'status name digit',
    [['      CANCELLED:', '      1ST: { owner: crm, entry: true, next: [] }\n      CANCELLED:']],
    [
      '29:7  "1ST" is no name for a status; a name has 1 to 64 letters of a to z, digits and underscores, and begins with a letter.',
    ],
  ],
  [
    'calendar name',
    [
      ['  workshop:', '  "work shop":'],
      ['calendar: workshop', 'calendar: work shop'],
    ],
    [
      '3:3  "work shop" is no name for a calendar; a name has 1 to 64 letters of a to z, digits, hyphens and underscores, and begins with a letter.',
    ],
  ],
  [
    'lifecycle name',
    [['  jewellery:', '  ювелирный:']],
    [
      '12:3  "ювелирный" is no name for a lifecycle; a name has 1 to 64 letters of a to z, digits, hyphens and underscores, and begins with a letter.',
    ],
  ],
  [
    'notice',
    [['notice: order-received', 'notice: Order received']],
    ['23:17  `notice` is "Order received"; it must be the id of a notice, in small letters, such as order-received.'],
  ],
  [
    'everything at once',
    [
      ['[shop, crm, mes]', '[shop, crm, 5]'],
      ['zone: Europe/Moscow\n    hours', 'zone: Mars\n    hours'],
      ['"14:00-24:00"', '"12:00-24:00"'],
      ['next: [STARTED, CANCELLED]', 'next: [STARTD, CANCELLED]'],
      ['PT24H', '24h'],
      ['P3W', 'PT1H'],
      ['      CLOSED:', '      LOST: { owner: crm, next: [] }\n      CLOSED:'],
    ],
    [
      '1:22  Entry 3 of `systems` is the number 5; it must be text. Put it in quotes: "5".',
      '4:11  `zone` is "Mars"; it must be an IANA time zone such as Europe/Moscow.',
      '7:28  The range 12:00-24:00 begins before 09:00-13:00 has ended; ranges of a day stand in order and do not overlap.',
      '19:16  The status "STARTD" is not declared. Did you mean STARTED? Declared are SUBMITTED, STARTED, LOST, CLOSED, CANCELLED.',
      '21:47  `breach` is "24h"; it must be an ISO 8601 duration such as PT24H, P1D or P2W, above zero and at most 10 years.',
      '27:33  The target P1D is longer than the breach PT1H; an order is at risk before it is stuck.',
      '28:7  No order can come to LOST; name it in the `next` of a status before it, or give it entry: true.',
    ],
  ],
];

describe('what is no YAML', () => {
  test.each(noYaml)('%s', (_title, edits, problems) => {
    expect(problemsOf(changed(...edits))).toEqual(problems);
  });
});

describe('what has the wrong form', () => {
  test.each(wrongForm)('%s', (_title, edits, problems) => {
    expect(problemsOf(changed(...edits))).toEqual(problems);
  });
});

describe('what makes no sense', () => {
  test.each(noSense)('%s', (_title, edits, problems) => {
    expect(problemsOf(changed(...edits))).toEqual(problems);
  });
});

test('values that are nested without end', () => {
  expect(problemsOf('['.repeat(50_000))).toEqual([
    expect.stringMatching(/^1:\d+ {2}Values are nested too deep here[.]$/),
  ]);
});

test('aliases of aliases of aliases are no way to fill the memory', () => {
  const lists = Array.from(
    { length: 40 },
    (_, i) =>
      `  - &a${i} [${
        i === 0
          ? 'x'
          : Array(9)
              .fill(`*a${i - 1}`)
              .join(', ')
      }]`,
  );
  const problems = problemsOf(changed(['systems: [shop, crm, mes]', `systems:\n${lists.join('\n')}`]));
  expect(problems).toContain('6:35  With the alias *a3 aliases stand for more than 10000 values; write them out.');
});

test('a file that is far too long', () => {
  expect(problemsOf('# nothing\n'.repeat(200_000))).toEqual([
    '1:1  The file has 2000000 characters; a configuration has at most 1048576.',
  ]);
});

test('something that several aliases lead to is told once', () => {
  const text = changed(
    ['{ target: P1D, breach: P3W }', '*limit'],
    [
      'serviceLevel: { target: PT1H, breach: PT24H, time: business }',
      'serviceLevel: &limit { target: 1h, breach: P1D }',
    ],
  );
  expect(problemsOf(text)).toEqual([
    '21:40  `target` is "1h"; it must be an ISO 8601 duration such as PT24H, P1D or P2W, above zero and at most 10 years.',
  ]);
});

test('every problem knows its file and its path', () => {
  const verdict = readConfiguration(changed(['owner: mes', 'owner: mess']), 'etc/orderwatch.yaml');
  expect(verdict).toMatchObject({
    problems: [
      {
        file: 'etc/orderwatch.yaml',
        line: 25,
        column: 16,
        path: ['lifecycles', 'jewellery', 'statuses', 'STARTED', 'owner'],
      },
    ],
  });
});
