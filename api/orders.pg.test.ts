import { describe, expect, test } from 'vitest';
import { saveSentSpans } from '../collector/order-traces/sent-spans.ts';
import { toIso } from '../platform/clock.ts';
import { testDatabase } from '../test/support/database.ts';
import { anEvent, arrivals, DAY, HOUR, MINUTE, T0 } from '../test/support/factory.ts';
import type { StatedEvent } from '../tracker/event.ts';
import { admitTestKey, apiUnderTest } from './api-under-test.ts';
import { contract } from './contract.ts';

const { pool } = await testDatabase();
await admitTestKey(pool);
const api = await apiUnderTest(pool);
api.clock.set(T0 + DAY);

async function record(...events: StatedEvent[]): Promise<void> {
  await api.ledger.record(arrivals(events));
}

const orderPath = (name: string) => `/api/v1/orders/${encodeURIComponent(name)}`;

async function listedIds(query: string): Promise<string[]> {
  const { body } = await api.get(contract.OrderPage, `/api/v1/orders?${query}`);
  return body.items.map(order => order.orderId);
}

describe('one order', () => {
  test('where it is, as the contract says it', async () => {
    await record(
      anEvent({
        orderId: 'ORD-1',
        ids: { mes: 'M-1' },
        partner: 'acme',
        customer: { id: 'C-1', email: 'a@example.com' },
      }),
      anEvent({ orderId: 'ORD-1', status: 'MANUFACTURING_STARTED', source: 'mes', occurredAt: T0 + HOUR }),
    );
    const { status, body } = await api.get(contract.Order, orderPath('ORD-1'));
    expect(status).toBe(200);
    expect(body).toMatchObject({
      orderId: 'ORD-1',
      ids: { mes: 'M-1' },
      status: 'MANUFACTURING_STARTED',
      confirmed: true,
      statusSince: '2026-11-20T10:00:00.000Z',
      promisedAt: null,
      customer: { id: 'C-1', email: 'a@example.com' },
      partner: 'acme',
      sources: {
        shop: { status: 'SUBMITTED', at: '2026-11-20T09:00:00.000Z' },
        mes: { status: 'MANUFACTURING_STARTED', at: '2026-11-20T10:00:00.000Z' },
      },
      anomalies: [{ kind: 'gap', at: '2026-11-20T10:00:00.000Z' }],
      expected: { basis: 'declared', samples: 0 },
      eventCount: 2,
      lastEventAt: '2026-11-20T10:00:00.000Z',
    });
  });

  test('where its trace is: nowhere, until something of it has been sent; then where that is', async () => {
    await record(
      anEvent({ orderId: 'TRACED-1', partner: 'traced' }),
      anEvent({ orderId: 'TRACED-2', partner: 'traced' }),
    );
    expect((await api.get(contract.Order, orderPath('TRACED-1'))).body.traceUrl).toBeNull();
    const traceId = 'ab'.repeat(16);
    await saveSentSpans(pool, [{ orderId: 'TRACED-1', traceId, spanIds: ['cd'.repeat(8)] }], T0);
    const traceUrl = `https://jaeger.example/trace/${traceId}`;
    expect((await api.get(contract.Order, orderPath('TRACED-1'))).body.traceUrl).toBe(traceUrl);
    const { body } = await api.get(contract.OrderPage, '/api/v1/orders?partner=traced');
    expect(new Map(body.items.map(order => [order.orderId, order.traceUrl]))).toEqual(
      new Map([
        ['TRACED-1', traceUrl],
        ['TRACED-2', null],
      ]),
    );
  });

  test.each(['a/b/c', '100%', '%2F', 'заказ №7', 'a b+c?d=e#f', '../orders', '"'])('named %s', async orderId => {
    await record(anEvent({ orderId }));
    expect((await api.get(contract.Order, orderPath(orderId))).body.orderId).toBe(orderId);
    expect((await api.get(contract.TimelinePage, `${orderPath(orderId)}/timeline`)).status).toBe(200);
  });

  test('no order of that name: 404', async () => {
    for (const path of [orderPath('nobody'), `${orderPath('nobody')}/timeline`, orderPath('a\0b')]) {
      const { status, problem } = await api.refused('GET', path);
      expect(status).toBe(404);
      expect(problem.type).toBe('urn:orderwatch:problem:no-such-order');
    }
  });

  test('a name of several orders: 409 with all of them', async () => {
    await record(
      anEvent({ orderId: 'CART-1', correlationId: 'cart' }),
      anEvent({ orderId: 'CART-2', correlationId: 'cart' }),
    );
    const { status, problem } = await api.refused('GET', orderPath('cart'));
    expect(status).toBe(409);
    expect(problem.candidates).toEqual(['CART-1', 'CART-2']);
  });

  test('a name that is no URL: 400', async () => {
    expect((await api.refused('GET', '/api/v1/orders/%E0%A4%A')).status).toBe(400);
  });
});

