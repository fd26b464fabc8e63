import { expect, test } from 'vitest';
import { type Case, edited, problemsOf, RIGHT } from './refused-under-test.ts';

const RULES = `rules:
  price-missing:
    title: { en: Orders wait for their price, ru: Заказы ждут цены }
    condition: { kind: missing, status: SUBMITTED, successor: STARTED, over: target }
    severity: warning
    raise: { over: breach, severity: critical }
    schedule: "*/5 9-18 * * 1-5"
    zone: Europe/Moscow
    where: { partner: [acme], lifecycle: [jewellery], source: [shop], value: { atLeast: 10, atMost: 100 } }
    mode: shadow
  stuck: { title: { en: Stuck }, condition: { kind: dwell, status: [SUBMITTED, STARTED], over: PT3H, time: business }, severity: info }
  disputed: { title: { en: Disputed }, condition: { kind: divergence, for: PT30M, between: [crm, mes] }, severity: info }
  silent: { title: { en: Silent }, condition: { kind: silence, source: mes, calendar: workshop }, severity: info }
  flood: { title: { en: Flood }, condition: { kind: partnerRate, over: { events: 10, within: PT1H } }, severity: info }
  full: { title: { en: Full }, condition: { kind: queueDepth, queue: mes.*, over: 1000 }, severity: info, raise: { over: 5000, severity: critical } }
  slow: { title: { en: Slow }, condition: { kind: database, test: slowQueries, over: PT30S }, severity: info }
  late: { title: { en: Late }, condition: { kind: overdue, before: P2D }, severity: info, raise: { over: promise, severity: critical } }
incidents: { zone: Europe/Moscow, groupWithin: PT10M, flapsAfter: 3, acknowledgeFor: P1D, calendar: workshop, storm: { share: 0.2 } }
`;

