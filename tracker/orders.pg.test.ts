import { describe, expect, test } from 'vitest';
import { manualClock } from '../platform/clock.ts';
import { testDatabase } from '../test/support/database.ts';
import { anEvent, arrivals, DAY, HOUR, MINUTE, T0 } from '../test/support/factory.ts';
import { referenceLifecycles as lifecycles } from '../test/support/reference.ts';
import type { StatedEvent } from './event.ts';
import type { OrderFilter } from './order-filter.ts';
import { listOrders } from './order-list.ts';
import type { OrderPosition, OrderSort } from './order-slices.ts';
import { findOrder, MAX_CANDIDATES, type Order, orderTraceId } from './orders.ts';
import { plainVault } from './personal-data.ts';
import { createLedger } from './record.ts';

const { pool } = await testDatabase();
// Everything is said long before it is recorded, so that no test meets the tolerance for times from the future unasked.
const clock = manualClock(T0 + 3 * DAY);
const ledger = createLedger({ pool, lifecycles: () => lifecycles, clock, vault: plainVault });

async function record(...events: StatedEvent[]): Promise<void> {
  await ledger.record(arrivals(events));
}

async function found(name: string, now = T0): Promise<Order> {
  const verdict = await findOrder(pool, lifecycles, name, now, plainVault);
  if (verdict.kind !== 'found') throw new Error(`${name} is ${verdict.kind}`);
  return verdict.order;
}

async function listed(
  filter: OrderFilter,
  { sort = 'lastEvent', now = T0 }: { sort?: OrderSort; now?: number } = {},
): Promise<string[]> {
  const { orders } = await listOrders(pool, lifecycles, filter, { sort, after: null, limit: 500 }, now, plainVault);
  return orders.map(order => order.orderId);
}

describe('one order', () => {
  test('everything that is known of it', async () => {
    await record(
      anEvent({
        orderId: 'ONE-1',
        ids: { mes: 'M-ONE-1' },
        correlationId: 'corr-one-1',
        partner: 'acme',
        promisedAt: T0 + 2 * HOUR,
        customer: { id: 'C-1', name: 'Ann', email: 'ann@example.com' },
      }),
      anEvent({ orderId: 'ONE-1', status: null, type: 'order.note', source: 'crm', occurredAt: T0 + MINUTE }),
    );
    expect(await found('ONE-1', T0 + 90 * MINUTE)).toEqual({
      orderId: 'ONE-1',
      lifecycle: 'jewellery',
      ids: { mes: 'M-ONE-1' },
      status: 'SUBMITTED',
      confirmed: true,
      statusSince: T0,
      targetAt: T0 + HOUR,
      dueAt: T0 + 24 * HOUR,
      promisedAt: T0 + 2 * HOUR,
      stuck: false,
      atRisk: true,
      overdue: false,
      usual: null,
      frozen: false,
      provisional: false,
      customer: { id: 'C-1', name: 'Ann', email: 'ann@example.com' },
      partner: 'acme',
      correlationId: 'corr-one-1',
      traceId: orderTraceId({ orderId: 'ONE-1', correlationId: 'corr-one-1' }),
      sources: { shop: { status: 'SUBMITTED', at: T0 } },
      anomalies: [],
      // Nothing has happened yet to go by: all targets kept just so, or all breaches.
      expected: {
        from: Date.parse('2026-12-17T06:00:00Z'),
        likely: Date.parse('2026-12-17T06:00:00Z'),
        to: Date.parse('2027-01-04T09:00:00Z'),
        basis: 'declared',
        samples: 0,
      },
      eventCount: 2,
      duplicateCount: 0,
      lastEventAt: T0 + MINUTE,
    });
  });

  test('time alone makes it at risk, overdue and stuck', async () => {
    await record(anEvent({ orderId: 'TIME-1', promisedAt: T0 + 2 * HOUR }));
    const judged = async (now: number) => {
      const { atRisk, overdue, stuck } = await found('TIME-1', now);
      return { atRisk, overdue, stuck };
    };
    expect(await judged(T0 + HOUR)).toEqual({ atRisk: false, overdue: false, stuck: false });
    expect(await judged(T0 + HOUR + 1)).toEqual({ atRisk: true, overdue: false, stuck: false });
    expect(await judged(T0 + 2 * HOUR + 1)).toEqual({ atRisk: true, overdue: true, stuck: false });
    expect(await judged(T0 + 24 * HOUR + 1)).toEqual({ atRisk: true, overdue: true, stuck: true });
  });

  test('an order that has come to its end is nothing any more, whatever was promised', async () => {
    await record(
      anEvent({ orderId: 'END-1', promisedAt: T0 + HOUR }),
      anEvent({ orderId: 'END-1', status: 'CANCELLED', source: 'crm', occurredAt: T0 + MINUTE }),
    );
    expect(await found('END-1', T0 + 30 * DAY)).toMatchObject({ stuck: false, atRisk: false, overdue: false });
  });

  test('open anomalies are told', async () => {
    await record(anEvent({ orderId: 'ODD-1', status: 'SHIPPED', source: 'mes' }));
    const { anomalies } = await found('ODD-1');
    expect(anomalies).toEqual([{ kind: 'gap', at: T0, detail: expect.stringContaining('SUBMITTED') }]);
  });

  test('the customer is the newest word on every field, that of events that joined the order included', async () => {
    await record(
      anEvent({ orderId: 'WHO-1', ids: { mes: 'M-WHO-1' }, customer: { id: 'C-2', name: 'Ann', phone: '+7 1' } }),
      anEvent({ orderId: 'WHO-1', occurredAt: T0 - HOUR, customer: { name: 'Anna-before', locale: 'ru' } }),
      anEvent({
        orderId: null,
        ids: { mes: 'M-WHO-1' },
        occurredAt: T0 + MINUTE,
        customer: { email: 'a@example.com' },
      }),
      anEvent({ orderId: 'WHO-1', occurredAt: T0 + 2 * MINUTE, customer: { name: 'Anne' } }),
    );
    const customer = { id: 'C-2', name: 'Anne', email: 'a@example.com', phone: '+7 1', locale: 'ru' };
    expect((await found('WHO-1')).customer).toEqual(customer);
  });

  test('a word from the future about the customer counts from when it came in, not until then', async () => {
    await record(anEvent({ orderId: 'FUTURE-1', occurredAt: T0 + 300 * DAY, customer: { phone: '+7 1' } }));
    expect((await found('FUTURE-1')).customer).toEqual({ phone: '+7 1' });
    clock.advance(HOUR);
    await record(anEvent({ orderId: 'FUTURE-1', occurredAt: clock.now(), customer: { phone: '+7 2' } }));
    expect((await found('FUTURE-1')).customer).toEqual({ phone: '+7 2' });
  });

  test('the trace id is derived from the correlation id, else from the order id', () => {
    expect(orderTraceId({ orderId: 'ORD-1', correlationId: 'abc' })).toBe('ba7816bf8f01cfea414140de5dae2223');
    expect(orderTraceId({ orderId: 'abc', correlationId: null })).toBe('ba7816bf8f01cfea414140de5dae2223');
  });
});

