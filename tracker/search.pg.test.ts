import { describe, expect, test } from 'vitest';
import { manualClock } from '../platform/clock.ts';
import { testDatabase } from '../test/support/database.ts';
import { anEvent, arrivals, HOUR, MINUTE, T0 } from '../test/support/factory.ts';
import { referenceLifecycles as lifecycles } from '../test/support/reference.ts';
import type { StatedEvent } from './event.ts';
import { countOrders } from './order-count.ts';
import type { OrderFilter } from './order-filter.ts';
import { listOrders } from './order-list.ts';
import type { OrderPosition, OrderSort } from './order-slices.ts';
import { plainVault } from './personal-data.ts';
import { rebuild } from './rebuild.ts';
import { createLedger } from './record.ts';

const { pool } = await testDatabase();
const clock = manualClock(T0 + HOUR);
const ledger = createLedger({ pool, lifecycles: () => lifecycles, clock, vault: plainVault });

async function record(...events: StatedEvent[]): Promise<void> {
  for (const event of events) await ledger.record(arrivals([event]));
}

async function listed(filter: OrderFilter, sort: OrderSort = 'lastEvent', limit = 500): Promise<string[]> {
  const ids: string[] = [];
  for (let after: OrderPosition | null | undefined; after !== null; ) {
    const page = await listOrders(
      pool,
      lifecycles,
      filter,
      { sort, after: after ?? null, limit },
      T0 + HOUR,
      plainVault,
    );
    ids.push(...page.orders.map(order => order.orderId));
    after = page.next;
  }
  return ids;
}

