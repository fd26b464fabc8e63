import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { referenceLifecycles } from '../../test/support/reference.ts';
import { decode, decoder, examine } from '../envelope/decode.ts';
import type { DecodeContext } from '../envelope/envelope.ts';
import { fromHttp, type InboundMessage, type MessageProperties, NO_PROPERTIES } from '../message.ts';
import { compileSources, sourceMistakes, sourcesSection } from './source-section.ts';

const context: DecodeContext = { lifecycles: referenceLifecycles, historic: false };
const AT = Date.parse('2026-11-20T09:12:00Z');
const STATUSES = referenceLifecycles.names.join(', ');

const crm = {
  name: 'acme-crm',
  exchange: 'crm.events',
  source: 'crm',
  fields: {
    orderId: '$.order.number',
    status: '$.order.state',
    occurredAt: '$.changedAt',
    ids: { mes: '$.mesId' },
  },
  statuses: { 'НОВЫЙ ': 'SUBMITTED', IN_WORK: 'MANUFACTURING_STARTED', '7': 'CLOSED' },
};
const said = { order: { number: 'A-1', state: 'НОВЫЙ' }, changedAt: '2026-11-20T12:12:00+03:00', mesId: 'M-7' };

type Sent = Partial<Pick<InboundMessage, 'exchange' | 'routingKey'>> & { properties?: Partial<MessageProperties> };

function amqp(body: object | string | Buffer, { properties = {}, ...sent }: Sent = {}): InboundMessage {
  const bytes = Buffer.isBuffer(body) ? body : Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
  return {
    ...fromHttp(bytes, AT),
    origin: 'amqp',
    exchange: 'crm.events',
    routingKey: 'order.7.status',
    properties: { ...NO_PROPERTIES, ...properties },
    ...sent,
  };
}

function sourcesOf(...declared: object[]) {
  const sources = sourcesSection.parse(declared);
  expect(sourceMistakes(sources, { statuses: referenceLifecycles.names, systems: null, refused: () => false })).toEqual(
    [],
  );
  return compileSources(sources);
}

async function eventOf(declared: object, body: object | string = said, sent?: Sent) {
  const verdict = await decode(amqp(body, sent), context, sourcesOf(declared));
  if (!verdict.ok) throw new Error(verdict.reason);
  return verdict.event;
}

async function refusalOf(declared: object, body: object | string = said, sent?: Sent) {
  const verdict = await decode(amqp(body, sent), context, sourcesOf(declared));
  return verdict.ok ? 'accepted' : `${verdict.kind}: ${verdict.reason}`;
}

const withFields = (fields: object) => ({ ...crm, fields: { ...crm.fields, ...fields } });

