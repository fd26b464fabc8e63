import { expect, test } from 'vitest';
import { readConfiguration } from './read.ts';
import { between, type Case, changed, from, problemsOf, RIGHT } from './refused-under-test.ts';

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
    'no end',
    [
      [
        'CLOSED: { owner: crm, next: [] }',
        'CLOSED: { owner: crm, next: [STARTED], serviceLevel: { target: P1D, breach: P2D } }',
      ],
      ['next: [STARTED, CANCELLED]', 'next: [STARTED]'],
      ['      CANCELLED: { owner: crm, next: [] }\n', ''],
    ],
    [
      '16:7  An order that has come to SUBMITTED can never end; lead from it, over however many statuses, to one with next: [].',
      '24:7  An order that has come to STARTED can never end; lead from it, over however many statuses, to one with next: [].',
      '28:7  An order that has come to CLOSED can never end; lead from it, over however many statuses, to one with next: [].',
    ],
  ],
  [
    'no end from some',
    [
      ['next: [CLOSED]', 'next: [MENDED]'],
      [
        '      CLOSED: { owner: crm, next: [] }\n',
        '      MENDED: { owner: mes, next: [STARTED], serviceLevel: { target: P1D, breach: P2D } }\n',
      ],
    ],
    [
      '24:7  An order that has come to STARTED can never end; lead from it, over however many statuses, to one with next: [].',
      '28:7  An order that has come to MENDED can never end; lead from it, over however many statuses, to one with next: [].',
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
      '27:9  `servicelevel` is no key of `STARTED`. Did you mean `serviceLevel`? It has `owner`, `entry`, `next`, `label`, `customerLabel`, `customerStep`, `serviceLevel`, `freeze` and `notice`.',
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
    'freeze without service level',
    [['        serviceLevel: { target: P1D, breach: P3W }\n', '        freeze: { after: P14D }\n']],
    [
      '24:7  STARTED has no `serviceLevel`; every status that an order must leave needs one, such as serviceLevel: { target: P1D, breach: P3D }.',
    ],
  ],
  [
    'target after breach',
    [['target: P1D, breach: P3W', 'target: P22D, breach: P3W']],
    ['27:33  The target P22D is longer than the breach P3W; an order is at risk before it is stuck.'],
  ],
  [
    'target after breach by hours of working days',
    [['target: PT1H, breach: PT24H', 'target: P2D, breach: PT18H']],
    ['21:33  The target P2D is longer than the breach PT18H; an order is at risk before it is stuck.'],
  ],
  [
    'target after breach by working days of hours',
    [['target: PT1H, breach: PT24H', 'target: PT24H, breach: P2D']],
    ['21:33  The target PT24H is longer than the breach P2D; an order is at risk before it is stuck.'],
  ],
  [
    'target after breach by working days of hours that nobody knows',
    [
      ['"09:00-18:00"', '"9-18"'],
      ['target: PT1H, breach: PT24H', 'target: PT24H, breach: P2D'],
      ['target: P1D, breach: P3W', 'target: PT49H, breach: P2D, time: business'],
    ],
    [
      '6:13  Entry 1 of `mon` is "9-18"; it must be a time of opening and one of closing such as 09:00-18:00.',
      '27:33  The target PT49H is longer than the breach P2D; an order is at risk before it is stuck.',
    ],
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
    'a time alone, which YAML 1.1 takes for a number',
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
  [
    'closure that does not end',
    [['to: "2027-01-08"', 'to: "2207-01-08"']],
    ['10:9  Nothing is open for ten years from 2026-12-30 on; shorten the closures, or leave the calendar out.'],
  ],
  [
    'closures that do not end together, with holidays that nobody knows',
    [
      ['"2027-02-23"', 'soon'],
      [
        'to: "2027-01-08", reason: Plant closed }',
        'to: "2030-12-31" }\n      - { from: "2031-01-01", to: "2037-01-08" }',
      ],
    ],
    [
      '8:16  Entry 1 of `holidays` is "soon"; it must be a date that exists, such as 2027-01-08.',
      '10:9  Nothing is open for ten years from 2026-12-30 on; shorten the closures, or leave the calendar out.',
    ],
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

test.each(noSense)('%s', (_title, edits, problems) => {
  expect(problemsOf(changed(...edits))).toEqual(problems);
});

test('the configuration that is changed here is right', () => {
  expect(problemsOf(RIGHT)).toEqual([]);
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
