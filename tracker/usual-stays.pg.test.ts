import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { manualClock } from '../platform/clock.ts';
import type { Db } from '../platform/postgres.ts';
import { testDatabase } from '../test/support/database.ts';
import { anEvent, arrivals, DAY, HOUR, T0 } from '../test/support/factory.ts';
import { referenceLifecycles as lifecycles, referenceLifecycle } from '../test/support/reference.ts';
import { freezeByHand } from './freeze.ts';
import { countOrders } from './order-count.ts';
import { listOrders } from './order-list.ts';
import { type Order, readOrders } from './orders.ts';
import { readPastOrders } from './past-orders.ts';
import { plainVault as vault } from './personal-data.ts';
import { createLedger } from './record.ts';
import { countStandings } from './standing.ts';
import { readUsualStays } from './usual.ts';
import { measureUsual } from './usual-stays.ts';

const { pool } = await testDatabase();
const clock = manualClock(T0);
const ledger = createLedger({ pool, lifecycles: () => lifecycles, clock, vault });
const usual = measureUsual({ pool, lifecycles: () => lifecycles });
const NOW = T0 + 60 * DAY;

beforeEach(async () => {
  await pool.query('truncate tracker.order_event, tracker.order_state, tracker.order_search, tracker.usual_stay');
  clock.set(NOW);
});

/** Orders that were packed at T0, each shipped an hour later than the one before it, and delivered three days later. */
async function shipped(count: number, name: string, partner: string | null = null): Promise<void> {
  const events = Array.from({ length: count }, (_, n) => {
    const order = { orderId: `${name}-${n}`, source: 'mes', partner };
    const left = T0 + (n + 1) * HOUR;
    return [
      anEvent({ ...order, status: 'PACKAGING', occurredAt: T0 }),
      anEvent({ ...order, status: 'SHIPPED', occurredAt: left }),
      anEvent({ ...order, source: 'crm', status: 'CLOSED', occurredAt: left + 3 * DAY }),
    ];
  });
  await ledger.record(arrivals(events.flat()));
}

async function packed(orderId: string, named: Parameters<typeof anEvent>[0] = {}): Promise<void> {
  await ledger.record(arrivals([anEvent({ orderId, source: 'mes', status: 'PACKAGING', occurredAt: NOW, ...named })]));
}

async function read(orderId: string, now: number): Promise<Order> {
  const [order] = await readOrders(pool, { lifecycles, vault, now }, [orderId]);
  return order!;
}

async function atRisk(now: number): Promise<string[]> {
  const page = { sort: 'deadline', after: null, limit: 500 } as const;
  const { orders } = await listOrders(pool, lifecycles, { atRisk: true }, page, now, vault);
  return orders.map(({ orderId }) => orderId);
}