describe('a good message', () => {
  test('becomes an event, field by field', async () => {
    const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
    const declared = withFields({
      eventId: '"crm-" & $.seq',
      type: '$.kind',
      sequence: '$.seq',
      correlationId: '$.cart',
      causationId: '$.cause',
      partner: '$headers.partner',
      promisedAt: '$.due',
      customer: { id: '$.client.no', email: '$.client.mail', name: '$.client.name' },
      data: { productClass: '$.lines[0].class', weight: '$sum(lines.weight)', nothing: '$.nothing' },
    });
    const body = {
      ...said,
      seq: 3,
      kind: 'StateChanged',
      cart: 77,
      due: 1_795_165_920,
      client: { no: 12, mail: ' a@example.com ', name: null },
      lines: [{ class: 'ring', weight: 2 }, { weight: 3 }],
    };
    expect(await eventOf(declared, body, { properties: { headers: { partner: 'acme', traceparent } } })).toEqual({
      key: 'A-1',
      eventId: 'crm-3',
      type: 'StateChanged',
      status: 'SUBMITTED',
      source: 'crm',
      occurredAt: AT,
      sequence: 3,
      correlationId: '77',
      causationId: null,
      ids: { mes: 'M-7' },
      partner: 'acme',
      promisedAt: AT,
      customer: { id: '12', email: 'a@example.com' },
      data: { productClass: 'ring', weight: 5 },
      traceparent,
      historic: false,
    });
  });

  test('AMQP properties fill what the mapping lacks, and what is empty is lacking', async () => {
    const declared = withFields({ eventId: '$.id', correlationId: '$.cart' });
    const properties = { messageId: 'm-1', correlationId: 'c-1', timestamp: AT + 1, appId: 'app', type: 'com.acme.X' };
    const body = { order: { number: 'A-1', state: 'IN_WORK' }, id: '', cart: null };
    expect(await eventOf(declared, body, { properties })).toMatchObject({
      eventId: 'm-1',
      correlationId: 'c-1',
      occurredAt: AT + 1,
      source: 'crm',
      type: 'com.acme.X',
      ids: {},
    });
  });

  test('the source is fixed, or said by a header or a field, or by app_id', async () => {
    const byHeader = { ...crm, source: { header: 'x-system' } };
    expect((await eventOf(byHeader, said, { properties: { headers: { 'x-system': 'erp' } } })).source).toBe('erp');
    expect((await eventOf(byHeader, said, { properties: { appId: 'app' } })).source).toBe('app');
    expect((await eventOf({ ...crm, source: { field: '$.system' } }, { ...said, system: 'pim' })).source).toBe('pim');
  });

  test('numbers are ids, to their last digit', async () => {
    const body = '{"order":{"number":90071992547409931234,"state":7},"mesId":12.5}';
    expect(await eventOf(crm, body)).toMatchObject({
      key: '90071992547409931234',
      ids: { mes: '12.5' },
      status: 'CLOSED',
    });
  });

  test('a status is matched without the spaces around it; names of ours pass as they are', async () => {
    const inState = async (state: string) => (await eventOf(crm, { order: { number: 'A', state } })).status;
    expect(await Promise.all(['  НОВЫЙ  ', 'IN_WORK', 'SHIPPED'].map(inState))).toEqual([
      'SUBMITTED',
      'MANUFACTURING_STARTED',
      'SHIPPED',
    ]);
  });

  test('a time without offset is of the declared zone', async () => {
    const body = { ...said, changedAt: '2026-11-20 12:12:00' };
    expect((await eventOf({ ...crm, zone: 'Europe/Moscow' }, body)).occurredAt).toBe(AT);
  });

  test('data may be one expression, and keeps all digits', async () => {
    const body = `${JSON.stringify(said).slice(0, -1)},"raw":{"id":12345678901234567890}}`;
    expect((await eventOf(withFields({ data: '$.raw' }), body)).data).toEqual({ id: '12345678901234567890' });
  });

  test('a fact without a status is one where the mapping says what type it is', async () => {
    const declared = withFields({ type: '$.kind' });
    expect(await eventOf(declared, { order: { number: 'A' }, kind: 'NoteAdded' })).toMatchObject({
      status: null,
      type: 'NoteAdded',
    });
  });
});

describe('an event without an id', () => {
  const first = async () => (await eventOf(crm)).eventId;

  test('has the same id at each delivery, out of quarantine, and under a mended mapping', async () => {
    const delivered = { properties: { headers: { b: { y: 1, x: 2 }, a: 1 } } };
    const again = { properties: { headers: { a: 1, 'x-death': [], 'x-delivery-count': 2, b: { x: 2, y: 1 } } } };
    const mended = { ...crm, fields: { orderId: '$.mesId', status: '"CLOSED"' } };
    expect(await first()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5/);
    expect((await eventOf(crm, said, again)).eventId).toBe((await eventOf(crm, said, delivered)).eventId);
    expect((await eventOf(mended)).eventId).toBe(await first());
  });

  test('has another one when anything that the publisher sent differs', async () => {
    const others = [
      await eventOf(crm, { ...said, n: 1 }),
      await eventOf(crm, said, { routingKey: 'order.8.status' }),
      await eventOf(crm, said, { properties: { headers: { kind: 'x' } } }),
      await eventOf(crm, said, { properties: { timestamp: AT } }),
    ].map(({ eventId }) => eventId);
    expect(new Set([await first(), ...others]).size).toBe(5);
  });
});

