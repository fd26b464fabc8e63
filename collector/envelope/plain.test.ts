import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { referenceLifecycles } from '../../test/support/reference.ts';
import { fromHttp, type InboundMessage, type MessageProperties, NO_PROPERTIES } from '../message.ts';
import { decode } from './decode.ts';
import type { DecodeContext } from './envelope.ts';

const context: DecodeContext = { lifecycles: referenceLifecycles, historic: false };
const T = '2026-11-20T09:12:00.000Z';
const AT = Date.parse(T);

type Sent = { properties?: Partial<MessageProperties>; routingKey?: string };

function amqp(body: string | Buffer, { properties = {}, routingKey = 'anything' }: Sent = {}): InboundMessage {
  return {
    ...fromHttp(Buffer.from(body as string), AT),
    origin: 'amqp',
    exchange: 'orders',
    routingKey,
    properties: { ...NO_PROPERTIES, ...properties },
  };
}

const submitted = { orderId: 'ORD-1', status: 'SUBMITTED', source: 'shop' };

/** The event of a body that is right but for what the test names. */
function eventOf(named: object, sent?: Sent) {
  const verdict = decode(amqp(JSON.stringify({ ...submitted, ...named }), sent), context);
  if (!verdict.ok) throw new Error(verdict.reason);
  return verdict.event;
}

/** The reason, with its kind before it, of a body that is right but for what the test names. */
function refusalOf(named: object, sent?: Sent) {
  return refusal(JSON.stringify({ ...submitted, ...named }), sent);
}

function refusal(body: string | Buffer, sent?: Sent) {
  const verdict = decode(amqp(body, sent), context);
  return verdict.ok ? 'accepted' : `${verdict.kind}: ${verdict.reason}`;
}

const STATUSES = referenceLifecycles.names.join(', ');

