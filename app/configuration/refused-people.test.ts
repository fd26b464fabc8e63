import { expect, test } from 'vitest';
import { type Case, edited, problemsOf, RIGHT } from './refused-under-test.ts';

// They stand behind the rest of a right document, from line 30 on.
const TOLD = `people:
  olga:
    name: Olga
    email: olga@shop.example
    phone: "+7 916 123-45-67"
    locale: ru
    zone: Europe/Moscow
    channels: { critical: [sms, telegram, email], info: [] }
  ivan: { email: ivan@shop.example }
teams:
  workshop: [olga, ivan]
onCall:
  support: { zone: Europe/Moscow, from: "2026-11-02T09:00", shift: P1W, people: [olga, ivan] }
chains:
  urgent:
    zone: Europe/Moscow
    steps:
      - tell: { onCall: [support] }
      - { after: PT15M, tell: { people: [olga], teams: [workshop], slack: true }, channels: [sms] }
    repeat: { from: 2, times: 3, after: PT1H }
  calm:
    calendar: workshop
    steps: [{ after: P1D, tell: { slack: true } }]
routes:
  workshop: { critical: urgent, warning: calm, info: none }
digests:
  daily: { kind: daily, cron: "0 9 * * 1-5", zone: Europe/Moscow, people: [olga], teams: [workshop] }
`;