describe('what usually is', () => {
  test('of a status: by what its stays were, of a partner where there are enough', async () => {
    await shipped(50, 'A');
    await shipped(40, 'P', 'acme');
    await shipped(10, 'Q', 'few');
    expect(await usual.runOnce(NOW)).toBe(100);
    const stays = await readUsualStays(pool);
    expect(stays.of('jewellery', 'PACKAGING', 'acme')).toEqual({
      p50Ms: 20.5 * HOUR,
      p90Ms: 36.1 * HOUR,
      p95Ms: 38.05 * HOUR,
      samples: 40,
      basis: 'partner',
    });
    expect(stays.of('jewellery', 'PACKAGING', 'few')).toMatchObject({ samples: 100, basis: 'lifecycle' });
    expect(stays.of('jewellery', 'PACKAGING', null)).toMatchObject({ samples: 100, basis: 'lifecycle' });
    expect(stays.of('jewellery', 'SUBMITTED', null)).toBe(null);
  });

  test('of a status that nobody has been in for 90 days: nothing any more', async () => {
    await shipped(30, 'A');
    await usual.runOnce(NOW);
    await usual.runOnce(NOW + 60 * DAY);
    expect((await readUsualStays(pool)).of('jewellery', 'PACKAGING', null)).toBe(null);
    expect((await pool.query('select 1 from tracker.usual_stay')).rowCount).toBe(0);
  });

  test('time in which an order was frozen is in no stay, and an order that turned out to be another one counts once', async () => {
    clock.set(T0);
    for (let n = 0; n < 30; n += 1) await packed(`F-${n}`, { occurredAt: T0, ids: { mes: `M-${n}` } });
    await ledger.record(arrivals([anEvent({ orderId: null, ids: { mes: 'M-1' }, status: null, source: 'mes' })]));
    clock.set(T0 + HOUR);
    for (let n = 0; n < 30; n += 1) {
      await freezeByHand(
        { db: pool, ledger },
        { orderId: `F-${n}`, freeze: true, by: 'olga', reason: 'asked' },
        T0 + HOUR,
      );
    }
    clock.set(T0 + 5 * HOUR);
    for (let n = 0; n < 30; n += 1) {
      await freezeByHand(
        { db: pool, ledger },
        { orderId: `F-${n}`, freeze: false, by: 'olga', reason: 'asked' },
        T0 + 5 * HOUR,
      );
    }
    clock.set(NOW);
    for (let n = 0; n < 30; n += 1) await packed(`F-${n}`, { status: 'SHIPPED', occurredAt: T0 + 7 * HOUR });
    await usual.runOnce(NOW);
    expect((await readUsualStays(pool)).of('jewellery', 'PACKAGING', null)).toMatchObject({
      samples: 30,
      p50Ms: 3 * HOUR,
    });
  });

  test('run again, and by two at once, it says the same', async () => {
    await shipped(40, 'A', 'acme');
    const rows = async () => (await pool.query('select * from tracker.usual_stay order by 1, 2, 3')).rows;
    await usual.runOnce(NOW);
    const before = await rows();
    await Promise.all([usual.runOnce(NOW), usual.runOnce(NOW)]);
    expect(await rows()).toEqual(before);
    expect(before.length).toBe(4);
  });
});

describe('when an order is expected at its end', () => {
  test('by its partner, its lifecycle, or what is declared; and not at all once it has ended or is frozen', async () => {
    await packed('NEW', { occurredAt: NOW });
    expect((await read('NEW', NOW)).expected).toMatchObject({ basis: 'declared', from: NOW + 8 * DAY });
    await shipped(99, 'A');
    await shipped(39, 'P', 'acme');
    await packed('OURS', { partner: 'acme' });
    await usual.runOnce(NOW);
    const { expected } = await read('NEW', NOW);
    expect(expected).toMatchObject({ basis: 'lifecycle', samples: 138 });
    expect((await read('OURS', NOW)).expected).toEqual({
      basis: 'partner',
      samples: 39,
      from: NOW + 3 * DAY + 4 * HOUR,
      likely: NOW + 3 * DAY + 20 * HOUR,
      to: NOW + 3 * DAY + 36 * HOUR,
    });
    await freezeByHand({ db: pool, ledger }, { orderId: 'OURS', freeze: true, by: 'olga', reason: 'asked' }, NOW);
    const nothing = { basis: null, samples: 0, from: null, likely: null, to: null };
    expect((await read('OURS', NOW)).expected).toEqual(nothing);
    expect((await read('A-1', NOW)).expected).toEqual(nothing);
  });
});