describe('a good event', () => {
  test('is taken over field by field', () => {
    const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
    const event = eventOf(
      {
        eventId: 'e-1',
        type: 'order.status_changed',
        occurredAt: T,
        correlationId: 'cart-1',
        causationId: 'e-0',
        sequence: 2,
        customer: { id: 'C-7', name: 'Ada', phone: null, email: '', vip: true },
        ids: { mes: 'M-77', crm: null },
        partner: 'acme',
        promisedAt: '2026-12-01T12:00:00+03:00',
        data: { amount: 12.5 },
        somethingNew: [1],
      },
      { properties: { headers: { traceparent } } },
    );
    expect(event).toEqual({
      key: 'ORD-1',
      eventId: 'e-1',
      type: 'order.status_changed',
      status: 'SUBMITTED',
      source: 'shop',
      occurredAt: AT,
      sequence: 2,
      correlationId: 'cart-1',
      causationId: 'e-0',
      ids: { mes: 'M-77' },
      partner: 'acme',
      promisedAt: Date.parse('2026-12-01T09:00:00Z'),
      customer: { id: 'C-7', name: 'Ada' },
      data: { amount: 12.5 },
      traceparent,
      historic: false,
    });
  });

  test('AMQP properties fill what the body lacks, and nothing else', () => {
    const properties = { messageId: 'm-1', correlationId: 'c-1', timestamp: AT, appId: 'crm', type: 'order.note' };
    const body = JSON.stringify({ orderId: 'ORD-1' });
    expect(decode(amqp(body, { properties }), context)).toMatchObject({
      ok: true,
      event: { eventId: 'm-1', correlationId: 'c-1', occurredAt: AT, source: 'crm', type: 'order.note', status: null },
    });
    const named = {
      eventId: 'e',
      correlationId: 'c',
      occurredAt: '2026-01-01T00:00:00Z',
      type: 'order.status_changed',
    };
    expect(eventOf(named, { properties })).toMatchObject({
      eventId: 'e',
      correlationId: 'c',
      occurredAt: Date.parse('2026-01-01T00:00:00Z'),
      source: 'shop',
      type: 'order.status_changed',
    });
  });

  test('the routing key names the source when nothing else does', () => {
    expect(eventOf({ source: null }, { routingKey: 'order.mes.submitted' }).source).toBe('mes');
  });

  test('a fact without a status does not need one', () => {
    expect(eventOf({ type: 'order.calculation_progress', status: null })).toMatchObject({ status: null });
  });

  test('is keyed by its best name', () => {
    expect(eventOf({ orderId: null, ids: { zzz: 'Z', mes: 'M-77' }, correlationId: 'c' }).key).toBe('~mes:M-77');
    expect(eventOf({ orderId: null, correlationId: 'c' }).key).toBe('~corr:c');
  });

  test('without an id it gets one from what it says, the same at each delivery', () => {
    const first = eventOf({ occurredAt: T }).eventId;
    expect(first).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5/);
    expect(eventOf({ occurredAt: '2026-11-20T10:12:00+01:00', data: {} }).eventId).toBe(first);
    const others = [
      { status: 'CANCELLED' },
      { source: 'crm' },
      { orderId: 'ORD-2' },
      { occurredAt: '2026-11-20T09:12:01Z' },
    ];
    for (const other of others) expect(eventOf({ occurredAt: T, ...other }).eventId).not.toBe(first);
    expect(eventOf({}).eventId).toBe(eventOf({}).eventId);
    expect(eventOf({ data: { n: 1 } }).eventId).not.toBe(eventOf({ data: { n: 2 } }).eventId);
  });

  test('integers that JavaScript can not hold keep their digits', () => {
    const body =
      '{"orderId":"A","status":"SUBMITTED","source":"shop","data":{"n":12345678901234567890,"m":[-9007199254740993],"ok":9007199254740991,"f":0.1000000000000000055,"s":"12345678901234567890"}}';
    expect(decode(amqp(body), context)).toMatchObject({
      event: {
        data: {
          n: '12345678901234567890',
          m: ['-9007199254740993'],
          ok: 9007199254740991,
          f: 0.1,
          s: '12345678901234567890',
        },
      },
    });
  });

  test.each([
    ['2026-11-20T09:12Z', AT],
    ['2026-11-20T09:12:00,5Z', AT + 500],
    ['2026-11-20T09:12:00.123456789Z', AT + 123],
    ['2026-11-20T12:12:00+03', AT],
    ['2026-11-20T12:12:00+0300', AT],
    ['2026-11-20T05:42:00-03:30', AT],
    ['2028-02-29T00:00:00Z', Date.UTC(2028, 1, 29)],
  ])('the time %s is understood', (occurredAt, at) => {
    expect(eventOf({ occurredAt }).occurredAt).toBe(at);
  });

  test.each(['00-zz-00-01', `00-${'0'.repeat(32)}-00f067aa0ba902b7-01`, 7, { a: 1 }])(
    'a traceparent of a wrong form (%j) is left out',
    traceparent => {
      expect(eventOf({}, { properties: { headers: { traceparent } } }).traceparent).toBeNull();
    },
  );

  test('may begin with a byte order mark and hold quotes and braces in strings', () => {
    const body = `\uFEFF${JSON.stringify({ ...submitted, data: { text: `\\"${'{['.repeat(100)}\\` } })}`;
    expect(refusal(body)).toBe('accepted');
  });

  test('no message can say of itself that it is historic', () => {
    expect(eventOf({ historic: true }).historic).toBe(false);
    const verdict = decode(amqp(JSON.stringify(submitted)), { ...context, historic: true });
    expect(verdict).toMatchObject({ event: { historic: true } });
  });
});

describe('bytes that are no JSON object', () => {
  test.each([
    ['nothing', '', 'empty_body: The body is empty; it must be a JSON object with an order event.'],
    ['a word', 'hello', 'not_json: The body is not JSON: unexpected "h" at position 0 (line 1, column 1).'],
    ['a hole', '{"a":}', 'not_json: The body is not JSON: unexpected "}" at position 5 (line 1, column 6).'],
    [
      'a second line',
      '{"a": 1,\n "b": oops }',
      'not_json: The body is not JSON: unexpected "o" at position 15 (line 2, column 7).',
    ],
    [
      'a cut',
      '{"a": [1, 2',
      'not_json: The body is not JSON: it ends after 11 characters in the middle of a value. Was it cut off?',
    ],
    ['a list', '[]', 'not_an_object: The body is a list; it must be a JSON object: { "orderId": … }.'],
    ['a number', '7', 'not_an_object: The body is a number; it must be a JSON object: { "orderId": … }.'],
    ['null', 'null', 'not_an_object: The body is null; it must be a JSON object: { "orderId": … }.'],
    [
      'wrong bytes',
      Buffer.from([0x7b, 0xff, 0xfe, 0x7d]),
      'invalid_utf8: The body is not valid UTF-8 text; JSON must be sent as UTF-8.',
    ],
  ])('%s', (_name, body, reason) => {
    expect(refusal(body)).toBe(reason);
  });

  test('a compressed body says that it is', () => {
    expect(refusal(Buffer.from([0x1f, 0x8b, 0x08]), { properties: { contentEncoding: 'gzip' } })).toBe(
      'invalid_utf8: The body is not UTF-8 text; its content encoding is "gzip". Events must be sent uncompressed, as UTF-8.',
    );
  });

  test('ten megabytes', () => {
    expect(refusal(Buffer.alloc(10 * 1024 * 1024, 0x20))).toBe(
      'too_large: The body has 10485760 bytes (10.0 MiB); at most 1 MiB is taken.',
    );
  });

  test('a hundred thousand levels', () => {
    const deep = `{"data":${'['.repeat(100_000)}${']'.repeat(100_000)}}`;
    expect(refusal(deep)).toBe('too_deep: The JSON is nested 100001 levels deep; at most 32 are taken.');
  });
});

