import { expect, test } from 'vitest';
import { testDatabase } from '../test/support/database.ts';
import { DAY, T0 } from '../test/support/factory.ts';
import { referenceLifecycles as lifecycles } from '../test/support/reference.ts';
import { countOrders } from './order-count.ts';
import type { OrderFilter } from './order-filter.ts';
import { listOrders } from './order-list.ts';
import type { OrderPosition, OrderSort } from './order-slices.ts';
import { plainVault } from './personal-data.ts';

const { pool } = await testDatabase();

/**
 * Enough orders for every way to a page: looked up, walked to nearby, walked to the end, sorted by the index of all.
 * `far` is a partner whose orders are the oldest, `near` one whose orders are the newest, `spread` one of every second.
 */
async function fill(orders: number): Promise<void> {
  await pool.query(
    `insert into tracker.order_state (order_id, lifecycle, lifecycle_hash, status, status_since, target_at, due_at,
                                      provisional, sources, event_count, last_event_at)
     select 'ORD-' || lpad(n::text, 6, '0'), 'jewellery', '', case when n % 8 = 0 then 'SUBMITTED' when n % 4 = 0 then 'PACKAGING' else 'CLOSED' end,
            at, case when n % 4 = 0 then at + interval '1 day' end, case when n % 4 = 0 then at + interval '2 days' end,
            false, '{}', 1, at + n % 7 * interval '1 minute'
       from (select n, timestamptz '2026-01-01' + n * interval '10 minutes' as at from generate_series(1, $1::integer) n) o`,
    [orders],
  );
  await pool.query(
    `insert into tracker.order_search (order_id, partner, contact)
     select 'ORD-' || lpad(n::text, 6, '0'),
            case when n <= $1 * 0.15 then 'far' when n > $1 * 0.85 then 'near' when n % 2 = 0 then 'spread' end,
            case when n <= $1 * 0.15 then 'faraway name' when n % 3 = 0 then 'common name' else 'other name' end
       from generate_series(1, $1::integer) n`,
    [orders],
  );
  await pool.query('analyze');
}

type Row = { order_id: string; last_event_at: number; due_at: number | null; status_since: number };

/** The same list by hand: every order read, filtered and sorted here. */
async function byHand(condition: string, sort: OrderSort): Promise<string[]> {
  const { rows } = await pool.query<Row>(
    `select state.order_id, last_event_at, due_at, status_since from tracker.order_state state
       join tracker.order_search search using (order_id) where ${condition}`,
  );
  const key = (row: Row) => {
    if (sort === 'lastEvent') return -row.last_event_at;
    if (row.due_at === null) return Number.POSITIVE_INFINITY;
    return sort === 'deadline' ? row.due_at : row.status_since;
  };
  const descending = sort === 'lastEvent' ? -1 : 1;
  const byId = (a: Row, b: Row) => (a.order_id < b.order_id ? -1 : 1) * descending;
  return rows.sort((a, b) => (key(a) === key(b) ? byId(a, b) : key(a) - key(b))).map(row => row.order_id);
}

test('whatever the way to a page, the list is the same', async () => {
  await fill(12_000);
  const now = T0 - 200 * DAY;
  const since = (ms: number) => `'${new Date(now - ms).toISOString()}'`;
  const cases: [OrderFilter, string][] = [
    [{ partner: 'far' }, `partner = 'far'`],
    [{ partner: 'near' }, `partner = 'near'`],
    [{ partner: 'spread' }, `partner = 'spread'`],
    [{ q: 'faraway' }, `contact like '%faraway%'`],
    [{ q: 'common name', status: 'SUBMITTED' }, `contact like '%common%' and status = 'SUBMITTED'`],
    [{ q: 'ord-0001' }, `order_id like 'ORD-0001%'`],
    [{ q: 'name', partner: 'far' }, `partner = 'far'`],
    [{ status: 'CLOSED' }, `status = 'CLOSED'`],
    [{ status: 'SUBMITTED', partner: 'far' }, `status = 'SUBMITTED' and partner = 'far'`],
    [{ stuck: true, partner: 'far' }, `due_at < '${new Date(now).toISOString()}' and partner = 'far'`],
    [{ olderThan: 80 * DAY }, `due_at is not null and status_since < ${since(80 * DAY)}`],
    [
      { olderThan: 60 * DAY, youngerThan: 90 * DAY, status: 'PACKAGING' },
      `status = 'PACKAGING' and status_since < ${since(60 * DAY)} and status_since > ${since(90 * DAY)}`,
    ],
    [{ stuckFor: 60 * DAY, partner: 'spread' }, `due_at < ${since(60 * DAY)} and partner = 'spread'`],
    [{ atRisk: true }, `target_at < '${new Date(now).toISOString()}'`],
    [{ to: now, q: 'common' }, `contact like '%common%' and last_event_at < '${new Date(now).toISOString()}'`],
  ];
  for (const [filter, condition] of cases) {
    for (const sort of ['lastEvent', 'deadline', 'age'] as const) {
      const wanted = await byHand(condition, sort);
      const seen: string[] = [];
      let after: OrderPosition | null = null;
      do {
        const page = await listOrders(pool, lifecycles, filter, { sort, after, limit: 450 }, now, plainVault);
        seen.push(...page.orders.map(order => order.orderId));
        after = page.next;
      } while (after);
      expect(seen.length).toBeGreaterThan(50);
      expect({ filter, sort, seen }).toEqual({ filter, sort, seen: wanted });
    }
  }
}, 120_000);

test('what was joined long ago hides nothing: neither from a count nor from a page', async () => {
  await pool.query('truncate tracker.order_state, tracker.order_search');
  await fill(400);
  await pool.query(
    `insert into tracker.order_state (order_id, lifecycle, lifecycle_hash, status, status_since, target_at, due_at,
                                      provisional, joined_into, sources, event_count, last_event_at)
     select '~mes:' || n, 'jewellery', '', 'SUBMITTED', at, at, at, true, 'ORD-000001', '{}', 1, at + interval '2 years'
       from (select n, timestamptz '2025-01-01' + n * interval '1 minute' as at from generate_series(1, 15000) n) o`,
  );
  await pool.query('analyze');
  const count = (filter: OrderFilter) => countOrders(pool, lifecycles, filter, T0, plainVault);
  expect(await count({})).toEqual({ count: 400, more: false });
  expect(await count({ stuck: true })).toEqual({ count: 100, more: false });
  expect(await count({ status: 'SUBMITTED' })).toEqual({ count: 50, more: false });
  const first = { sort: 'deadline', after: null, limit: 1 } as const;
  expect(
    (await listOrders(pool, lifecycles, { stuck: true }, first, T0, plainVault)).orders.map(({ orderId }) => orderId),
  ).toEqual(['ORD-000004']);
});
