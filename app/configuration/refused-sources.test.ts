import { expect, test } from 'vitest';
import { type Case, edited, problemsOf, RIGHT } from './refused-under-test.ts';

// It stands behind the rest of a right document, from line 31 on.
const SOURCES = `sources:
  - name: acme-crm
    exchange: crm.events
    bindings: [order.#]
    format: xml
    source: crm
    zone: Europe/Moscow
    fields:
      orderId: $.Order.Number
      ids: { mes: $.Order.Ref }
      status: $.Order.State
      data: { productClass: $.Order.Class }
    statuses: { NEW: SUBMITTED }
`;
const SECOND = '  - { name: b, exchange: crm.events, source: crm, fields: { orderId: $.id, status: $.state } }\n';

const wrong: Case[] = [
  [
    'sources in a mapping',
    [['  - name: acme-crm', '    name: acme-crm']],
    [
      '31:5  `sources` is a mapping; it must be a list such as [{ name: acme-crm, exchange: crm.events, source: crm, fields: { orderId: $.number, status: $.state } }].',
    ],
  ],
  [
    'unknown key',
    [['exchange:', 'exchnge:']],
    [
      '32:5  `exchnge` is no key of entry 1 of `sources`. Did you mean `exchange`? It has `name`, `exchange`, `bindings`, `when`, `format`, `source`, `zone`, `fields` and `statuses`.',
    ],
  ],
  [
    'missing key',
    [['    source: crm\n', '']],
    [
      '31:5  Entry 1 of `sources` has no `source`, which must be given: The system that speaks: one of `systems`, or where a header or a field says it.',
    ],
  ],
  [
    'missing fields',
    [[SOURCES.slice(SOURCES.indexOf('    fields'), SOURCES.indexOf('    statuses')), '']],
    [
      '31:5  Entry 1 of `sources` has no `fields`, which must be given: Our field: the expression that finds it in the message.',
    ],
  ],
  [
    'unknown field',
    [['orderId:', 'orderid:']],
    [
      '38:7  `orderid` is no key of `fields`. Did you mean `orderId`? It has `orderId`, `ids`, `correlationId`, `status`, `type`, `eventId`, `occurredAt`, `sequence`, `causationId`, `partner`, `promisedAt`, `customer` and `data`.',
    ],
  ],
  [
    'unknown field of the customer',
    [['      status:', '      customer: { mail: $.Mail }\n      status:']],
    [
      '40:19  `mail` is no key of `customer`. Did you mean `email`? It has `id`, `name`, `email`, `phone`, `locale` and `timezone`.',
    ],
  ],
  [
    'customer is text',
    [['      status:', '      customer: $.Client\n      status:']],
    ['40:17  `customer` is "$.Client"; it must be a mapping.'],
  ],
  [
    'ids are text',
    [['{ mes: $.Order.Ref }', '$.Order.Ref']],
    ['39:12  `ids` is "$.Order.Ref"; it must be a mapping such as { mes: $.order.mesId }.'],
  ],
  [
    'statuses are a list',
    [['{ NEW: SUBMITTED }', '[NEW, SUBMITTED]']],
    [
      '42:15  `statuses` is a list; it must be a mapping such as { "20": MANUFACTURING_APPROVED, in production: MANUFACTURING_STARTED }.',
    ],
  ],
  ['name empty', [['acme-crm', '""']], ['31:11  The name must not be empty.']],
  [
    'name twice',
    [
      [
        'sources:\n',
        'sources:\n  - { name: acme-crm, exchange: erp, source: mes, fields: { orderId: $.id, status: $.state } }\n',
      ],
    ],
    ['32:11  There is another source named acme-crm; each needs a name of its own.'],
  ],
  ['exchange empty', [['crm.events', '" "']], ['32:15  The exchange must not be empty.']],
  [
    'exchange for dead letters',
    [['crm.events', 'orderwatch.dead']],
    [
      '32:15  The exchange orderwatch.dead is ours, for dead letters: bound to the queue they came from, they would go round for ever.',
    ],
  ],
  [
    'exchange for what we tell others',
    [['crm.events', 'orderwatch.findings']],
    [
      '32:15  The exchange orderwatch.findings is ours, for what we tell others of their orders: it is never taken in again.',
    ],
  ],
  [
    'exchange of ours, all of it',
    [['crm.events\n    bindings: [order.#]', 'orders']],
    [
      '32:15  The exchange orders is ours, and this source would read every plain event in it as its own. Say in `when` or `bindings` which messages it reads.',
    ],
  ],
  [
    'nothing left by an earlier one',
    [['sources:\n', `sources:\n${SECOND}`]],
    [
      '33:15  This source never reads a message: b, declared before it, takes all of exchange crm.events that it could read. Declare acme-crm first, or say in `when` what b leaves.',
    ],
  ],
  [
    'bindings are text',
    [['[order.#]', 'order.#']],
    ['33:15  `bindings` is "order.#"; it must be a list such as [order.#, shipment.*].'],
  ],
  [
    'no bindings',
    [['[order.#]', '[]']],
    ['33:15  Name at least one binding, or leave `bindings` out for all messages.'],
  ],
  [
    'binding empty',
    [['[order.#]', '[""]']],
    ['33:16  An empty routing key matches empty routing keys only; write # for all messages.'],
  ],
  [
    'binding is a number',
    [['[order.#]', '[order.#, 7]']],
    ['33:25  Write a routing key or a topic pattern as text: order.#'],
  ],
  [
    'wildcard within a word',
    [['[order.#]', '[order.st*]']],
    [
      '33:16  The pattern "order.st*" has the word "st*": * and # stand for whole words between dots (order.*.status, order.#), never for a part of one.',
    ],
  ],
  [
    'wildcard within a word of `when`',
    [['    format', '    when: { routingKey: "#order" }\n    format']],
    [
      '34:25  The pattern "#order" has the word "#order": * and # stand for whole words between dots (order.*.status, order.#), never for a part of one.',
    ],
  ],
  [
    'unknown condition',
    [['    format', '    when: { header: { kind: order } }\n    format']],
    ['34:13  `header` is no key of `when`. Did you mean `headers`? It has `routingKey` and `headers`.'],
  ],
  [
    'header with two values',
    [['    format', '    when: { headers: { kind: [order, cart] } }\n    format']],
    ['34:30  The value of a header is text, a number, or true or false.'],
  ],
  ['format', [['format: xml', 'format: yaml']], ['34:13  The format is json, xml or form.']],
  ['source empty', [['source: crm', 'source: ""']], ['35:13  The source must not be empty.']],
  [
    'source of two kinds',
    [['source: crm', 'source: { header: x-system, field: $.system }']],
    ['35:13  Write the name of the system, or { header: x-system }, or { field: $.system }.'],
  ],
  [
    'source is a list',
    [['source: crm', 'source: [crm, mes]']],
    ['35:13  Write the name of the system, or { header: x-system }, or { field: $.system }.'],
  ],
  [
    'source not declared, near',
    [['source: crm', 'source: cmr']],
    ['35:13  The system "cmr" is not one of `systems`. Did you mean crm? Declared are shop, crm, mes.'],
  ],
  [
    'source not declared, far',
    [['source: crm', 'source: warehouse']],
    ['35:13  The system "warehouse" is not one of `systems`. Declared are shop, crm, mes.'],
  ],
  [
    'source reserved',
    [['source: crm', 'source: orderwatch']],
    ['35:13  The source "orderwatch" is reserved; write the name of the system that publishes.'],
  ],
  [
    'system of an id not declared',
    [['{ mes: $.Order.Ref }', '{ mess: $.Order.Ref }']],
    ['39:20  The system "mess" is not one of `systems`. Did you mean mes? Declared are shop, crm, mes.'],
  ],
  [
    'system of an id with no name',
    [['{ mes: $.Order.Ref }', '{ m e s: $.Order.Ref }']],
    [
      '39:21  `ids` names the system "m e s"; a system\'s name has 1 to 64 letters, digits, dots, underscores or hyphens and begins with a letter or digit.',
    ],
  ],
  [
    'system of an id reserved',
    [['{ mes: $.Order.Ref }', '{ corr: $.Order.Ref }']],
    ['39:20  `ids.corr` is reserved; send `correlationId` instead.'],
  ],
  [
    'zone near',
    [['Europe/Moscow', 'Europe/Moskow']],
    [
      '36:11  `zone` is "Europe/Moskow"; it must be an IANA time zone such as Europe/Moscow. Did you mean Europe/Moscow?',
    ],
  ],
  [
    'zone far',
    [['Europe/Moscow', 'MSK']],
    ['36:11  `zone` is "MSK"; it must be an IANA time zone such as Europe/Moscow.'],
  ],
  [
    'zone is an offset',
    [['Europe/Moscow', '"+03:00"']],
    ['36:11  `zone` is "+03:00"; it must be an IANA time zone such as Europe/Moscow.'],
  ],
  [
    'expression empty',
    [['$.Order.State', '""']],
    ['40:15  The expression is empty; write a JSON path such as $.order.number, or leave the field out.'],
  ],
  [
    'expression missing',
    [['$.Order.State', '']],
    ['40:15  Write an expression as text: a JSON path such as $.order.number, or JSONata.'],
  ],
  [
    'expression is a number',
    [['$.Order.Number', '7']],
    ['38:16  Write an expression as text: a JSON path such as $.order.number, or JSONata.'],
  ],
  [
    'expression that does not compile',
    [['$.Order.State', '$.Order.State[']],
    [
      '40:15  The expression is no JSONata: Expected "]" before end of expression (at character 14 of 14). A JSON path such as $.order.number is one.',
    ],
  ],
  [
    'expression that calls what is not there',
    [['$.Order.State', '$upper($.Order.State)']],
    [
      '40:15  The expression uses $upper, which is neither a function of JSONata nor one of $headers, $properties, $routingKey, $exchange.',
    ],
  ],
  [
    'expression that tells the time of reading',
    [['$.Order.State', '$now()']],
    [
      '40:15  The expression uses $now: $now() tells the time of the decoding, and a message that comes again must become the same event.',
    ],
  ],
  [
    'expression of the source that does not compile',
    [['source: crm', 'source: { field: $.a b }']],
    [
      '35:22  The expression is no JSONata: Syntax error: "b" (at character 5 of 5). A JSON path such as $.order.number is one.',
    ],
  ],
  [
    'expression of data that does not compile',
    [['$.Order.Class }', '"$.Order.Class[" }']],
    [
      '41:29  The expression is no JSONata: Expected "]" before end of expression (at character 14 of 14). A JSON path such as $.order.number is one.',
    ],
  ],
  [
    'data is a list',
    [['{ productClass: $.Order.Class }', '[$.Order.Class]']],
    ['41:13  Write one expression that gives an object, or name: expression.'],
  ],
  [
    'nothing names the order',
    [['      orderId: $.Order.Number\n      ids: { mes: $.Order.Ref }\n', '']],
    [
      '37:5  No field names the order: declare `orderId`, or an id of it in another system under `ids`, or `correlationId`.',
    ],
  ],
  [
    'nothing says what happened',
    [['      status: $.Order.State\n', '']],
    ['37:5  No field says what happened: declare `status` for changes of status, or `type` for facts without one.'],
  ],
  [
    'status that no lifecycle declares, near',
    [['NEW: SUBMITTED', 'NEW: SUBMITED']],
    [
      '42:22  No lifecycle declares the status SUBMITED. Did you mean SUBMITTED? Declared are SUBMITTED, STARTED, CLOSED, CANCELLED.',
    ],
  ],
  [
    'status that no lifecycle declares, far',
    [['NEW: SUBMITTED', 'NEW: WAITING']],
    ['42:22  No lifecycle declares the status WAITING. Declared are SUBMITTED, STARTED, CLOSED, CANCELLED.'],
  ],
  ['status is a number', [['NEW: SUBMITTED', 'NEW: 20']], ['42:22  The status must be text.']],
  [
    'status twice but for spaces',
    [['NEW: SUBMITTED', 'NEW: SUBMITTED, "NEW ": STARTED']],
    ['42:41  "NEW" is mapped twice; spaces around it do not count.'],
  ],
  [
    'everything at once',
    [
      ['crm.events', '""'],
      ['order.#', 'order.st*'],
      ['source: crm', 'source: cmr'],
      ['Europe/Moscow', 'Mars'],
      ['$.Order.State', '$.Order.State['],
      ['SUBMITTED', 'SUBMITED'],
    ],
    [
      '32:15  The exchange must not be empty.',
      '33:16  The pattern "order.st*" has the word "st*": * and # stand for whole words between dots (order.*.status, order.#), never for a part of one.',
      '35:13  The system "cmr" is not one of `systems`. Did you mean crm? Declared are shop, crm, mes.',
      '36:11  `zone` is "Mars"; it must be an IANA time zone such as Europe/Moscow.',
      '40:15  The expression is no JSONata: Expected "]" before end of expression (at character 14 of 14). A JSON path such as $.order.number is one.',
      '42:22  No lifecycle declares the status SUBMITED. Did you mean SUBMITTED? Declared are SUBMITTED, STARTED, CLOSED, CANCELLED.',
    ],
  ],
];

test.each(wrong)('%s', (_title, edits, problems) => {
  expect(problemsOf(RIGHT + edited(SOURCES, edits))).toEqual(problems);
});

test('the sources that are changed here are right', () => {
  expect(problemsOf(RIGHT + SOURCES)).toEqual([]);
});
