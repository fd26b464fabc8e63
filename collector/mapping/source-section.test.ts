import { describe, expect, test } from 'vitest';
import { referenceLifecycles } from '../../test/support/reference.ts';
import { compileSources, foreignExchanges, sourceMistakes, sourcesSection } from './source-section.ts';

const crm = {
  name: 'acme-crm',
  exchange: 'crm.events',
  source: 'crm',
  fields: { orderId: '$.order.number', status: '$.order.state' },
};

const { names: statuses, systems } = referenceLifecycles;
const KNOWN = { statuses, systems, refused: () => false };

function mistakesOf(...sources: object[]) {
  return sourceMistakes(sourcesSection.parse(sources), KNOWN);
}

const STATUSES = referenceLifecycles.names.join(', ');

test('what is left out has a meaning', () => {
  expect(compileSources(sourcesSection.parse(undefined))).toEqual([]);
  expect(foreignExchanges(compileSources(sourcesSection.parse([crm])))).toEqual([
    { name: 'crm.events', patterns: ['#'] },
  ]);
});

test('a good declaration has no mistakes', () => {
  const full = {
    ...crm,
    bindings: ['order.#'],
    when: { routingKey: 'order.*.status', headers: { 'x-kind': 'order', version: 2 } },
    format: 'xml',
    source: { field: '$.system' },
    zone: 'Europe/Moscow',
    fields: {
      ...crm.fields,
      ids: { mes: '$.mesId' },
      customer: { name: '$join([first, last], " ")' },
      data: { productClass: '$.class' },
    },
    statuses: { НОВЫЙ: 'SUBMITTED' },
  };
  expect(mistakesOf(full, { ...full, name: 'other', source: { header: 'x-system' } })).toEqual([
    {
      path: [1, 'exchange'],
      sentence:
        'This source never reads a message: acme-crm, declared before it, takes all of exchange crm.events that it could read. Declare other first, or say in `when` what acme-crm leaves.',
    },
  ]);
});

describe('mistakes', () => {
  test.each<[string, object[], (string | number)[], string]>([
    [
      'a name twice',
      [crm, { ...crm, exchange: 'other' }],
      [1, 'name'],
      'There is another source named acme-crm; each needs a name of its own.',
    ],
    [
      'our own source',
      [{ ...crm, source: 'Orderwatch' }],
      [0, 'source'],
      'The source "Orderwatch" is reserved; write the name of the system that publishes.',
    ],
    [
      'our dead letters',
      [{ ...crm, exchange: 'orderwatch.dead' }],
      [0, 'exchange'],
      'The exchange orderwatch.dead is ours, for dead letters: bound to the queue they came from, they would go round for ever.',
    ],
    [
      'all of our own exchange',
      [{ ...crm, exchange: 'orders', when: {} }],
      [0, 'exchange'],
      'The exchange orders is ours, and this source would read every plain event in it as its own. Say in `when` or `bindings` which messages it reads.',
    ],
    [
      'nothing left by an earlier one',
      [
        { ...crm, bindings: ['order.#'] },
        { ...crm, name: 'late', bindings: ['order.*.new', 'order.paid'], when: { headers: { kind: 'x' } } },
      ],
      [1, 'exchange'],
      'This source never reads a message: acme-crm, declared before it, takes all of exchange crm.events that it could read. Declare late first, or say in `when` what acme-crm leaves.',
    ],
    [
      'a wildcard within a word',
      [{ ...crm, bindings: ['order.#', 'order.st*'] }],
      [0, 'bindings', 1],
      'The pattern "order.st*" has the word "st*": * and # stand for whole words between dots (order.*.status, order.#), never for a part of one.',
    ],
    [
      'a wildcard within a word of `when`',
      [{ ...crm, when: { routingKey: '#order' } }],
      [0, 'when', 'routingKey'],
      'The pattern "#order" has the word "#order": * and # stand for whole words between dots (order.*.status, order.#), never for a part of one.',
    ],
    [
      'an expression that does not compile',
      [{ ...crm, fields: { ...crm.fields, customer: { email: '$.mail[' } } }],
      [0, 'fields', 'customer', 'email'],
      'The expression is no JSONata: Expected "]" before end of expression (at character 7 of 7). A JSON path such as $.order.number is one.',
    ],
    [
      'an expression of the source that does not compile',
      [{ ...crm, source: { field: '$.a b' } }],
      [0, 'source', 'field'],
      'The expression is no JSONata: Syntax error: "b" (at character 5 of 5). A JSON path such as $.order.number is one.',
    ],
    [
      'an expression of one of the data that does not compile',
      [{ ...crm, fields: { ...crm.fields, data: { productClass: '$now()' } } }],
      [0, 'fields', 'data', 'productClass'],
      'The expression uses $now: $now() tells the time of the decoding, and a message that comes again must become the same event.',
    ],
    [
      'a system with no name',
      [{ ...crm, fields: { status: 's', ids: { 'm e s': '$.id' } } }],
      [0, 'fields', 'ids', 'm e s'],
      '`ids` names the system "m e s"; a system\'s name has 1 to 64 letters, digits, dots, underscores or hyphens and begins with a letter or digit.',
    ],
    [
      'no name of the order',
      [{ ...crm, fields: { status: '$.state', ids: {} } }],
      [0, 'fields'],
      'No field names the order: declare `orderId`, or an id of it in another system under `ids`, or `correlationId`.',
    ],
    [
      'nothing that happened',
      [{ ...crm, fields: { orderId: '$.id' } }],
      [0, 'fields'],
      'No field says what happened: declare `status` for changes of status, or `type` for facts without one.',
    ],
    [
      'a status that no lifecycle has',
      [{ ...crm, statuses: { НОВЫЙ: 'SUBMITED' } }],
      [0, 'statuses', 'НОВЫЙ'],
      `No lifecycle declares the status SUBMITED. Did you mean SUBMITTED? Declared are ${STATUSES}.`,
    ],
    [
      'a status twice',
      [{ ...crm, statuses: { NEW: 'SUBMITTED', 'NEW ': 'CLOSED' } }],
      [0, 'statuses', 'NEW '],
      '"NEW" is mapped twice; spaces around it do not count.',
    ],
  ])('%s', (_name, sources, path, sentence) => {
    expect(mistakesOf(...sources)).toEqual([{ path, sentence }]);
  });

  test('what nobody can say now is not said', () => {
    const [source] = sourcesSection.parse([{ ...crm, statuses: { NEW: 'WHATEVER' } }])!;
    expect(sourceMistakes([undefined, source], { ...KNOWN, statuses: null })).toEqual([]);
    expect(sourceMistakes(undefined, KNOWN)).toEqual([]);
  });

  test('several at once are all told', () => {
    expect(mistakesOf({ ...crm, statuses: { NEW: 'NONE' }, fields: {} }).map(({ path }) => path)).toEqual([
      [0, 'fields'],
      [0, 'fields'],
      [0, 'statuses', 'NEW'],
    ]);
  });

  test.each([
    [
      'a narrower one first',
      [
        { ...crm, when: { headers: { kind: 'a' } } },
        { ...crm, name: 'rest' },
      ],
    ],
    ['another exchange', [crm, { ...crm, name: 'b', exchange: 'b' }]],
    ['a part of our own exchange', [{ ...crm, exchange: 'orders', bindings: ['legacy.#'] }]],
    ['a header of our own exchange', [{ ...crm, exchange: 'orders', when: { headers: { kind: 'a' } } }]],
    [
      'patterns that only touch',
      [
        { ...crm, bindings: ['order.*'] },
        { ...crm, name: 'b', bindings: ['*.new'] },
      ],
    ],
  ])('%s is none', (_name, sources) => {
    expect(mistakesOf(...sources)).toEqual([]);
  });
});