describe('at risk before the limit', () => {
  test('when it has been there for longer than nineteen of twenty', async () => {
    await shipped(20, 'A');
    await packed('SLOW');
    expect((await read('SLOW', NOW + 20 * HOUR)).atRisk).toBe(false);
    await shipped(20, 'B');
    await usual.runOnce(NOW);
    expect((await readUsualStays(pool)).of('jewellery', 'PACKAGING', null)?.p95Ms).toBe(19.05 * HOUR);
    expect(await atRisk(NOW + 19 * HOUR)).toEqual([]);
    const now = NOW + 20 * HOUR;
    expect(await read('SLOW', now)).toMatchObject({ atRisk: true, stuck: false, targetAt: NOW + DAY });
    expect(await atRisk(now)).toEqual(['SLOW']);
    expect(await countOrders(pool, lifecycles, { atRisk: true }, now, vault)).toEqual({ count: 1, more: false });
    expect(await countStandings(pool, now)).toEqual([
      { lifecycle: 'jewellery', status: 'PACKAGING', stuck: 0, atRisk: 1 },
    ]);
  });

  test('the time in which it was frozen does not count', async () => {
    await shipped(40, 'A');
    await packed('THAWED');
    await usual.runOnce(NOW);
    const decide = async (freeze: boolean, at: number) => {
      clock.set(at);
      await freezeByHand({ db: pool, ledger }, { orderId: 'THAWED', freeze, by: 'olga', reason: 'asked' }, at);
    };
    await decide(true, NOW + HOUR);
    await decide(false, NOW + 50 * HOUR);
    const { targetAt } = await read('THAWED', NOW + 51 * HOUR);
    expect(targetAt).toBe(NOW + 73 * HOUR);
    expect((await read('THAWED', NOW + 51 * HOUR)).atRisk).toBe(false);
    expect(await atRisk(NOW + 51 * HOUR)).toEqual([]);
    expect((await read('THAWED', NOW + 51 * HOUR)).expected.from).toBeLessThan(NOW + 51 * HOUR + 4 * DAY);
  });

  test('when it is promised for a day before it is likely to come', async () => {
    await shipped(40, 'A');
    await packed('BOLD', { promisedAt: NOW + 3 * DAY });
    await packed('CAREFUL', { promisedAt: NOW + 5 * DAY });
    expect(await atRisk(NOW)).toEqual([]);
    await usual.runOnce(NOW);
    expect(await atRisk(NOW)).toEqual(['BOLD']);
    expect((await read('BOLD', NOW)).atRisk).toBe(true);
    expect((await read('CAREFUL', NOW)).atRisk).toBe(false);
  });
});