describe('the one box', () => {
  test('finds people by parts of what is known of them, however it is written', async () => {
    await record(
      anEvent({
        orderId: 'BOX-1',
        customer: { id: 'C-1', name: 'Анна Ёлкина', email: 'Anna.K@Example.com', phone: '+7 (916) 123-45-67' },
      }),
      anEvent({ orderId: 'BOX-2', customer: { name: 'José Smith-Jones', phone: '020 7946 0000' } }),
    );
    for (const q of ['анна', 'ЕЛКИНА', 'ёлкина анна', 'анн елк', 'anna.k', 'anna.k@example.com', 'example.com']) {
      expect([q, await listed({ q })]).toEqual([q, ['BOX-1']]);
    }
    for (const q of ['+7 916 123-45-67', '8 (916) 123', '89161234567', '916123', '45-67', 'елкина 916']) {
      expect([q, await listed({ q })]).toEqual([q, ['BOX-1']]);
    }
    for (const q of ['jose', 'jones smith', '+44 20 7946'.slice(4), '020 7946']) {
      expect([q, await listed({ q })]).toEqual([q, ['BOX-2']]);
    }
    for (const q of ['анна smith', 'ан', '67', '%', '___', 'nobody', "'; drop", '\\']) {
      expect([q, await listed({ q })]).toEqual([q, []]);
    }
  });

  test('an id that is exactly that wins; else the beginning of an order id, or a partner', async () => {
    await record(
      anEvent({ orderId: '7007', occurredAt: T0 - 3 * MINUTE }),
      anEvent({ orderId: '70071', partner: 'Acme Inc' }),
      anEvent({ orderId: 'ID-9', ids: { mes: 'M-9' }, correlationId: 'cart-9', customer: { phone: '+7 000 7007' } }),
      anEvent({ orderId: 'q', occurredAt: T0 - 2 * MINUTE }),
    );
    expect(await listed({ q: '7007' })).toEqual(['7007']);
    expect(await listed({ q: '700' })).toEqual(['ID-9', '70071', '7007']);
    for (const q of ['ID-9', ' id-9', 'M-9', 'm-9', 'mes:M-9', '~mes:M-9', 'mes:m-9', 'cart-9', 'CART-9'])
      expect([q, await listed({ q })]).toEqual([q, ['ID-9']]);
    expect(await listed({ q: 'Acme Inc' })).toEqual(['70071']);
    expect(await listed({ q: 'q' })).toEqual(['q']);
  });

  test('the end of an order id, and of an id of a system', async () => {
    await record(
      anEvent({ orderId: 'END-A-31042', ids: { mes: 'M-60521' }, correlationId: 'cart-88231' }),
      anEvent({ orderId: 'END-B-1042', ids: { mes: 'M-60522' }, occurredAt: T0 - MINUTE }),
      anEvent({ orderId: null, ids: { mes: 'M-60523' }, source: 'mes', occurredAt: T0 - 2 * MINUTE }),
    );
    for (const [q, found] of [
      ['1042', ['END-A-31042', 'END-B-1042']],
      ['31042', ['END-A-31042']],
      ['b-1042', ['END-B-1042']],
      ['042', ['END-A-31042', 'END-B-1042']],
      ['42', []],
      ['0521', ['END-A-31042']],
      ['0523', ['~mes:M-60523']],
      ['8231', []],
    ] as const) {
      expect([q, await listed({ q })]).toEqual([q, found]);
    }
    await record(anEvent({ orderId: 'END-C', ids: { mes: 'M-60523' } }));
    expect(await listed({ q: '0523' })).toEqual(['END-C']);
  });

  test('an order of which nothing is known but its id has its row, from the first or by a rebuild', async () => {
    await record(anEvent({ orderId: 'BARE-74747' }), anEvent({ orderId: 'BARE-74747' }));
    expect(await listed({ q: '4747' })).toEqual(['BARE-74747']);
    await pool.query(`delete from tracker.order_search where order_id = 'BARE-74747'`);
    expect(await listed({ q: '4747' })).toEqual([]);
    await rebuild({ pool, lifecycles, clock, vault: plainVault });
    expect(await listed({ q: '4747' })).toEqual(['BARE-74747']);
  });

  test('a customer id as a whole, and the customers of a partner', async () => {
    await record(
      anEvent({ orderId: 'OF-1', partner: 'north wind', customer: { id: 'K-77', name: 'Anna Olsen' } }),
      anEvent({
        orderId: 'OF-2',
        partner: 'north',
        customer: { id: 'K-778', name: 'Anna Olsen', phone: '+47 22 334455' },
      }),
      anEvent({ orderId: 'OF-3', customer: { name: 'Anna North' } }),
    );
    for (const q of ['K-77', 'k-77']) expect([q, await listed({ q })]).toEqual([q, ['OF-1']]);
    expect(await listed({ q: 'K-7' })).toEqual([]);
    for (const q of ['north wind anna', 'OLSEN North Wind', 'anna olsen north wind']) {
      expect([q, await listed({ q })]).toEqual([q, ['OF-1']]);
    }
    expect(await listed({ q: 'north anna' })).toEqual(['OF-3', 'OF-2']);
    expect(await listed({ q: '22 33 44 north' })).toEqual(['OF-2']);
    expect(await listed({ q: 'north nobody' })).toEqual([]);
  });

  test('a name that only a joined provisional order stated leads to the order', async () => {
    await record(
      anEvent({ orderId: null, ids: { mes: 'M-J' }, source: 'mes', customer: { name: 'Provisoria' } }),
      anEvent({ orderId: 'JOIN-1', ids: { mes: 'M-J' } }),
    );
    for (const q of ['M-J', '~mes:M-J', 'provisoria']) expect(await listed({ q })).toEqual(['JOIN-1']);
    expect(await listed({ correlationId: 'none', q: 'M-J' })).toEqual([]);
  });

  test('every name that was ever stated is found, in whatever order they came, and after a rebuild', async () => {
    await record(
      anEvent({ orderId: 'EVER-1', customer: { name: 'Maiden' } }),
      anEvent({ orderId: 'EVER-1', customer: { name: 'Married' } }),
      anEvent({ orderId: 'EVER-2', customer: { name: 'Married' } }),
      anEvent({ orderId: 'EVER-2', customer: { name: 'Maiden' } }),
      anEvent({ orderId: 'EVER-2', occurredAt: T0 + MINUTE, status: null, type: 'order.note' }),
    );
    const contacts = async () => {
      const { rows } = await pool.query('select order_id, contact from tracker.order_search order by 1');
      return rows;
    };
    const before = await contacts();
    expect(before).toContainEqual({ order_id: 'EVER-1', contact: 'maiden\nmarried' });
    expect(before).toContainEqual({ order_id: 'EVER-2', contact: 'maiden\nmarried' });
    await pool.query('update tracker.order_search set contact = null');
    await rebuild({ pool, lifecycles, clock, vault: plainVault });
    expect(await contacts()).toEqual(before);
  });

  test('a row that says nothing new is not written', async () => {
    const again = () => anEvent({ orderId: 'SAME-1', partner: 'p', customer: { id: 'C-S', name: 'Same Name' } });
    await record(again());
    const version = async () => {
      const { rows } = await pool.query(`select xmin, xmax, ctid from tracker.order_search where order_id = 'SAME-1'`);
      return rows;
    };
    const before = await version();
    await record(again(), again());
    expect(await version()).toEqual(before);
  });
});