describe('the list', () => {
  test('filters and sorts', async () => {
    await record(
      anEvent({ orderId: 'L-1', partner: 'lists' }),
      anEvent({ orderId: 'L-2', partner: 'lists', occurredAt: T0 + HOUR }),
      anEvent({ orderId: 'L-3', partner: 'lists', status: 'CANCELLED', source: 'crm', occurredAt: T0 + 2 * HOUR }),
    );
    expect(await listedIds('partner=lists')).toEqual(['L-3', 'L-2', 'L-1']);
    expect(await listedIds('partner=lists&sort=deadline')).toEqual(['L-1', 'L-2', 'L-3']);
    expect(await listedIds('partner=lists&status=CANCELLED')).toEqual(['L-3']);
    expect(await listedIds('partner=lists&source=shop&atRisk=true&stuck=false')).toEqual(['L-2', 'L-1']);
    expect(await listedIds(`partner=lists&from=${toIso(T0 + HOUR)}&to=${toIso(T0 + 2 * HOUR)}`)).toEqual(['L-2']);
    expect(await listedIds('partner=lists&from=2026-11-20T13:00:00%2B03:00')).toEqual(['L-3', 'L-2']);
    expect(await listedIds('partner=lists&to=2026-11-20')).toEqual([]);
  });

  test('what a person types, with the customer and the number of all', async () => {
    const customer = { id: 'C-Q', name: 'Zoë Quill', email: 'zoe@example.com', phone: '8 (916) 555-00-11' };
    await record(
      anEvent({ orderId: 'Q-1', customer }),
      anEvent({ orderId: 'Q-2', status: 'SHIPPED', source: 'mes', customer }),
    );
    expect(await listedIds('q=zoe+quill')).toEqual(['Q-2', 'Q-1']);
    expect(await listedIds('q=%2B7+916+555')).toEqual(['Q-2', 'Q-1']);
    expect(await listedIds('q=quill&anomaly=gap')).toEqual(['Q-2']);
    expect(await listedIds('q=quill&anomaly=false')).toEqual(['Q-1']);
    expect(await listedIds('q=qu')).toEqual([]);
    const { body } = await api.get(contract.OrderPage, '/api/v1/orders?q=quill&count=true&limit=1&sort=age');
    expect(body).toMatchObject({ items: [{ orderId: 'Q-1', customer }], total: { count: 2, more: false } });
    const next = await api.get(contract.OrderPage, `/api/v1/orders?q=quill&sort=age&cursor=${body.nextCursor}`);
    expect(next.body).toMatchObject({ items: [{ orderId: 'Q-2' }], nextCursor: null });
    expect(next.body).not.toHaveProperty('total');
  });

  test('pages by cursor', async () => {
    await record(...Array.from({ length: 7 }, (_, i) => anEvent({ orderId: `PG-${i}`, partner: 'paged' })));
    const seen: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const query: string = `partner=paged&limit=3${cursor && `&cursor=${cursor}`}`;
      const { body } = await api.get(contract.OrderPage, `/api/v1/orders?${query}`);
      seen.push(...body.items.map(order => order.orderId));
      cursor = body.nextCursor;
    }
    expect(seen).toEqual(['PG-6', 'PG-5', 'PG-4', 'PG-3', 'PG-2', 'PG-1', 'PG-0']);
  });

  test.each(['from=0001-01-01', 'to=9999-12-31T23:59:59.999Z'])('%s is the last that is taken', async query => {
    expect((await api.get(contract.OrderPage, `/api/v1/orders?${query}`)).status).toBe(200);
  });

  test.each([
    ['limit=0', 'limit'],
    ['limit=501', 'limit'],
    ['limit=ten', 'limit'],
    ['stuck=yes', 'stuck'],
    ['sort=size', 'sort'],
    ['q=+', 'q'],
    [`q=${'a'.repeat(201)}`, 'q'],
    ['anomaly=odd', 'anomaly'],
    ['count=all', 'count'],
    ['from=yesterday', 'from'],
    ['to=2026-02-30T00:00:00Z', 'to'],
    ['from=0000-01-01', 'from'],
    ['from=0001-01-01T00:00:00%2B00:01', 'from'],
    ['to=9999-12-31T23:59:59-23:59', 'to'],
    ['status=NOWHERE', 'status'],
    ['partner=', 'partner'],
    ['partner=%00', 'partner'],
    ['partner=a&partner=b', 'partner'],
    ['cursor=mine', 'cursor'],
    [`cursor=${Buffer.from('["deadline",0,"ORD-1"]').toString('base64url')}`, 'cursor'],
    [`cursor=${Buffer.from('["lastEvent",1e99,"ORD-1"]').toString('base64url')}`, 'cursor'],
    [`cursor=${Buffer.from('["lastEvent",0,"\\u0000"]').toString('base64url')}`, 'cursor'],
    ['colour=red', 'colour'],
  ])('%s: 400 with the name of the parameter', async (query, parameter) => {
    const { status, problem } = await api.refused('GET', `/api/v1/orders?${query}`);
    expect(status).toBe(400);
    expect(problem.parameter).toBe(parameter);
    expect(problem.detail).toContain(parameter);
  });

  test('of a time that is none it is said that dates are taken, too', async () => {
    const { problem } = await api.refused('GET', '/api/v1/orders?from=20.11.2026');
    expect(problem.detail).toBe(
      'from: must be an ISO 8601 date, or a time with its zone, such as 2026-11-20, 2026-11-20T09:00:00Z or 2026-11-20T12:00+03:00.',
    );
  });
});