describe('which source reads a message', () => {
  const statusOnly = {
    ...crm,
    name: 'status',
    when: { routingKey: 'order.*.status', headers: { kind: 'order', v: 2 } },
  };
  const invoices = { ...crm, name: 'invoices', bindings: ['invoice.#'] };
  const rest = { ...crm, name: 'rest', fields: { orderId: '$.id', type: '"seen"' } };
  const declared = sourcesOf(statusOnly, invoices, rest);
  const asked = async (sent: Sent, body: object = said) => (await examine(amqp(body, sent), context, declared)).asked;

  test('the first that matches', async () => {
    expect(await asked({ properties: { headers: { kind: 'order', v: '2' } } })).toEqual([
      { source: 'status', mismatch: null },
    ]);
    expect(await asked({ properties: { headers: { kind: 'note' } } }, { id: 1 })).toEqual([
      { source: 'status', mismatch: 'wants the header kind to be "order", and it is "note"' },
      {
        source: 'invoices',
        mismatch: 'is bound with invoice.#, which the routing key "order.7.status" does not match',
      },
      { source: 'rest', mismatch: null },
    ]);
    expect((await asked({ routingKey: 'order.new' }))[0]).toEqual({
      source: 'status',
      mismatch: 'wants the routing key order.*.status, which "order.new" does not match',
    });
    expect((await asked({}))[0]).toEqual({
      source: 'status',
      mismatch: 'wants the header kind to be "order", and it is missing',
    });
  });

  test('none: it is a plain event', async () => {
    const plain = { orderId: 'P-1', status: 'SUBMITTED', source: 'shop' };
    const { asked: others, envelope, verdict } = await examine(amqp(plain, { exchange: 'orders' }), context, declared);
    expect(others.map(({ mismatch }) => mismatch)).toEqual(
      Array(3).fill('reads messages of the exchange crm.events, not of orders'),
    );
    expect([envelope, verdict.ok]).toEqual(['plain', true]);
    expect((await examine(fromHttp(Buffer.from('{}'), AT), context, declared)).asked[0]!.mismatch).toBe(
      'reads messages of the exchange crm.events, and this one came over HTTP',
    );
  });

  test('a dead letter that was put back is one of where it was published, with the same id', async () => {
    const death = (queue: string, exchange: string, key: string) => ({ queue, exchange, 'routing-keys': [key] });
    const deaths = [
      death('parking', 'parking', 'p'),
      death('orderwatch.ledger', '', 'orderwatch.ledger'),
      death('orderwatch.ledger', 'crm.events', 'order.7.status'),
    ];
    const putBack: Sent = {
      exchange: '',
      routingKey: 'orderwatch.ledger',
      properties: { headers: { 'x-death': deaths, 'x-first-death-queue': 'orderwatch.ledger' } },
    };
    expect((await eventOf(crm, said, putBack)).eventId).toBe((await eventOf(crm)).eventId);
    expect((await eventOf(withFields({ partner: '$routingKey' }), said, putBack)).partner).toBe('order.7.status');
    const nonsense = { headers: { 'x-death': [null, { queue: 'orderwatch.ledger' }, 7] } };
    expect((await eventOf(crm, said, { properties: nonsense })).key).toBe('A-1');
  });

  test('the sources of the moment are asked', async () => {
    let sources = sourcesOf(crm);
    const decodes = decoder(
      () => referenceLifecycles,
      () => sources,
    );
    expect(decodes(amqp(said), { historic: true })).toMatchObject({ ok: true, event: { historic: true } });
    sources = [];
    expect(decodes(amqp(said), { historic: false })).toMatchObject({ ok: false, kind: 'missing_field' });
  });
});

