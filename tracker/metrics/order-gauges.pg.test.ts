import { Registry } from 'prom-client';
import { beforeEach, expect, test } from 'vitest';
import { manualClock } from '../../platform/clock.ts';
import { testDatabase } from '../../test/support/database.ts';
import { anEvent, arrivals, DAY, HOUR, T0 } from '../../test/support/factory.ts';
import { referenceLifecycles as lifecycles } from '../../test/support/reference.ts';
import type { StatedEvent } from '../event.ts';
import { plainVault as vault } from '../personal-data.ts';
import { createLedger } from '../record.ts';
import { createOrderCounting } from './order-counting.ts';
import { gaugeOrders } from './order-gauges.ts';

const { pool } = await testDatabase();
const clock = manualClock(T0);
const ledger = createLedger({ pool, lifecycles: () => lifecycles, clock, vault });

beforeEach(() => pool.query('truncate tracker.order_event, tracker.order_state, tracker.order_alias'));

async function said(at: number, named: Partial<StatedEvent> & { orderId?: string | null }) {
  clock.set(at);
  await ledger.record(arrivals([anEvent({ occurredAt: at, ...named })]));
}

function aProcess(leads: { now: boolean } = { now: true }) {
  const registry = new Registry();
  const counting = createOrderCounting({ db: pool, lifecycles: () => lifecycles, clock });
  gaugeOrders(registry, { counted: () => (leads.now ? counting.counted() : null), lifecycles: () => lifecycles });
  return {
    registry,
    look: async (at: number) => {
      clock.set(at);
      await counting.runOnce(at);
    },
    figure: async (name: string, status?: string) => {
      const labels = status === undefined ? '' : `\\{lifecycle="jewellery",status="${status}"\\}`;
      const found = new RegExp(`^orderwatch_orders${name}${labels} (.+)$`, 'm').exec(await registry.metrics());
      return found ? Number(found[1]) : null;
    },
  };
}

test('orders are shown by status, with those that are in trouble, and 0 where there is none', async () => {
  await said(T0, { orderId: 'ORD-1', status: 'SUBMITTED' });
  await said(T0 + 23 * HOUR, { orderId: 'ORD-2', status: 'SUBMITTED' });
  await said(T0 + 24 * HOUR, { orderId: 'ORD-3', status: 'SUBMITTED', promisedAt: T0 + 24.5 * HOUR });
  await said(T0, { orderId: 'ORD-4', status: 'CLOSED', source: 'crm' });
  await said(T0, { orderId: null, ids: { mes: 'M-5' }, status: 'MANUFACTURING_STARTED', source: 'mes' });
  await said(T0, { orderId: 'ORD-6', status: 'PRICE_CALCULATED', source: 'mes' });
  await said(T0, { orderId: 'ORD-6', type: 'order.frozen', status: null, source: 'orderwatch' });
  const { look, figure } = aProcess();
  await look(T0 + 25 * HOUR);
  expect(await figure('', 'SUBMITTED')).toBe(3);
  expect(await figure('', 'CLOSED')).toBe(1);
  expect(await figure('', 'PACKAGING')).toBe(0);
  expect(await figure('_stuck', 'SUBMITTED')).toBe(1);
  expect(await figure('_at_risk', 'SUBMITTED')).toBe(1);
  expect(await figure('_overdue', 'SUBMITTED')).toBe(1);
  expect(await figure('_frozen', 'PRICE_CALCULATED')).toBe(1);
  expect(await figure('_longest_stay_seconds', 'SUBMITTED')).toBe(25 * 3_600);
  expect(await figure('_longest_stay_seconds', 'PACKAGING')).toBe(0);
  expect(await figure('_provisional')).toBe(1);
  expect(await figure('_counted_timestamp_seconds')).toBe((T0 + 25 * HOUR) / 1_000);
});

test('a provisional order that turned out to be another one is counted once', async () => {
  await said(T0, { orderId: null, ids: { mes: 'M-1' }, status: 'PRICE_CALCULATED', source: 'mes' });
  await said(T0, { orderId: 'ORD-1', ids: { mes: 'M-1' }, status: 'SUBMITTED' });
  const { look, figure } = aProcess();
  await look(T0);
  expect([await figure('', 'PRICE_CALCULATED'), await figure('', 'SUBMITTED')]).toEqual([1, 0]);
  expect(await figure('_provisional')).toBe(0);
});

test('who does not lead shows nothing, and what has ended is counted every five minutes', async () => {
  await said(T0, { orderId: 'ORD-1', status: 'CLOSED', source: 'crm' });
  const leads = { now: true };
  const { look, figure, registry } = aProcess(leads);
  expect(await figure('', 'CLOSED')).toBe(null);
  expect(await figure('_provisional')).toBe(null);
  await look(T0);
  await said(T0, { orderId: 'ORD-2', status: 'CLOSED', source: 'crm' });
  await said(T0, { orderId: 'ORD-3', status: 'SHIPPED', source: 'mes' });
  await look(T0 + 15_000);
  expect([await figure('', 'CLOSED'), await figure('', 'SHIPPED')]).toEqual([1, 1]);
  await look(T0 + 5 * 60_000);
  expect(await figure('', 'CLOSED')).toBe(2);
  leads.now = false;
  expect(await registry.metrics()).not.toMatch(/^orderwatch_orders[^ ]* \S/m);
});

test('counting that takes long is done less often', async () => {
  let asked = 0;
  const slow = {
    query: async (...query: unknown[]) => {
      asked += 1;
      clock.set(clock.now() + DAY);
      return (pool.query as (...query: unknown[]) => Promise<unknown>)(...query);
    },
  };
  const db = slow as unknown as typeof pool;
  clock.set(T0);
  const counting = createOrderCounting({ db, lifecycles: () => lifecycles, clock });
  await counting.runOnce(T0);
  const once = asked;
  await counting.runOnce(clock.now() + 50 * DAY);
  expect(asked).toBe(once);
  await counting.runOnce(clock.now() + 60 * DAY);
  expect(asked).toBeGreaterThan(once);
});