describe('the schema refuses', () => {
  test.each<[string, object, (string | number)[], string]>([
    [
      'an empty expression',
      { fields: { orderId: ' ' } },
      [0, 'fields', 'orderId'],
      'The expression is empty; write a JSON path such as $.order.number, or leave the field out.',
    ],
    [
      'a number for an expression',
      { fields: { orderId: 7 } },
      [0, 'fields', 'orderId'],
      'Write an expression as text: a JSON path such as $.order.number, or JSONata.',
    ],
    [
      'no bindings',
      { bindings: [] },
      [0, 'bindings'],
      'Name at least one binding, or leave `bindings` out for all messages.',
    ],
    [
      'an empty binding',
      { bindings: [''] },
      [0, 'bindings', 0],
      'An empty routing key matches empty routing keys only; write # for all messages.',
    ],
    ['another format', { format: 'csv' }, [0, 'format'], 'The format is json, xml or form.'],
    [
      'a source of both kinds',
      { source: { header: 'a', field: 'b' } },
      [0, 'source'],
      'Write the name of the system, or { header: x-system }, or { field: $.system }.',
    ],
    [
      'data that is a list',
      { fields: { data: ['a'] } },
      [0, 'fields', 'data'],
      'Write one expression that gives an object, or name: expression.',
    ],
  ])('%s', (_name, more, path, sentence) => {
    const { error } = sourcesSection.safeParse([{ ...crm, ...more }]);
    expect(error?.issues.map(issue => ({ path: issue.path, message: issue.message }))).toEqual([
      { path, message: sentence },
    ]);
  });

  test('a field that we do not have', () => {
    const { error } = sourcesSection.safeParse([{ ...crm, fields: { orderid: '$.id' } }]);
    expect(error?.issues).toMatchObject([{ code: 'unrecognized_keys', keys: ['orderid'], path: [0, 'fields'] }]);
  });
});

test('every exchange is bound once, with the patterns of all its sources, and ours is not foreign', () => {
  const sources = compileSources(
    sourcesSection.parse([
      { ...crm, bindings: ['order.#'], when: { headers: { kind: 'a' } } },
      { ...crm, name: 'b', bindings: ['order.#', 'invoice.*'] },
      { ...crm, name: 'c', exchange: 'mes' },
      { ...crm, name: 'd', exchange: 'orders', bindings: ['legacy.#'] },
    ]),
  );
  expect(foreignExchanges(sources)).toEqual([
    { name: 'crm.events', patterns: ['order.#', 'invoice.*'] },
    { name: 'mes', patterns: ['#'] },
  ]);
});