describe('what can not be taken names the source and the expression', () => {
  test.each<[string, object, object | string, string]>([
    [
      'a foreign status',
      crm,
      { order: { number: 'A', state: 'НОВИЙ' } },
      `unknown_status: Source acme-crm: \`status\` ($.order.state) is "НОВИЙ", which is neither mapped nor a status of ours. Did you mean "НОВЫЙ"? Mapped are "7", "НОВЫЙ", "IN_WORK"; ours are ${STATUSES}.`,
    ],
    [
      'a foreign status where nothing is mapped',
      { ...crm, statuses: {} },
      { order: { number: 'A', state: 'ОТГРУЖЕН' } },
      `unknown_status: Source acme-crm: \`status\` ($.order.state) is "ОТГРУЖЕН", which is neither mapped nor a status of ours. Nothing is mapped; ours are ${STATUSES}.`,
    ],
    [
      'a time without offset',
      crm,
      { ...said, changedAt: '2026-11-20T12:12:00' },
      'bad_time: Source acme-crm: `occurredAt` ($.changedAt) is "2026-11-20T12:12:00" without a time zone; it must end with Z or an offset: 2026-11-20T12:12:00Z.',
    ],
    [
      'no order',
      crm,
      { order: { state: 'IN_WORK' } },
      'missing_field: Source acme-crm: the message does not say which order it is about: `orderId` ($.order.number) and `ids.mes` ($.mesId) give nothing.',
    ],
    [
      'no status',
      crm,
      { order: { number: 'A' } },
      'missing_field: Source acme-crm: the message does not say what happened: `status` ($.order.state) gives nothing. If such messages are facts that do not move an order, declare `type` as well.',
    ],
    [
      'neither status nor type',
      withFields({ type: '$.kind' }),
      { order: { number: 'A' } },
      'missing_field: Source acme-crm: the message does not say what happened: `status` ($.order.state) and `type` ($.kind) give nothing.',
    ],
    [
      'no source',
      { ...crm, source: { header: 'x-system' } },
      said,
      'missing_field: Source acme-crm: the message does not say which system it is from: header x-system gives nothing, and there is no AMQP property app_id.',
    ],
    [
      'our own source',
      { ...crm, source: { field: '$.system' } },
      { ...said, system: 'orderwatch' },
      'reserved: Source acme-crm: `source` ($.system) "orderwatch" is reserved; use the name of the system that publishes.',
    ],
    [
      'several values',
      withFields({ orderId: '$.lines.order' }),
      { ...said, lines: [{ order: 1 }, { order: 2 }] },
      'wrong_type: Source acme-crm: `orderId` ($.lines.order) gives a list; it must give one text or number. Choose one of them with [0], or write them together with $join.',
    ],
    [
      'an object',
      crm,
      { ...said, mesId: { id: 7 } },
      'wrong_type: Source acme-crm: `ids.mes` ($.mesId) gives an object; it must give one text or number.',
    ],
    [
      'a sequence that is no number',
      withFields({ sequence: '$.n' }),
      { ...said, n: '2a' },
      'wrong_type: Source acme-crm: `sequence` ($.n) gives a string; it must give a whole number.',
    ],
    [
      'a sequence below zero',
      withFields({ sequence: '$.n' }),
      { ...said, n: -1 },
      'bad_number: Source acme-crm: `sequence` ($.n) is -1; it must be a whole number from 0 to 9007199254740991.',
    ],
    [
      'data that is a text',
      withFields({ data: '$.mesId' }),
      said,
      'wrong_type: Source acme-crm: `data` ($.mesId) gives a string; it must give an object.',
    ],
    [
      'an expression that fails',
      withFields({ orderId: '$number(order.number)' }),
      said,
      'expression_failed: Source acme-crm: `orderId` ($number(order.number)) can\'t be worked out: Unable to cast value to a number: "A-1".',
    ],
    [
      'an expression that does not end',
      withFields({ orderId: '($f := function(){ $f() }; $f())' }),
      said,
      "expression_failed: Source acme-crm: `orderId` (($f := function(){ $f() }; $f())) can't be worked out: it does not come to an end within 250 ms.",
    ],
    [
      'half a character',
      withFields({ partner: '$decodeUrlComponent("%41") & $.half' }),
      '{"order":{"number":"A","state":"CLOSED"},"half":"\\ud83d"}',
      'bad_characters: Source acme-crm: `half` holds a NUL character or half of a surrogate pair, which no database can keep as text; leave it out.',
    ],
    [
      'a long id',
      crm,
      { ...said, mesId: 'x'.repeat(257) },
      'bad_id: Source acme-crm: `ids.mes` ($.mesId) has 257 characters; at most 256 are taken.',
    ],
    [
      'a provisional name',
      crm,
      { order: { number: '~mes:M', state: 'CLOSED' } },
      'reserved: Source acme-crm: `orderId` ($.order.number) begins with "~", which is reserved for orders that have no order id yet.',
    ],
    [
      'no JSON',
      crm,
      '<order/>',
      'not_json: Source acme-crm: The body is not JSON: unexpected "<" at position 0 (line 1, column 1).',
    ],
    [
      'no XML',
      { ...crm, format: 'xml' },
      'order',
      "not_xml: Source acme-crm: The body is not XML that can be taken: char 'o' is not expected (line 1, column 1).",
    ],
    [
      'no form',
      { ...crm, format: 'form' },
      '{}',
      'not_form: Source acme-crm: The body is no form (name=value&name=value): it has no name=value in it.',
    ],
  ])('%s', async (_name, declared, body, reason) => {
    expect(await refusalOf(declared, body)).toBe(reason);
  });

  test('an AMQP property that fills a field', async () => {
    expect(await refusalOf(crm, said, { properties: { messageId: 'x'.repeat(300) } })).toBe(
      'bad_id: Source acme-crm: `eventId` (AMQP property message_id) has 300 characters; at most 256 are taken.',
    );
  });
});

