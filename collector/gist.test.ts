import { describe, expect, test } from 'vitest';
import { T0 } from '../test/support/factory.ts';
import { rejected } from './envelope/envelope.ts';
import { fingerprintOf, readFingerprint } from './fingerprint.ts';
import { gistOf, gistOfRejected } from './gist.ts';
import { fromHttp, type InboundMessage } from './message.ts';

const message = (body: unknown, named: Partial<InboundMessage> = {}): InboundMessage => ({
  ...fromHttp(Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)), T0),
  ...named,
});

describe('what a message seems to be about', () => {
  test.each<[string, unknown, string[]]>([
    ['our own fields', { orderId: 'ORD-1', ids: { mes: 'M-77', crm: 5 } }, ['ORD-1', '~mes:M-77', '~crm:5']],
    ['a correlation id', { correlationId: 'cart-77' }, ['~corr:cart-77']],
    [
      'names in other ways of writing, anywhere',
      { payload: [{ order_id: 'A-1' }, { 'Order-Number': 1042 }] },
      ['A-1', '1042'],
    ],
    ['a body that was cut off', '{"data":{"x":1},"order_id": "ORD-7", "pri', ['ORD-7']],
    ['XML', '<m><orderId>ORD-8</orderId><status>PRICED</status></m>', ['ORD-8']],
    ['a form', 'order_no=ORD-9&state=NEW', ['ORD-9']],
    ['nothing', 'nonsense', []],
    ['what would be a provisional key', { orderId: '~mes:M-1' }, []],
  ])('%s', (_what, body, names) => expect(gistOf(message(body)).names).toEqual(names));

  test.each([
    { orderId: 'anna@example.com' },
    { order: 'Anna Ivanova' },
    { orderId: '+7 999 123-45-67' },
    { correlationId: 'a@example.com' },
    { ids: { 'Anna Ivanova': 'x', mes: 'anna@example.com' } },
    { customer: { name: 'Anna', email: 'anna@example.com', id: 'C-7' } },
  ])('nobody’s data is among them: %j', body => expect(gistOf(message(body)).names).toEqual([]));

  test('properties name an order, too', () => {
    const properties = {
      ...message('').properties,
      correlationId: 'cart-1',
      headers: { 'x-order-id': 'ORD-1', n: {} },
    };
    expect(gistOf(message('\0', { properties })).names).toEqual(['~corr:cart-1', 'ORD-1']);
  });

  test('who says so: the body, the sender, the routing key, the exchange', () => {
    const amqp = { exchange: 'crm.events', routingKey: 'order.mes.PRICED' };
    const byApp = { ...amqp, properties: { ...message('').properties, appId: 'erp' } };
    expect(gistOf(message({ source: 'shop', status: 'PRICED' }, byApp))).toMatchObject({
      source: 'shop',
      status: 'PRICED',
    });
    expect(gistOf(message({}, byApp)).source).toBe('erp');
    expect(gistOf(message({}, amqp)).source).toBe('mes');
    expect(gistOf(message({}, { exchange: 'crm.events', routingKey: 'x' })).source).toBe('crm.events');
    expect(gistOf(message({})).source).toBeNull();
  });

  test('what was read of it before it failed goes first', () => {
    const said = { orderId: 'ORD-5', ids: { mes: 'M-5' }, correlationId: null, source: 'erp' };
    const rejection = { ...rejected('unknown_status', 'no'), said };
    expect(gistOfRejected(message('<x/>', { exchange: 'e' }), rejection)).toMatchObject({
      names: ['ORD-5', '~mes:M-5'],
      source: 'erp',
    });
  });

  test('a hostile body costs little', () => {
    const wide = message(
      JSON.stringify(Array.from({ length: 40 }, () => Array.from({ length: 4_000 }, (_, i) => [i]))),
    );
    const deep = message('['.repeat(500_000));
    const begun = performance.now();
    for (const one of [wide, deep]) expect(gistOf(one).names).toEqual([]);
    expect(performance.now() - begun).toBeLessThan(10_000);
  });
});

describe('fingerprints', () => {
  const rejection = (value: string) => rejected('unknown_status', 'no', { field: 'status', value });

  test('are the same for the same reason, and say no more than words of programs', () => {
    expect(fingerprintOf(rejection('PRICED'), 'mes')).toBe('unknown_status:PRICED:mes');
    expect(fingerprintOf(rejection('Anna Ivanova'), 'mes')).toBe('unknown_status:mes');
    expect(fingerprintOf(rejected('bad_number', 'no', { field: 'data.items[3].price' }), 'crm')).toBe(
      'bad_number:data.items.price:crm',
    );
    expect(fingerprintOf(rejected('bad_number', 'no', { field: 'data.anna@example.com' }), null)).toBe(
      'bad_number:unknown',
    );
    expect(fingerprintOf(rejected('not_json', 'no'), 'mes')).toBe('not_json:mes');
  });

  test('can be read, also those from before', () => {
    expect(readFingerprint('unknown_status:PRICED:mes')).toEqual({
      reasonKind: 'unknown_status',
      what: 'PRICED',
      source: 'mes',
    });
    expect(readFingerprint('not_json:mes')).toEqual({ reasonKind: 'not_json', what: null, source: 'mes' });
    expect(readFingerprint('not_json')).toEqual({ reasonKind: 'not_json', what: null, source: null });
  });
});
