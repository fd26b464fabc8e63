import { expect, test } from 'vitest';
import { readConfiguration } from './read.ts';
import { type Case, edited, problemsOf, RIGHT } from './refused-under-test.ts';

// They stand behind the rest of a right document, from line 30 on.
const ENDPOINTS = `endpoints:
  crm: { url: "https://crm.example/health?deep" }
  mes-api:
    url: http://mes.example:8080/
    method: HEAD
    expect: [200, 401]
    timeout: PT2S
    every: PT30S
    of: mes
`;

const wrong: Case[] = [
  [
    'a key that is none',
    [['method:', 'metod:']],
    [
      '34:5  `metod` is no key of `mes-api`. Did you mean `method`? It has `url`, `method`, `expect`, `timeout`, `every` and `of`.',
    ],
  ],
  [
    'no address',
    [['http://mes.example:8080/', 'mes.example']],
    [
      '33:10  `url` is "mes.example"; it must be an address without user and password such as https://crm.example/health.',
    ],
  ],
  [
    'a password',
    [['http://mes', 'http://us:er@mes']],
    [
      '33:10  `url` is "http://us:er@mes.example:8080/"; it must be an address without user and password such as https://crm.example/health.',
    ],
  ],
  [
    'another method',
    [['HEAD', 'HAED']],
    ['34:13  `method` is "HAED"; it must be GET, HEAD or POST. Did you mean HEAD?'],
  ],
  [
    'what is no status',
    [['401]', '4010]']],
    ['35:19  Entry 2 of `expect` is the number 4010; it must be a status of HTTP such as 200.'],
  ],
  [
    'a system that nobody declares',
    [['of: mes', 'of: mse']],
    ['38:9  The system "mse" is not known; declared in `systems` and `sources` are shop, crm, mes. Did you mean mes?'],
  ],
  [
    'a name that can be no label',
    [['  crm:', '  "CRM 1":']],
    [
      '31:3  "CRM 1" is no name for an endpoint; a name has 1 to 64 small letters, digits, dots, hyphens and underscores, and begins with a letter or digit.',
    ],
  ],
  [
    'too long a time, and too rarely',
    [
      ['PT2S', 'PT11S'],
      ['PT30S', 'PT3M'],
    ],
    [
      '36:14  `timeout` is "PT11S"; it must be from PT0.1S to PT10S.',
      '37:12  `every` is "PT3M"; it must be from PT5S to PT2M.',
    ],
  ],
  [
    'asking again while it still waits',
    [
      ['PT2S', 'PT6S'],
      ['PT30S', 'PT5S'],
    ],
    ['36:14  It is asked every PT5S, before `timeout` (PT6S) is over; make that shorter, or `every` longer.'],
  ],
];

const RULE = `rules:
  down:
    title: { en: Down }
    condition: { kind: endpoint, endpoint: crm, for: PT2M }
    severity: warning
    raise: { over: PT10M, severity: critical }
`;

const wrongRule: Case[] = [
  [
    'about an endpoint that nobody declares',
    [['endpoint: crm', 'endpoint: cmr']],
    ['42:44  The endpoint "cmr" is not known; declared in `endpoints` are crm, mes-api. Did you mean crm?'],
  ],
  [
    'with neither limit',
    [[', for: PT2M', '']],
    ['42:5  Of an endpoint there must be `for`, how long it may be down, or `over`, how long an answer may take.'],
  ],
  [
    'with both',
    [[', for: PT2M', ', for: PT2M, over: PT3S']],
    [
      '42:66  Of an endpoint there may be only one of `for`, how long it may be down, or `over`, how long an answer may take; make two rules.',
    ],
  ],
  [
    'with a second limit that is below the first',
    [['over: PT10M', 'over: PT1M']],
    ['44:20  PT1M is not above PT2M, the first limit; it would never be the second.'],
  ],
];

test.each(wrongRule)('refuses a rule %s', (_, edits, problems) => {
  expect(problemsOf(edited(RIGHT + ENDPOINTS + RULE, edits))).toEqual(problems);
});

test('takes endpoints, and fills in what is left out', () => {
  const verdict = readConfiguration(RIGHT + ENDPOINTS, 'orderwatch.yaml');
  expect(verdict.ok && verdict.configuration.endpoints).toEqual([
    {
      ...{ name: 'crm', system: 'crm', url: 'https://crm.example/health?deep', method: 'GET', expects: null },
      ...{ timeoutMs: 5_000, everyMs: 15_000 },
    },
    {
      ...{ name: 'mes-api', system: 'mes', url: 'http://mes.example:8080/', method: 'HEAD', expects: [200, 401] },
      ...{ timeoutMs: 2_000, everyMs: 30_000 },
    },
  ]);
});

test.each(wrong)('refuses %s', (_, edits, problems) => {
  expect(problemsOf(edited(RIGHT + ENDPOINTS, edits))).toEqual(problems);
});