describe('names', () => {
  test('the order id, a system’s id bare or exact, the correlation id', async () => {
    await record(anEvent({ orderId: 'NAME/1 %ж', ids: { mes: 'M-NAME' }, correlationId: 'corr-name' }));
    for (const name of ['NAME/1 %ж', '~mes:M-NAME', 'mes:M-NAME', 'M-NAME', 'corr-name', 'corr:corr-name']) {
      expect((await found(name)).orderId).toBe('NAME/1 %ж');
    }
  });

  test('a provisional order is found, and leads to the order it turns out to be', async () => {
    await record(anEvent({ orderId: null, ids: { mes: 'M-LATER' }, status: 'PRICE_CALCULATED', source: 'mes' }));
    expect(await found('M-LATER')).toMatchObject({ orderId: '~mes:M-LATER', provisional: true });

    await record(anEvent({ orderId: 'LATER-1', ids: { mes: 'M-LATER' } }));
    for (const name of ['M-LATER', '~mes:M-LATER', 'LATER-1']) {
      expect(await found(name)).toMatchObject({ orderId: 'LATER-1', provisional: false, eventCount: 2 });
    }
    expect(await listed({ provisional: true })).not.toContain('~mes:M-LATER');
  });

  test('a name of several orders is ambiguous; the more exact reading wins', async () => {
    await record(
      anEvent({ orderId: 'TWIN-1', ids: { mes: 'T' } }),
      anEvent({ orderId: 'TWIN-2', ids: { crm: 'T' } }),
      anEvent({ orderId: 'TWIN-3', ids: { mes: 'TWIN-1' } }),
    );
    expect(await findOrder(pool, lifecycles, 'T', T0, plainVault)).toEqual({
      kind: 'ambiguous',
      candidates: ['TWIN-1', 'TWIN-2'],
    });
    expect((await found('mes:T')).orderId).toBe('TWIN-1');
    expect((await found('TWIN-1')).orderId).toBe('TWIN-1');
  });

  test('of very many candidates only the first are listed', async () => {
    const ids = Array.from({ length: MAX_CANDIDATES + 5 }, (_, i) => `MANY-${String(i).padStart(2, '0')}`);
    await record(...ids.map(orderId => anEvent({ orderId, correlationId: 'upload-1' })));
    const verdict = await findOrder(pool, lifecycles, 'upload-1', T0, plainVault);
    expect(verdict).toEqual({ kind: 'ambiguous', candidates: ids.slice(0, MAX_CANDIDATES) });
  });

  test.each(['nothing', '', '~', ':', 'a\0b', "' or true --"])('missing: %j', async name => {
    expect(await findOrder(pool, lifecycles, name, T0, plainVault)).toEqual({ kind: 'missing' });
  });
});

