import { Registry } from 'prom-client';
import { expect, test } from 'vitest';
import { manualClock, toIso } from '../../platform/clock.ts';
import { testDatabase } from '../../test/support/database.ts';
import { anEvent, arrivals, HOUR, MINUTE, T0 } from '../../test/support/factory.ts';
import { referenceLifecycles as lifecycles } from '../../test/support/reference.ts';
import type { StatedEvent } from '../event.ts';
import { plainVault as vault } from '../personal-data.ts';
import { createLedger } from '../record.ts';
import { createDelayMetrics } from './delay-metrics.ts';

const { pool } = await testDatabase();
const clock = manualClock(T0);
const ledger = createLedger({ pool, lifecycles: () => lifecycles, clock, vault });

async function said(at: number, source: string, named: Partial<StatedEvent> & { orderId?: string } = {}) {
  clock.set(at);
  await ledger.record(arrivals([anEvent({ occurredAt: at, source, ...named })]));
}

test('how much later systems say what one of them said first, each once, and nobody else', async () => {
  const registry = new Registry();
  const metrics = createDelayMetrics(registry, { db: pool, lifecycles: () => lifecycles });
  await metrics.runOnce(T0 + MINUTE / 2);
  await said(T0, 'shop');
  await said(T0 + MINUTE, 'crm');
  await said(T0 + 1.5 * MINUTE, 'crm');
  await said(T0 + 2 * MINUTE, 'mes');
  await said(T0 + 2 * MINUTE, 'somebody');
  await said(T0 + 2 * MINUTE, 'crm', { orderId: 'ORD-2', historic: true });
  await metrics.runOnce(T0 + 3 * MINUTE);
  await metrics.runOnce(T0 + 4 * MINUTE);
  const text = await registry.metrics();
  const sums = text.split('\n').filter(line => /_(sum|count)\{.*\} [1-9]/.test(line));
  expect(sums.toSorted()).toEqual([
    'orderwatch_order_source_delay_seconds_count{from="shop",to="crm"} 1',
    'orderwatch_order_source_delay_seconds_count{from="shop",to="mes"} 1',
    'orderwatch_order_source_delay_seconds_sum{from="shop",to="crm"} 60',
    'orderwatch_order_source_delay_seconds_sum{from="shop",to="mes"} 120',
  ]);
  expect(text).toContain('orderwatch_order_source_delay_seconds_count{from="crm",to="mes"} 0');
  expect(text).not.toContain('somebody');
});

test('what takes long to commit is counted, too', async () => {
  const registry = new Registry();
  const metrics = createDelayMetrics(registry, { db: pool, lifecycles: () => lifecycles });
  const began = T0 + 10 * MINUTE;
  await metrics.runOnce(began);
  await metrics.runOnce(began + MINUTE / 3);
  await said(began, 'shop', { orderId: 'ORD-3' });
  await said(began + 1, 'crm', { orderId: 'ORD-3' });
  await metrics.runOnce(began + MINUTE);
  expect(await registry.metrics()).toContain('orderwatch_order_source_delay_seconds_count{from="shop",to="crm"} 1');
});

test('of more than can be looked at the last ones are', async () => {
  const registry = new Registry();
  const metrics = createDelayMetrics(registry, { db: pool, lifecycles: () => lifecycles });
  const began = T0 + HOUR;
  await metrics.runOnce(began);
  // 3,000 orders of which the CRM hears at once, and then as many of which it hears an hour later.
  await pool.query(
    `insert into tracker.order_event (order_id, event_id, type, status, source, occurred_at, recorded_at, ids, digest, historic)
     select 'MANY-' || n, said.source, 'order.status_changed', 'SUBMITTED', said.source,
            $1::timestamptz + said.late, $1::timestamptz + n * interval '1 ms', '{}', '', false
       from generate_series(1, 6000) n
      cross join lateral (values ('shop', interval '0'), ('crm', case when n > 3000 then interval '1 hour' else '1 s' end))
        as said (source, late)`,
    [toIso(began)],
  );
  await metrics.runOnce(began + MINUTE);
  const text = await registry.metrics();
  expect(text).toContain('orderwatch_order_source_delay_seconds_count{from="shop",to="crm"} 2500');
  expect(text).toContain('orderwatch_order_source_delay_seconds_sum{from="shop",to="crm"} 9000000');
});