describe('an event that can not be taken', () => {
  test.each([
    [{ orderId: 7 }, 'wrong_type: `orderId` must be a string; it is a number.'],
    [{ status: ['SUBMITTED'] }, 'wrong_type: `status` must be a string; it is a list.'],
    [{ customer: { email: true } }, 'wrong_type: `customer.email` must be a string; it is true.'],
    [
      { data: [1], sequence: '2' },
      'wrong_type: `sequence` must be a number; it is a string. `data` must be an object; it is a list.',
    ],
    [{ ids: { mes: 77 } }, 'wrong_type: `ids.mes` must be a string; send it in quotes.'],
    [{ orderId: '' }, 'bad_id: `orderId` is empty; leave it out or give it a value.'],
    [{ ids: { mes: '' } }, 'bad_id: `ids.mes` is empty; leave it out or give it a value.'],
    [{ eventId: 'x'.repeat(257) }, 'bad_id: `eventId` has 257 characters; at most 256 are taken.'],
    [
      { ids: { 'm e s': 'M' } },
      'bad_id: `ids` names the system "m e s"; a system\'s name has 1 to 64 letters, digits, dots, underscores or hyphens and begins with a letter or digit.',
    ],
    [
      { orderId: '~mes:M-1' },
      'reserved: `orderId` begins with "~", which is reserved for orders that have no order id yet.',
    ],
    [
      { ids: Object.fromEntries(Array.from({ length: 51 }, (_, number) => [`s${number}`, 'x'])) },
      'bad_id: `ids` names 51 systems; at most 50 are taken.',
    ],
    [{ ids: { corr: 'c' } }, 'reserved: `ids.corr` is reserved; send `correlationId` instead.'],
    [
      { source: 'orderwatch' },
      'reserved: `source` "orderwatch" is reserved; use the name of the system that publishes.',
    ],
    [
      { orderId: null },
      'missing_field: The event does not say which order it is about: it needs `orderId`, or an id of the order in another system in `ids` ({ "mes": "M-77" }), or a `correlationId`.',
    ],
    [
      { source: null },
      'missing_field: The event does not say which system it is from: set `source` in the body, the AMQP property app_id, or a routing key of the form order.<source>.<status>.',
    ],
    [{ status: null }, `missing_field: The event has neither \`type\` nor \`status\`; a status is one of ${STATUSES}.`],
    [
      { status: null, type: 'order.status_changed' },
      `missing_field: An event of type "order.status_changed" needs a \`status\`; a status is one of ${STATUSES}.`,
    ],
    [
      { status: 'SUBMITED' },
      `unknown_status: \`status\` "SUBMITED" is not a known status. Did you mean SUBMITTED? Known are ${STATUSES}.`,
    ],
    [
      { status: 'manufacturing started' },
      `unknown_status: \`status\` "manufacturing started" is not a known status. Did you mean MANUFACTURING_STARTED? Known are ${STATUSES}.`,
    ],
    [{ status: 'TELEPORTED' }, `unknown_status: \`status\` "TELEPORTED" is not a known status. Known are ${STATUSES}.`],
    [
      { occurredAt: 'yesterday' },
      'bad_time: `occurredAt` is "yesterday"; it must be an ISO 8601 date and time with offset: 2026-11-20T09:12:00.000Z.',
    ],
    [
      { occurredAt: '2026-11-20T09:12:00' },
      'bad_time: `occurredAt` is "2026-11-20T09:12:00" without a time zone; it must end with Z or an offset: 2026-11-20T09:12:00Z.',
    ],
    [
      { promisedAt: '2026-02-30T00:00:00Z' },
      'bad_time: `promisedAt` is "2026-02-30T00:00:00Z", which is no date or time that exists.',
    ],
    [
      { occurredAt: '0000-06-01T00:00:00Z' },
      'bad_time: `occurredAt` is "0000-06-01T00:00:00Z"; only the years 0001 to 9999 are taken.',
    ],
    [{ sequence: -1 }, 'bad_number: `sequence` is -1; it must be a whole number from 0 to 9007199254740991.'],
    [{ sequence: 1.5 }, 'bad_number: `sequence` is 1.5; it must be a whole number from 0 to 9007199254740991.'],
    [
      { sequence: 2 ** 53 },
      'bad_number: `sequence` is 9007199254740992; it must be a whole number from 0 to 9007199254740991.',
    ],
    [
      { data: { a: [{ b: 'x\0y' }] } },
      'bad_characters: `data.a[0].b` holds a NUL character or half of a surrogate pair, which no database can keep as text; leave it out.',
    ],
    [
      { data: { a: 'x\uD800y' } },
      'bad_characters: `data.a` holds a NUL character or half of a surrogate pair, which no database can keep as text; leave it out.',
    ],
    [
      { data: { 'x\0': 1 } },
      'bad_characters: A name inside `data` holds a NUL character or half of a surrogate pair, which no database can keep as text; leave it out.',
    ],
  ])('%j', (named, reason) => {
    expect(refusalOf(named)).toBe(reason);
  });

  test('numbers beyond all bounds', () => {
    const body = (number: string) => `{"orderId":"A","status":"SUBMITTED","source":"shop","data":{"n":[${number}]}}`;
    const reason = 'bad_number: `data.n[0]` is a number too large to be held.';
    expect(refusal(body('1e999'))).toBe(reason);
    expect(refusal(body(`-${'9'.repeat(400)}`))).toBe(reason);
  });

  test('properties are checked like the body', () => {
    expect(refusalOf({}, { properties: { messageId: 'a\0b' } })).toBe(
      'bad_characters: `eventId` holds a NUL character or half of a surrogate pair; leave it out.',
    );
    expect(refusalOf({}, { properties: { timestamp: 1e15 * 1000 } })).toBe(
      'bad_time: `occurredAt` is missing and the AMQP property timestamp in its place is 1000000000000000 seconds since 1970, which is not in the years 0001 to 9999.',
    );
  });

  test('headers nested deep', () => {
    let headers: Record<string, unknown> = {};
    for (let level = 0; level < 5_000; level++) headers = { h: headers };
    expect(refusalOf({}, { properties: { headers } })).toBe(
      'too_deep: The AMQP headers are nested more than 32 levels deep. Headers should be a flat table; a replay takes the message with the outer levels only.',
    );
  });
});

