import { expect, test } from 'vitest';
import { referenceDefinition } from '../../test/support/reference.ts';
import { lifecycleDefinitions } from '../../tracker/lifecycle-section.ts';
import { problemLine, readConfiguration } from './read.ts';
import { readBytes } from './read-file.ts';

function accepted(text: string) {
  const verdict = readConfiguration(text, 'orderwatch.yaml');
  if (!verdict.ok) throw new Error(verdict.problems.map(problemLine).join('\n'));
  return verdict;
}

test('the bundled configuration has all the trimmings', () => {
  const { statuses, calendar } = referenceDefinition;
  for (const status of Object.values(statuses)) {
    const words = { en: expect.stringMatching(/\w/), ru: expect.stringMatching(/[а-я]/) };
    expect(status).toMatchObject({ label: words, customerLabel: words });
  }
  expect(statuses.SUBMITTED?.serviceLevel).toEqual({ target: 'PT1H', breach: 'PT24H' });
  expect(statuses.PRICE_CALCULATED?.freeze).toEqual({ after: 'P14D' });
  expect(statuses.SHIPPED?.notice).toBe('order-shipped');
  expect(calendar?.hours.mon).toEqual(['09:00-18:00']);
  // A holiday on a weekend would say nothing, and is a slip of the pen more likely.
  const weekends = calendar!.holidays!.filter(day => [0, 6].includes(new Date(day).getUTCDay()));
  expect(weekends).toEqual([]);
});

const SMALL = `systems: [shop, mes]
lifecycles:
  all:
    zone: UTC
    statuses:
      NEW: { owner: shop, entry: true, next: [DONE], serviceLevel: { target: P1D, breach: P2D } }
      DONE: { owner: mes, next: [] }
`;

test('nothing is in a definition that nobody declared', () => {
  expect(lifecycleDefinitions(accepted(SMALL).declared)).toStrictEqual([
    {
      name: 'all',
      zone: 'UTC',
      statuses: {
        NEW: { owner: 'shop', entry: true, next: ['DONE'], serviceLevel: { target: 'P1D', breach: 'P2D' } },
        DONE: { owner: 'mes', next: [] },
      },
    },
  ]);
});

test('words in one language stand for the other as well', () => {
  const { declared } = accepted(
    SMALL.replace('DONE: {', 'DONE: { label: { en: Done }, customerLabel: { ru: Готово },'),
  );
  expect(lifecycleDefinitions(declared)[0]!.statuses.DONE).toMatchObject({
    label: { en: 'Done', ru: 'Done' },
    customerLabel: { en: 'Готово', ru: 'Готово' },
  });
});

test('what YAML 1.1 takes for times, numbers and truth values is text', () => {
  const { declared } = accepted(`${SMALL}calendars:
  shop:
    zone: UTC
    hours: { mon: [09:00-18:00], tue: [00:00-12:30, 13:30-24:00] }
    holidays: [2027-01-01]
    closures: [{ from: 2026-12-30, to: 2027-01-08, reason: no }]
`);
  expect(declared.calendars?.shop).toEqual({
    zone: 'UTC',
    hours: { mon: ['09:00-18:00'], tue: ['00:00-12:30', '13:30-24:00'] },
    holidays: ['2027-01-01'],
    closures: [{ from: '2026-12-30', to: '2027-01-08', reason: 'no' }],
  });
});

test('aliases stand for what they name, and << takes the entries of a mapping over', () => {
  const { declared } = accepted(`systems: [shop]
lifecycles:
  all:
    zone: UTC
    statuses:
      NEW: &step
        owner: shop
        entry: true
        next: [BUSY]
        serviceLevel: &limit { target: P1D, breach: P2D }
      BUSY: { <<: *step, entry: false, next: [DONE] }
      DONE: { owner: shop, next: [] }
  rings:
    zone: UTC
    match: { productClass: [ring] }
    statuses:
      NEW: { owner: shop, entry: true, next: [DONE], serviceLevel: { <<: [*limit, { time: calendar }], breach: P9D } }
      DONE: { owner: shop, next: [] }
`);
  const { all, rings } = declared.lifecycles;
  expect(all?.statuses.BUSY).toEqual({
    owner: 'shop',
    entry: false,
    next: ['DONE'],
    serviceLevel: { target: 'P1D', breach: 'P2D' },
  });
  expect(rings?.statuses.NEW?.serviceLevel).toEqual({ target: 'P1D', breach: 'P9D', time: 'calendar' });
});

test('several lifecycles, one of them for all other orders', () => {
  const lifecycle = SMALL.slice(SMALL.indexOf('    zone'));
  const { configuration } = accepted(`${SMALL}  rings:\n    match: { productClass: [ring] }\n${lifecycle}`);
  expect(configuration.lifecycles.all.map(({ name }) => name).toSorted()).toEqual(['all', 'rings']);
});

test.each([
  ['JSON', JSON.stringify(accepted(SMALL).declared)],
  ['line ends of Windows', SMALL.replaceAll('\n', '\r\n')],
  ['an explicit document', `%YAML 1.2\n---\n${SMALL}...\n`],
])('%s', (_case, text) => {
  expect(accepted(text).declared).toEqual(accepted(SMALL).declared);
});

test('a byte order mark does not move the columns', () => {
  expect(readBytes(Buffer.from(`\uFEFF${SMALL}`), 'f').ok).toBe(true);
  const verdict = readBytes(Buffer.from(`\uFEFF${SMALL.replace('systems', 'sistems')}`), 'f');
  expect(verdict).toMatchObject({ problems: [{ line: 1, column: 1 }] });
});

test.each([
  [
    'Windows-1251',
    Buffer.concat([Buffer.from('# é\nsystems: ['), Buffer.from([0xcc, 0xe0]), Buffer.from(']\n')]),
    '2:11',
  ],
  ['UTF-16', Buffer.from(`\uFEFF${SMALL}`, 'utf16le'), '1:1'],
])('%s is refused with its place', (_encoding, bytes, place) => {
  const verdict = readBytes(bytes, 'f');
  expect(verdict.ok ? [] : verdict.problems.map(({ line, column }) => `${line}:${column}`)).toEqual([place]);
  expect(verdict).toMatchObject({ problems: [{ sentence: expect.stringContaining('save') }] });
});