describe('of many orders', () => {
  const ORDERS = 20_000;

  beforeAll(() => {
    clock.set(NOW);
  });

  /** Under way in two statuses for up to five days, of two partners, promised for all kinds of days; some were frozen. */
  async function fill(): Promise<void> {
    await pool.query(
      `insert into tracker.order_state (order_id, lifecycle, lifecycle_hash, status, status_since, running_since, target_at,
                                        due_at, promised_at, provisional, first_event_at, last_event_at, confirmed, sources)
       select 'O-' || n, 'jewellery', $1, case when n % 3 = 0 then 'SHIPPED' else 'PACKAGING' end, at,
              case when n % 7 = 0 then least(at + interval '30 hours', $3) end, at + interval '1000 hours', at + interval '2000 hours',
              case when n % 2 = 0 then $3::timestamptz + n % 1000 * interval '10 minutes' end, false, at, at, true, '{}'
         from generate_series(1, $2) n
        cross join lateral (select $3::timestamptz - n * 7919 % 7200 * interval '1 minute' as at) t`,
      [referenceLifecycle.hash, ORDERS, new Date(NOW)],
    );
    await pool.query(
      `insert into tracker.order_search (order_id, partner)
       select 'O-' || n, case n % 5 when 0 then 'acme' when 1 then 'few' end from generate_series(1, $1) n`,
      [ORDERS],
    );
    await pool.query('vacuum analyze tracker.order_state');
    await pool.query('vacuum analyze tracker.order_search');
  }

  test('the list, the count and each order itself agree on who is at risk', async () => {
    await shipped(50, 'A');
    await shipped(60, 'P', 'acme');
    await usual.runOnce(NOW);
    await fill();
    const ids = Array.from({ length: 3_000 }, (_, n) => `O-${n * 6 + 1}`).concat(
      Array.from({ length: 500 }, (_, n) => `O-${n * 35}`),
    );
    const each = (await readOrders(pool, { lifecycles, vault, now: NOW }, ids)).filter(order => order.atRisk);
    const conditions = { atRisk: true } as const;
    const { count } = await countOrders(pool, lifecycles, conditions, NOW, vault);
    const listed = new Set<string>();
    const page = { sort: 'deadline', after: null, limit: ORDERS } as const;
    for (const { orderId } of (await listOrders(pool, lifecycles, conditions, page, NOW, vault)).orders)
      listed.add(orderId);
    expect(each.length).toBeGreaterThan(500);
    expect(each.length).toBeLessThan(ids.length - 500);
    const asked = new Set(ids);
    expect([...new Set(each.map(({ orderId }) => orderId))].sort()).toEqual(
      [...listed].filter(id => asked.has(id)).sort(),
    );
    expect(listed.size).toBeLessThan(ORDERS);
    expect(count).toBe(Math.min(listed.size, 10_000));
    const standings = await countStandings(pool, NOW);
    expect(standings.reduce((sum, one) => sum + one.atRisk, 0)).toBe(listed.size);
  });

  test('whoever is at risk is found by what they are past, however many orders are under way or were closed', async () => {
    await fill();
    await pool.query(
      `insert into tracker.order_state (order_id, lifecycle, lifecycle_hash, status, status_since, provisional,
                                        first_event_at, last_event_at, confirmed, sources)
       select 'C-' || n, 'jewellery', $1, 'CLOSED', at, false, at, at, true, '{}'
         from generate_series(1, 60000) n cross join lateral (select $2::timestamptz - n * interval '1 minute' as at) t`,
      [referenceLifecycle.hash, new Date(NOW)],
    );
    await pool.query('vacuum analyze tracker.order_state');
    const plans: string[] = [];
    const query = async (text: string, values: unknown[]) => {
      if (text.startsWith('explain')) return pool.query(text, values);
      const { rows } = await pool.query(`explain ${text}`, values);
      plans.push(rows.map(row => row['QUERY PLAN']).join('\n'));
      return pool.query(text, values);
    };
    const db = { query } as unknown as Db;
    const page = { sort: 'deadline', after: null, limit: 50 } as const;
    await listOrders(db, lifecycles, { atRisk: true }, page, NOW, vault);
    await countOrders(db, lifecycles, { atRisk: true }, NOW, vault);
    await countStandings(db, NOW);
    const [list] = plans;
    for (const index of ['target', 'age', 'promised']) {
      expect(list).toMatch(new RegExp(`Index Only Scan using order_state_${index} on .*\\n *Index Cond:`));
    }
    // Known by then, they are looked up in any way: `state` of the count is those beside it.
    for (const plan of plans) expect(plan).not.toMatch(/Seq Scan on order_state (known|stayed|o|one)\b/);
  });

  test('what is measured is read along the newest events, a page at a time', async () => {
    await fill();
    await pool.query(
      `insert into tracker.order_event (order_id, event_id, type, source, recorded_at, ids, digest, historic)
       select 'O-' || n, 'e-' || k, 'order.note', 'shop', $2, '{}', '', false
         from generate_series(1, $1) n, generate_series(1, 5) k`,
      [ORDERS, new Date(NOW)],
    );
    await pool.query('vacuum analyze tracker.order_event');
    const plans: string[] = [];
    const query = async (text: string, values: unknown[]) => {
      const { rows } = await pool.query(`explain ${text}`, values);
      plans.push(rows.map(row => row['QUERY PLAN']).join('\n'));
      return pool.query(text, values);
    };

    const before = { lastEventAt: NOW, orderId: '\u{10ffff}' };
    await readPastOrders({ query } as unknown as Db, { since: NOW - 90 * DAY, before, limit: 1_000 });
    expect(plans[0]).toMatch(/Index Scan Backward using order_state_last_event/);
    expect(plans[0]).not.toMatch(/Sort/);
    expect(plans[1]).not.toMatch(/Seq Scan on order_event/);
  });
});