describe('the list', () => {
  test('filters', async () => {
    const mine = { partner: 'filters' };
    await record(
      anEvent({ orderId: 'F-1', ...mine, correlationId: 'cart-1', customer: { id: 'C-F' }, occurredAt: T0 }),
      anEvent({ orderId: 'F-2', ...mine, correlationId: 'cart-1', occurredAt: T0 + MINUTE }),
      anEvent({ orderId: 'F-3', ...mine, status: 'PRICE_CALCULATED', source: 'mes', occurredAt: T0 + 2 * MINUTE }),
      anEvent({ orderId: null, ids: { mes: 'M-F' }, ...mine, source: 'mes', occurredAt: T0 + 3 * MINUTE }),
    );
    expect(await listed(mine)).toEqual(['~mes:M-F', 'F-3', 'F-2', 'F-1']);
    expect(await listed({ ...mine, status: 'PRICE_CALCULATED' })).toEqual(['F-3']);
    expect(await listed({ ...mine, source: 'shop' })).toEqual(['F-2', 'F-1']);
    expect(await listed({ customer: 'C-F' })).toEqual(['F-1']);
    expect(await listed({ correlationId: 'cart-1' })).toEqual(['F-2', 'F-1']);
    expect(await listed({ ...mine, provisional: true })).toEqual(['~mes:M-F']);
    expect(await listed({ ...mine, provisional: false })).toEqual(['F-3', 'F-2', 'F-1']);
    expect(await listed({ ...mine, from: T0 + MINUTE, to: T0 + 2 * MINUTE })).toEqual(['F-2']);
  });

  test('what time makes of the orders', async () => {
    const mine = { partner: 'clocks' };
    await record(
      anEvent({ orderId: 'C-LATE', ...mine }),
      anEvent({ orderId: 'C-RISK', ...mine, occurredAt: T0 + 23 * HOUR }),
      anEvent({ orderId: 'C-FINE', ...mine, occurredAt: T0 + DAY, promisedAt: T0 + DAY + 1 }),
      anEvent({ orderId: 'C-DONE', ...mine, status: 'CANCELLED', source: 'crm', promisedAt: T0 + HOUR }),
    );
    const at = { now: T0 + DAY + 30 * MINUTE };
    expect(await listed({ ...mine, stuck: true }, at)).toEqual(['C-LATE']);
    expect(await listed({ ...mine, stuck: false }, at)).toEqual(['C-FINE', 'C-RISK', 'C-DONE']);
    expect(await listed({ ...mine, atRisk: true, stuck: false }, at)).toEqual(['C-RISK']);
    expect(await listed({ ...mine, overdue: true }, at)).toEqual(['C-FINE']);
    expect(await listed({ ...mine, overdue: false }, at)).toEqual(['C-RISK', 'C-LATE', 'C-DONE']);
    expect(await listed(mine, { ...at, sort: 'deadline' })).toEqual(['C-LATE', 'C-RISK', 'C-FINE', 'C-DONE']);
  });

  test.each(['lastEvent', 'deadline'] as const)('pages by %s hold every order once, ties and all', async sort => {
    const partner = `pages-${sort}`;
    const events = Array.from({ length: 25 }, (_, i) =>
      anEvent({
        orderId: `P-${sort}-${String(i).padStart(2, '0')}`,
        partner,
        occurredAt: T0 + (i % 4) * MINUTE,
        ...(i % 3 === 0 && { status: 'CANCELLED', source: 'crm' }),
      }),
    );
    await record(...events);

    const seen: string[] = [];
    let after: OrderPosition | null = null;
    do {
      const page = await listOrders(pool, lifecycles, { partner }, { sort, after, limit: 4 }, T0, plainVault);
      seen.push(...page.orders.map(order => order.orderId));
      after = page.next;
    } while (after);
    expect(seen).toEqual(await listed({ partner }, { sort }));
    expect([...seen].sort()).toEqual(events.map(event => event.key));
  });

  test('a page that ends with the list says so', async () => {
    await record(anEvent({ orderId: 'LAST-1', partner: 'last' }), anEvent({ orderId: 'LAST-2', partner: 'last' }));
    const page = { sort: 'lastEvent', after: null, limit: 2 } as const;
    expect((await listOrders(pool, lifecycles, { partner: 'last' }, page, T0, plainVault)).next).toBeNull();
  });
});