test('whatever comes, there is a verdict that is not blamed on us, and it can be kept', async () => {
  const declared = sourcesOf(
    { ...crm, name: 'first', when: { headers: { kind: 'order' } } },
    {
      ...withFields({ data: '$', sequence: '$.n', customer: { name: '$.order.state & "!"' } }),
      when: { routingKey: 'json' },
    },
    { ...withFields({ data: '$' }), name: 'xml', format: 'xml', when: { routingKey: 'xml' } },
    { ...withFields({ data: '$' }), name: 'form', format: 'form' },
  );
  const values = fc.oneof(fc.jsonValue(), fc.constant({ toString: 1 }), fc.string({ unit: 'binary' }), fc.double());
  const hostile = fc.dictionary(fc.constantFrom('toString', 'valueOf', '__proto__'), fc.jsonValue());
  const headers = fc.record({ kind: fc.oneof(hostile, fc.jsonValue()), other: fc.object() }, { requiredKeys: [] });
  const bodies = fc.oneof(
    fc.uint8Array().map(bytes => Buffer.from(bytes)),
    fc
      .record(
        {
          order: fc.oneof(values, fc.record({ number: values, state: values })),
          changedAt: values,
          mesId: values,
          n: values,
        },
        { requiredKeys: [] },
      )
      .map(named => Buffer.from(JSON.stringify(named))),
    fc
      .tuple(values, values)
      .map(([a, b]) =>
        Buffer.from(`<order><number>${JSON.stringify(a)}</number><state>${JSON.stringify(b)}</state></order>`),
      ),
    fc.tuple(values, values).map(([a, b]) => Buffer.from(`order=${JSON.stringify(a)}&mesId=${JSON.stringify(b)}`)),
  );
  await fc.assert(
    fc.asyncProperty(bodies, fc.constantFrom('json', 'xml', 'form'), headers, async (body, routingKey, headers) => {
      const verdict = await decode(amqp(body, { routingKey, properties: { headers } }), context, declared);
      if (verdict.ok) expect(JSON.stringify(verdict.event)).not.toMatch(/(?<!\\)(\\\\)*\\u(0000|d[89a-f]..)/i);
      else {
        expect(verdict.kind).not.toBe('decoder_failed');
        expect(verdict.reason).toMatch(/^Source .*[.?]$/su);
      }
    }),
    { numRuns: 1_500 },
  );
});