describe('the timeline', () => {
  test('what happened, oldest first, in pages', async () => {
    const orderId = 'TIMELINE-1';
    await record(
      anEvent({ orderId, eventId: 'e-1' }),
      anEvent({ orderId, eventId: 'e-2', status: null, type: 'order.note', source: 'crm', occurredAt: T0 + MINUTE }),
      anEvent({ orderId, eventId: 'e-3', status: 'PRICE_CALCULATED', source: 'mes', occurredAt: T0 + HOUR }),
    );
    const whole = await api.get(contract.TimelinePage, `${orderPath(orderId)}/timeline`);
    expect(whole.body.nextCursor).toBeNull();
    expect(whole.body.items.map(({ at, kind, by, eventId }) => [at, kind, by, eventId])).toEqual([
      [toIso(T0), 'event', 'shop', 'e-1'],
      [toIso(T0), 'transition', 'shop', 'e-1'],
      [toIso(T0 + MINUTE), 'note', 'crm', 'e-2'],
      [toIso(T0 + HOUR), 'event', 'mes', 'e-3'],
      [toIso(T0 + HOUR), 'transition', 'mes', 'e-3'],
    ]);

    const first = await api.get(contract.TimelinePage, `${orderPath(orderId)}/timeline?limit=1`);
    const rest = await api.get(contract.TimelinePage, `${orderPath(orderId)}/timeline?cursor=${first.body.nextCursor}`);
    expect([...first.body.items, ...rest.body.items]).toEqual(whole.body.items);
  });
});