const wrong: Case[] = [
  [
    'unknown key',
    [['mode: shadow', 'moode: shadow']],
    [
      '39:5  `moode` is no key of `price-missing`. Did you mean `mode`? It has `title`, `condition`, `severity`, `raise`, `schedule`, `zone`, `where`, `route` and `mode`.',
    ],
  ],
  [
    'name',
    [['price-missing:', 'Price missing:']],
    [
      '31:3  "Price missing" is no name for a rule; a name has 1 to 64 small letters, digits and hyphens, and begins with a letter or digit.',
    ],
  ],
  [
    'name that is ours',
    [['price-missing:', 'rule-failed:']],
    ['31:3  "rule-failed" is reserved; give the rule another name.'],
  ],
  [
    'no title',
    [['    title: { en: Orders wait for their price, ru: Заказы ждут цены }\n', '']],
    [
      '31:3  `price-missing` has no `title`, which must be given: What is wrong when the rule finds something, in a few words.',
    ],
  ],
  [
    'title without words',
    [['{ en: Orders wait for their price, ru: Заказы ждут цены }', '{}']],
    ['32:12  `title` is a mapping; it must be one with `en`, `ru` or both.'],
  ],
  [
    'no condition',
    [['condition: { kind: dwell, status: [SUBMITTED, STARTED], over: PT3H, time: business }, ', '']],
    ['40:3  `stuck` has no `condition`, which must be given: What is looked for.'],
  ],
  [
    'unknown kind',
    [['kind: missing', 'kind: mising']],
    [
      '33:24  `kind` is "mising"; it must be dwell, missing, overdue, provisional, divergence, stalled, sequenceGap, silence, partnerRate, anomalyRate, clock, queueDepth, consumersGone, deadLetters, messageAge, broker, database, endpoint, quarantine, count, noOrders or sql. Did you mean missing?',
    ],
  ],
  [
    'no kind',
    [['kind: missing, ', '']],
    [
      '33:5  `condition` has no `kind`, which must be given; it must be dwell, missing, overdue, provisional, divergence, stalled, sequenceGap, silence, partnerRate, anomalyRate, clock, queueDepth, consumersGone, deadLetters, messageAge, broker, database, endpoint, quarantine, count, noOrders or sql.',
    ],
  ],
  [
    'key of another kind',
    [['successor: STARTED, ', 'successor: STARTED, queue: a, ']],
    ['33:72  `queue` is no key of `condition`. It has `kind`, `status`, `successor`, `over` and `time`.'],
  ],
  [
    'misspelt key of a condition',
    [['between: [crm, mes]', 'betwen: [crm, mes]']],
    ['41:83  `betwen` is no key of `condition`. Did you mean `between`? It has `kind`, `for` and `between`.'],
  ],
  [
    'missing key of a condition',
    [['for: PT30M, ', '']],
    ['41:40  `condition` has no `for`, which must be given: How long that may be so.'],
  ],
  [
    'unknown severity',
    [['severity: warning', 'severity: warn']],
    ['34:15  `severity` is "warn"; it must be info, warning or critical. Did you mean warning?'],
  ],
  [
    'cron',
    [['"*/5 9-18 * * 1-5"', '"*/5 9-25 * * 1-5"']],
    ['36:15  "*/5 9-25 * * 1-5" is no schedule: 9-25 is an invalid expression for hour.'],
  ],
  [
    'cron of six fields',
    [['"*/5 9-18 * * 1-5"', '"0 */5 9-18 * * 1-5"']],
    [
      '36:15  "0 */5 9-18 * * 1-5" is no schedule: a cron expression has five fields: minute, hour, day of the month, month, day of the week.',
    ],
  ],
  [
    'cron that is a comment',
    [['"*/5 9-18 * * 1-5"', 'every morning']],
    [
      '36:15  "every morning" is no schedule: a cron expression has five fields: minute, hour, day of the month, month, day of the week.',
    ],
  ],
  [
    'zone',
    [['zone: Europe/Moscow\n    where', 'zone: Europe/Moskow\n    where']],
    [
      '37:11  `zone` is "Europe/Moskow"; it must be an IANA time zone such as Europe/Moscow. Did you mean Europe/Moscow?',
    ],
  ],
  [
    'unknown status',
    [['status: SUBMITTED, successor', 'status: SUBMITED, successor']],
    [
      '33:41  The status "SUBMITED" is not known; declared in `lifecycles` are SUBMITTED, STARTED, CLOSED, CANCELLED. Did you mean SUBMITTED?',
    ],
  ],
  [
    'unknown status in a list',
    [['[SUBMITTED, STARTED]', '[SUBMITTED, BEGUN]']],
    ['40:80  The status "BEGUN" is not known; declared in `lifecycles` are SUBMITTED, STARTED, CLOSED, CANCELLED.'],
  ],
  [
    'status twice',
    [['[SUBMITTED, STARTED]', '[STARTED, STARTED]']],
    ['40:78  STARTED stands in `status` twice; once is enough.'],
  ],
  [
    'any status where one is meant',
    [['status: SUBMITTED, successor', 'status: "*", successor']],
    ['33:41  The status "*" is not known; declared in `lifecycles` are SUBMITTED, STARTED, CLOSED, CANCELLED.'],
  ],
  [
    'status that orders never leave',
    [['[SUBMITTED, STARTED]', '[SUBMITTED, CLOSED]']],
    ["40:80  An order ends in CLOSED, so it can't stay there for too long; name one that it must leave."],
  ],
  [
    'unknown successor',
    [['successor: STARTED', 'successor: STARTET']],
    [
      '33:63  The status "STARTET" is not known; declared in `lifecycles` are SUBMITTED, STARTED, CLOSED, CANCELLED. Did you mean STARTED?',
    ],
  ],
  [
    'successor that does not follow',
    [['successor: STARTED', 'successor: CLOSED']],
    ["33:63  CLOSED can't follow SUBMITTED; after it come STARTED, CANCELLED."],
  ],
  [
    'limit in words',
    [['over: target', 'over: an hour']],
    [
      '33:78  `over` is "an hour"; it must be target, breach or an ISO 8601 duration such as PT24H, P1D or P2W, above zero and at most 10 years.',
    ],
  ],
  [
    'duration',
    [['for: PT30M', 'for: 30m']],
    [
      '41:76  `for` is "30m"; it must be an ISO 8601 duration such as PT24H, P1D or P2W, above zero and at most 10 years.',
    ],
  ],
  [
    'weeks of business time',
    [['over: PT3H', 'over: P1W']],
    ['40:96  P1W has weeks, months or years, which business time has not; count working days (P5D) or hours (PT40H).'],
  ],
  [
    'business time of a service level',
    [['over: PT3H', 'over: breach']],
    ['40:110  The breach has the time of its service level; leave `time` out.'],
  ],
  [
    'unknown lifecycle',
    [['lifecycle: [jewellery]', 'lifecycle: [jewelry]']],
    ['38:43  The lifecycle "jewelry" is not known; declared in `lifecycles` are jewellery. Did you mean jewellery?'],
  ],
  [
    'unknown source of orders',
    [['source: [shop]', 'source: [shoop]']],
    [
      '38:64  The source "shoop" is not known; declared in `systems` and `sources` are shop, crm, mes. Did you mean shop?',
    ],
  ],
  [
    'unknown system',
    [['between: [crm, mes]', 'between: [crm, mess]']],
    [
      '41:98  The system "mess" is not known; declared in `systems` and `sources` are shop, crm, mes. Did you mean mes?',
    ],
  ],
  ['one system alone', [['between: [crm, mes]', 'between: [crm]']], ['41:92  `between` must have at least 2 entries.']],
  [
    'unknown source',
    [['source: mes', 'source: mess']],
    [
      '42:72  The source "mess" is not known; declared in `systems` and `sources` are shop, crm, mes. Did you mean mes?',
    ],
  ],
  [
    'unknown calendar',
    [['source: mes, calendar: workshop', 'source: mes, calendar: office']],
    ['42:87  The calendar "office" is not known; declared in `calendars` are workshop.'],
  ],
  [
    'no value',
    [['value: { atLeast: 10, atMost: 100 }', 'value: {}']],
    ['38:71  `value` must have `atLeast`, `atMost` or both.'],
  ],
  ['value that nothing has', [['atMost: 100', 'atMost: 1']], ['38:101  No value is at least 10 and at most 1.']],
  [
    'where for what is no order',
    [['queue: mes.*, over: 1000 },', 'queue: mes.*, over: 1000 }, where: { partner: [acme] },']],
    ['44:91  `where` chooses orders, and queueDepth is not about orders; leave it out.'],
  ],
  [
    'raised below the first limit',
    [['over: 5000', 'over: 1000']],
    ['44:122  1000 is not above 1000, the first limit; it would never be the second.'],
  ],
  [
    'raised below the breach',
    [['kind: missing, status: SUBMITTED, successor: STARTED, over: target', 'kind: dwell, status: STARTED, over: P4W']],
    ['35:20  breach is not above P4W, the first limit; it would never be the second.'],
  ],
  [
    'raised below the target',
    [
      [
        'kind: missing, status: SUBMITTED, successor: STARTED, over: target',
        'kind: dwell, status: STARTED, over: target',
      ],
      ['raise: { over: breach', 'raise: { over: PT6H'],
    ],
    ['35:20  PT6H is not above target, the first limit; it would never be the second.'],
  ],
  [
    'raised from the breach to the target',
    [
      ['over: target }', 'over: breach }'],
      ['raise: { over: breach', 'raise: { over: target'],
    ],
    ['35:20  target is not above breach, the first limit; it would never be the second.'],
  ],
  [
    'raised in other words',
    [['over: 5000', 'over: PT1H']],
    ['44:122  The first limit is a number; `over` must be one, too.'],
  ],
  [
    'raised by a number',
    [['raise: { over: breach', 'raise: { over: 3']],
    ['35:20  `over` must be target, breach or a duration such as PT24H.'],
  ],
  [
    'raised to nothing worse',
    [['{ over: breach, severity: critical }', '{ over: breach, severity: info }']],
    ['35:38  info is not more urgent than warning; the rule begins with that.'],
  ],
  [
    'raised at the date, which is the first limit',
    [[', before: P2D', '']],
    ['46:93  `over` must be how long after the promised date, such as P1D.'],
  ],
  [
    'raised where there is no limit',
    [
      [
        'calendar: workshop }, severity: info',
        'calendar: workshop }, severity: info, raise: { over: PT1H, severity: critical }',
      ],
    ],
    ['42:115  The condition has no limit, so there is no second one; leave `raise` out.'],
  ],
  [
    'two rates',
    [['events: 10,', 'events: 10, orders: 1,']],
    ['43:72  `over` is a mapping; it must be one with either `events` or `orders`.'],
  ],
  ['no rate', [['events: 10, ', '']], ['43:72  `over` is a mapping; it must be one with either `events` or `orders`.']],
  [
    'rate of a week',
    [['within: PT1H', 'within: P7D']],
    ['43:94  `within` is "P7D"; it must be a duration of at most PT24H, such as PT1H.'],
  ],
  [
    'query that takes as long as the connection waits',
    [['kind: database, test: slowQueries, over: PT30S', 'kind: sql, query: select 1, timeout: PT31S']],
    ['45:82  `timeout` is "PT31S"; it must be a duration of at most PT30S, such as PT5S.'],
  ],
  [
    'negative number',
    [['over: 1000', 'over: -1']],
    ['44:83  `over` is the number -1; it must be a whole number from 0 such as 1000.'],
  ],
  [
    'number of the database',
    [['over: PT30S', 'over: 30']],
    ['45:86  Of slowQueries `over` must be a duration such as PT30S.'],
  ],
  [
    'share of connections',
    [['test: slowQueries, over: PT30S', 'test: connections, over: 90']],
    ['45:86  Of connections `over` must be a share between 0 and 1 such as 0.9.'],
  ],
  [
    'unknown test',
    [['test: slowQueries', 'test: slow']],
    [
      '45:67  `test` is "slow"; it must be slowQueries, connections, locks or replicationLag. Did you mean slowQueries?',
    ],
  ],
  ['mode', [['mode: shadow', 'mode: dark']], ['39:11  `mode` is "dark"; it must be live or shadow.']],
  [
    'flaps after none',
    [['flapsAfter: 3', 'flapsAfter: 0']],
    ['47:67  `flapsAfter` is the number 0; it must be a whole number from 1 to 100 such as 3.'],
  ],
  [
    'a storm of none',
    [['share: 0.2', 'incidents: 0']],
    ['47:131  `incidents` is the number 0; it must be a whole number from 1 to 100000 such as 5.'],
  ],
  [
    'a part that is more than all',
    [['share: 0.2', 'share: 20']],
    ['47:127  `share` is the number 20; it must be a number above 0 and up to 1 such as 0.2.'],
  ],
  [
    'a storm that is no number of orders',
    [['share: 0.2', 'atLeast: many']],
    ['47:129  `atLeast` is "many"; it must be a number such as 20.'],
  ],
  [
    'a storm within no length',
    [['share: 0.2', 'within: soon']],
    [
      '47:128  `within` is "soon"; it must be an ISO 8601 duration such as PT24H, P1D or P2W, above zero and at most 10 years.',
    ],
  ],
  [
    'an unknown key of a storm',
    [['share: 0.2', 'atMost: 3']],
    ['47:120  `atMost` is no key of `storm`. It has `incidents`, `within`, `share` and `atLeast`.'],
  ],
  [
    'a storm that is neither on nor off',
    [['storm: { share: 0.2 }', 'storm: on']],
    [
      '47:118  `storm` is "on", which has not the form that it must have such as { incidents: 5, within: PT30M, share: 0.2, atLeast: 20 }.',
    ],
  ],
  [
    'acknowledgement of weeks',
    [['acknowledgeFor: P1D', 'acknowledgeFor: P1W']],
    ['47:86  P1W has weeks, months or years, which business time has not; count working days (P5D) or hours (PT40H).'],
  ],
  [
    'calendar of the acknowledgement',
    [['acknowledgeFor: P1D, calendar: workshop', 'acknowledgeFor: P1D, calendar: workshops']],
    ['47:101  The calendar "workshops" is not known; declared in `calendars` are workshop. Did you mean workshop?'],
  ],
  [
    'a list',
    [[RULES, 'rules: []\n']],
    [
      '30:8  `rules` is a list; it must be a mapping such as { price-missing: { title: { en: Orders wait for their price }, condition: { kind: dwell, status: SUBMITTED, over: breach }, severity: critical } }.',
    ],
  ],
];

test.each(wrong)('%s', (_title, edits, problems) => {
  expect(problemsOf(edited(RIGHT + RULES, edits))).toEqual(problems);
});

test('the sections that are changed here are right', () => {
  expect(problemsOf(RIGHT + RULES)).toEqual([]);
});

test('while the lifecycles can not be read, nobody says that a status is unknown', () => {
  const text = edited(RIGHT + RULES, [['lifecycles:', 'lifecycles: []\nx-lifecycles:']]);
  expect(problemsOf(text).filter(problem => problem.includes('status'))).toEqual([]);
});