describe('whatever comes, there is a verdict', () => {
  const fields = [
    'eventId',
    'type',
    'orderId',
    'status',
    'source',
    'occurredAt',
    'sequence',
    'customer',
    'ids',
    'data',
  ];
  const bodies = fc.oneof(
    fc.uint8Array().map(bytes => Buffer.from(bytes)),
    fc.string({ unit: 'binary' }).map(text => Buffer.from(text)),
    fc.json().map(text => Buffer.from(text)),
    fc
      .dictionary(fc.constantFrom(...fields), fc.oneof(fc.jsonValue(), fc.string({ unit: 'binary' }), fc.double()))
      .map(named => Buffer.from(JSON.stringify({ ...submitted, ...named }))),
  );

  test('any bytes are decoded or refused, and never blamed on us', () => {
    fc.assert(
      fc.property(bodies, fc.string({ unit: 'binary' }), fc.object(), (body, text, headers) => {
        const properties = { messageId: text, type: text, headers };
        const verdict = decode(amqp(body, { properties, routingKey: text }), context);
        if (verdict.ok) return;
        expect(verdict.kind).not.toBe('decoder_failed');
        expect(verdict.reason).toMatch(/^\S.*[.?]$/su);
      }),
      { numRuns: 2_000 },
    );
  });

  test('what is accepted is text that Postgres can hold', () => {
    fc.assert(
      fc.property(bodies, body => {
        const verdict = decode(amqp(body), context);
        if (verdict.ok) expect(JSON.stringify(verdict.event)).not.toMatch(/(?<!\\)(\\\\)*\\u(0000|d[89a-f]..)/i);
      }),
      { numRuns: 2_000 },
    );
  });
});