describe('filters and sorts', () => {
  test('anomaly: of a kind, of any, none', async () => {
    const mine = { partner: 'odd' };
    await record(
      anEvent({ orderId: 'ODD-1', ...mine, status: 'SHIPPED', source: 'mes' }),
      anEvent({ orderId: 'ODD-2', ...mine }),
    );
    expect(await listed({ ...mine, anomaly: true })).toEqual(['ODD-1']);
    expect(await listed({ ...mine, anomaly: 'gap' })).toEqual(['ODD-1']);
    expect(await listed({ ...mine, anomaly: 'divergence' })).toEqual([]);
    expect(await listed({ ...mine, anomaly: false })).toEqual(['ODD-2']);
  });

  test('age: longest in its status first, those without a limit at the end', async () => {
    const mine = { partner: 'aged' };
    await record(
      anEvent({ orderId: 'AGE-1', ...mine, occurredAt: T0 - MINUTE }),
      anEvent({
        orderId: 'AGE-2',
        ...mine,
        status: 'MANUFACTURING_STARTED',
        source: 'mes',
        occurredAt: T0 - 9 * MINUTE,
      }),
      anEvent({ orderId: 'AGE-3', ...mine, status: 'CANCELLED', source: 'crm', occurredAt: T0 - HOUR }),
      anEvent({ orderId: 'AGE-2', ...mine, status: null, type: 'order.note' }),
    );
    expect(await listed(mine, 'age')).toEqual(['AGE-2', 'AGE-1', 'AGE-3']);
    expect(await listed({ ...mine, stuck: false }, 'age')).toEqual(['AGE-2', 'AGE-1', 'AGE-3']);
  });

  test('source: few orders are written down, a system that is common is met everywhere', async () => {
    await record(
      anEvent({ orderId: 'SRC-1', source: 'erp' }),
      anEvent({ orderId: 'SRC-2', source: 'erp' }),
      anEvent({ orderId: null, ids: { mes: 'M-SRC' }, source: 'scale' }),
      anEvent({ orderId: 'SRC-3', ids: { mes: 'M-SRC' } }),
    );
    const noted = async () => {
      const { rows } = await pool.query(`select order_id from tracker.order_source where source = 'erp' order by 1`);
      return rows.map(row => row.order_id);
    };
    expect(await noted()).toEqual(['SRC-1', 'SRC-2']);
    expect(await listed({ source: 'scale' })).toEqual(['SRC-3']);
    expect(await listed({ source: 'unheard-of' })).toEqual([]);

    await pool.query(`insert into tracker.order_source select 'S-' || n, 'erp' from generate_series(1, 4998) n`);
    // Counting it is up to one new order in a hundred.
    await record(...Array.from({ length: 300 }, (_, n) => anEvent({ orderId: `SRC-1${n}`, source: 'erp' })));
    await record(anEvent({ orderId: 'SRC-4', source: 'erp', occurredAt: T0 + MINUTE }));
    expect(await noted()).not.toContain('SRC-4');
    expect((await listed({ source: 'erp' }))[0]).toBe('SRC-4');
  });

  test('all ways to a page agree: small pages, pages of all, the count', async () => {
    const filters: OrderFilter[] = [
      {},
      { q: 'box' },
      { q: '700', anomaly: false },
      { q: '042' },
      { q: 'north anna' },
      { partner: 'odd' },
      { partner: 'odd', status: 'SUBMITTED' },
      { stuck: false },
      { atRisk: true },
      { atRisk: false },
      { overdue: false },
      { overdue: true },
      { provisional: false },
      { provisional: true },
      { source: 'mes' },
      { anomaly: true, from: T0 - HOUR, to: T0 + HOUR },
      { customer: 'C-1', q: 'анна', correlationId: 'none' },
    ];
    for (const filter of filters) {
      const all = await listed(filter);
      expect(await countOrders(pool, lifecycles, filter, T0 + HOUR, plainVault)).toEqual({
        count: all.length,
        more: false,
      });
      for (const sort of ['lastEvent', 'deadline', 'age'] as const) {
        const small = await listed(filter, sort, 7);
        expect(small).toEqual(await listed(filter, sort));
        expect([...small].sort()).toEqual([...all].sort());
      }
    }
  });
});
