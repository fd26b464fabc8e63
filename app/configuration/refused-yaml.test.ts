import { expect, test } from 'vitest';
import { type Case, changed, problemsOf, RIGHT } from './refused-under-test.ts';

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
    'a missing comma',
    [['[STARTED, CANCELLED]', '[STARTED "CANCELLED"]']],
    [
      '19:16  The status "STARTED \\"CANCELLED\\"" is not declared. Did you mean STARTED? Declared are SUBMITTED, STARTED, CLOSED, CANCELLED.',
      '29:7  No order can come to CANCELLED; name it in the `next` of a status before it, or give it entry: true.',
    ],
  ],
  [
    'a line in a list',
    [['systems: [shop, crm, mes]', 'systems:\n- shop\n- crm\n mes']],
    ['3:3  Entry 2 of `systems` is "crm mes"; it must be 1 to 64 letters, digits, dots, underscores or hyphens.'],
  ],
  [
    'a key in a list',
    [['systems: [shop, crm, mes]', 'systems:\n  - shop\n  mes:\n']],
    [
      '3:1  This line is indented otherwise than those it belongs to; the entries of a mapping or a list begin in one column.',
    ],
  ],
  [
    'lines between braces',
    [['{ en: Submitted, ru: Оформлен }', '{ en: Submitted,\n- ru }']],
    [
      '20:16  What begins with { here is not closed; end it with }.',
      '21:1  A key must be text; this one is a list or a mapping.',
    ],
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
    'a lifecycle twice, once for some orders and once for all',
    [
      [
        'lifecycles:\n  jewellery:',
        'lifecycles:\n' +
          '  rings: { zone: UTC, match: { partner: [acme] }, statuses: { NEW: { owner: crm, entry: true, next: [] } } }\n' +
          '  rings:',
      ],
    ],
    ['13:3  `rings` stands here for the second time (first in line 12); keep one of them.'],
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

test.each(noYaml)('%s', (_title, edits, problems) => {
  expect(problemsOf(changed(...edits))).toEqual(problems);
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