const wrong: Case[] = [
  [
    'unknown key',
    [['name: Olga', 'nmae: Olga']],
    [
      '32:5  `nmae` is no key of `olga`. Did you mean `name`? It has `name`, `email`, `phone`, `locale`, `zone` and `channels`.',
    ],
  ],
  [
    'name of a person',
    [['  ivan: {', '  "Ivan P.": {']],
    [
      '38:3  "Ivan P." is no name for a person; a name has 1 to 64 letters of a to z, digits, hyphens and underscores, and begins with a letter.',
      '40:20  The person "ivan" is not known; declared are olga, Ivan P.. Did you mean Ivan P.?',
      '42:88  The person "ivan" is not known; declared are olga, Ivan P.. Did you mean Ivan P.?',
    ],
  ],
  [
    'a name that is taken',
    [
      ['  ivan: {', '  slack: {'],
      ['[olga, ivan]', '[olga]'],
      ['[olga, ivan]', '[olga]'],
    ],
    ['38:3  No person can be called slack: it means something else.'],
  ],
  [
    'person whom nobody can reach',
    [['{ email: ivan@shop.example }', '{ locale: ru }']],
    ['38:3  Nobody can reach this person; give `email`, `phone` or both.'],
  ],
  [
    'address',
    [['ivan@shop.example', 'ivan']],
    ['38:18  `email` is "ivan"; it must be an e-mail address such as hello@shop.example.'],
  ],
  [
    'number without quotes',
    [['"+7 916 123-45-67"', '89161234567']],
    ['34:12  `phone` is the number 89161234567; it must be text such as +7 495 123-45-67.'],
  ],
  [
    'channel that people do not have',
    [['[sms, telegram, email]', '[sms, slack]']],
    ['37:33  Entry 2 of `critical` is "slack"; it must be email, sms or telegram.'],
  ],
  [
    'channel twice',
    [['[sms, telegram, email]', '[sms, sms]']],
    ['37:33  sms stands in `critical` twice; once is enough.'],
  ],
  [
    'channel without an address',
    [['{ email: ivan@shop.example }', '{ email: ivan@shop.example, channels: { warning: [sms] } }']],
    ['38:59  The channel sms is wanted, but there is no `phone` to which it could go.'],
  ],
  [
    'zone of a person',
    [['zone: Europe/Moscow\n    channels', 'zone: Moscow\n    channels']],
    ['36:11  `zone` is "Moscow"; it must be an IANA time zone such as Europe/Moscow.'],
  ],
  [
    'unknown person of a team',
    [['workshop: [olga, ivan]', 'workshop: [olga, ivna]']],
    ['40:20  The person "ivna" is not known; declared are olga, ivan. Did you mean ivan?'],
  ],
  [
    'person twice',
    [['workshop: [olga, ivan]', 'workshop: [olga, olga]']],
    ['40:20  olga stands in `workshop` twice; once is enough.'],
  ],
  [
    'team of nobody',
    [['workshop: [olga, ivan]', 'workshop: []']],
    ['40:13  `workshop` is empty; it must have at least one entry such as [olga, ivan].'],
  ],
  [
    'unknown person of a rotation',
    [['P1W, people: [olga, ivan]', 'P1W, people: [petr]']],
    ['42:82  The person "petr" is not known; declared are olga, ivan.'],
  ],
  [
    'first handover',
    [['2026-11-02T09:00', '2026-11-31T09:00']],
    ['42:41  `from` is "2026-11-31T09:00"; it must be a date and a time such as 2026-11-02T09:00.'],
  ],
  [
    'shift of a month',
    [['shift: P1W', 'shift: P1M']],
    ['42:68  Months are not equally long; count weeks (P4W) or days.'],
  ],
  ['shift of minutes', [['shift: P1W', 'shift: PT5M']], ['42:68  A shift is at least an hour long (PT1H).']],
  [
    'unknown rotation',
    [['onCall: [support]', 'onCall: [suport]']],
    ['47:26  The rotation "suport" is not known; declared are support. Did you mean support?'],
  ],
  [
    'unknown team',
    [['teams: [workshop], slack', 'teams: [office], slack']],
    ['48:57  The team "office" is not known; declared are workshop.'],
  ],
  [
    'step for nobody',
    [['tell: { onCall: [support] }', 'tell: {}']],
    ['47:9  The step tells nobody; give `onCall`, `people`, `teams` or `slack: true`.'],
  ],
  [
    'step of something else',
    [['{ onCall: [support] }', '{ oncall: [support] }']],
    ['47:17  `oncall` is no key of `tell`. Did you mean `onCall`? It has `onCall`, `people`, `teams` and `slack`.'],
  ],
  [
    'chain without a step',
    [['steps: [{ after: P1D, tell: { slack: true } }]', 'steps: []']],
    ['52:12  `steps` is empty; it must have at least one entry such as [{ tell: { onCall: [support] } }].'],
  ],
  [
    'delay',
    [['after: PT15M', 'after: 15 min']],
    [
      '48:18  `after` is "15 min"; it must be an ISO 8601 duration such as PT24H, P1D or P2W, above zero and at most 10 years.',
    ],
  ],
  [
    'weeks of business time',
    [['after: P1D', 'after: P1W']],
    ['52:22  P1W has weeks, months or years, which business time has not; count working days (P5D) or hours (PT40H).'],
  ],
  [
    'unknown calendar',
    [['calendar: workshop\n    steps', 'calendar: workshp\n    steps']],
    ['51:15  The calendar "workshp" is not known; declared are workshop. Did you mean workshop?'],
  ],
  [
    'zone beside a calendar',
    [['calendar: workshop\n    steps', 'calendar: workshop\n    zone: Europe/Moscow\n    steps']],
    ['52:11  The chain goes by its calendar, which has a zone; leave `zone` out.'],
  ],
  [
    'repeat from nowhere',
    [['from: 2', 'from: 3']],
    ['49:21  The chain has 2 steps; there is no step 3 to go on from.'],
  ],
  [
    'repeat for ever',
    [['times: 3', 'times: 1000']],
    ['49:31  `times` is the number 1000; it must be a whole number from 1 to 100 such as 3.'],
  ],
  [
    'unknown chain',
    [['critical: urgent', 'critical: urgnt']],
    ['54:25  The chain "urgnt" is not known; declared are urgent, calm. Did you mean urgent?'],
  ],
  [
    'chain with a name that is taken',
    [
      ['  calm:', '  none:'],
      ['warning: calm, ', ''],
    ],
    ['50:3  No chain can be called none: it means something else.'],
  ],
  [
    'digest of no kind',
    [['kind: daily', 'kind: monthly']],
    ['56:18  `kind` is "monthly"; it must be daily or weekly.'],
  ],
  [
    'digest for nobody',
    [[', people: [olga], teams: [workshop]', '']],
    ['56:3  The digest goes to nobody; give `people`, `teams` or both.'],
  ],
  [
    'unknown person of a digest',
    [['people: [olga], teams: [workshop] }\n', 'people: [oleg] }\n']],
    ['56:76  The person "oleg" is not known; declared are olga, ivan. Did you mean olga?'],
  ],
];

test.each(wrong)('%s', (_title, edits, problems) => {
  expect(problemsOf(edited(RIGHT + TOLD, edits))).toEqual(problems);
});

test('the sections that are changed here are right', () => {
  expect(problemsOf(RIGHT + TOLD)).toEqual([]);
});

test('while the people can not be read, nobody says that one of them is unknown', () => {
  expect(problemsOf(`${RIGHT}people: []\nteams: { workshop: [olga] }\n`)).toHaveLength(1);
});

test('a digest at no time', () => {
  const [problem] = problemsOf(edited(RIGHT + TOLD, [['0 9 * * 1-5', '0 25 * * *']]));
  expect(problem).toMatch(/^56:\d+ +"0 25 [*] [*] [*]" is no schedule: 25 is an invalid expression for hour[.]$/);
});
