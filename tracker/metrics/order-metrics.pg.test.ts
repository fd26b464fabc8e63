import { Registry } from 'prom-client';
import { expect, test } from 'vitest';
import { manualClock } from '../../platform/clock.ts';
import { testDatabase } from '../../test/support/database.ts';
import { anEvent, arrivals, HOUR, MINUTE, T0 } from '../../test/support/factory.ts';
import { referenceLifecycles as lifecycles } from '../../test/support/reference.ts';
import type { StatedEvent } from '../event.ts';
import { plainVault as vault } from '../personal-data.ts';
import { createLedger } from '../record.ts';
import { countedLedger } from './counted-ledger.ts';
import { createOrderMetrics } from './order-metrics.ts';

const { pool } = await testDatabase();
const clock = manualClock(T0);

function aTracker() {
  const registry = new Registry();
  const metrics = createOrderMetrics(registry, () => lifecycles);
  metrics.foresee();
  const ledger = countedLedger(createLedger({ pool, lifecycles: () => lifecycles, clock, vault }), metrics);
  const figure = async (series: string) => {
    const lines = (await registry.metrics()).split('\n');
    const line = lines.find(text => text.startsWith(`orderwatch_${series} `));
    return line === undefined ? null : Number(line.split(' ').at(-1));
  };
  const said = (at: number, named: Partial<StatedEvent> & { orderId?: string | null }) => {
    clock.set(at);
    return ledger.record(arrivals([anEvent({ occurredAt: at, ...named })]));
  };
  return { figure, said, registry };
}

test('what the configuration foresees is there with 0, so that the first one is an increase', async () => {
  const { figure } = aTracker();
  const moves = 'order_transitions_total{lifecycle="jewellery",from=';
  expect(await figure(`${moves}"none",to="SUBMITTED"}`)).toBe(0);
  expect(await figure(`${moves}"SUBMITTED",to="PRICE_CALCULATED"}`)).toBe(0);
  expect(await figure('order_dwell_seconds_count{lifecycle="jewellery",status="SUBMITTED"}')).toBe(0);
  expect(await figure('order_stays_total{lifecycle="jewellery",status="SUBMITTED",within="late"}')).toBe(0);
  expect(await figure('price_calculation_seconds_count{lifecycle="jewellery"}')).toBe(0);
  expect(await figure('order_anomalies_total{kind="gap"}')).toBe(0);
  expect(await figure('order_status_target_seconds{lifecycle="jewellery",status="SUBMITTED"}')).toBe(3_600);
  expect(await figure('order_status_breach_seconds{lifecycle="jewellery",status="SUBMITTED"}')).toBe(86_400);
});

test('an order that goes on is counted where it went, with the time that it took, once however often it is said', async () => {
  const { figure, said } = aTracker();
  await said(T0, { orderId: 'ORD-1', status: 'SUBMITTED' });
  const priced = anEvent({ orderId: 'ORD-1', status: 'PRICE_CALCULATED', source: 'mes', occurredAt: T0 + 45 * MINUTE });
  await said(T0 + 45 * MINUTE, priced);
  await said(T0 + 50 * MINUTE, priced);
  await said(T0 + 55 * MINUTE, { orderId: 'ORD-1', status: 'PRICE_CALCULATED', source: 'crm' });
  const left = 'lifecycle="jewellery",status="SUBMITTED"';
  expect(await figure('order_transitions_total{lifecycle="jewellery",from="SUBMITTED",to="PRICE_CALCULATED"}')).toBe(1);
  expect(await figure(`order_dwell_seconds_sum{${left}}`)).toBe(2_700);
  expect(await figure(`order_stays_total{${left},within="target"}`)).toBe(1);
  expect(await figure('price_calculation_seconds_bucket{le="1800",lifecycle="jewellery"}')).toBe(0);
  expect(await figure('price_calculation_seconds_bucket{le="3600",lifecycle="jewellery"}')).toBe(1);
});

test('a stay past its target and one past its breach are told apart', async () => {
  const { figure, said } = aTracker();
  for (const [orderId, hours] of Object.entries({ 'ORD-2': 2, 'ORD-3': 30 })) {
    await said(T0, { orderId, status: 'SUBMITTED' });
    await said(T0 + hours * HOUR, { orderId, status: 'PRICE_CALCULATED', source: 'mes' });
  }
  const stays = 'order_stays_total{lifecycle="jewellery",status="SUBMITTED",within=';
  expect([await figure(`${stays}"breach"}`), await figure(`${stays}"late"}`)]).toEqual([1, 1]);
});

test('imported history and what came late moved orders, but nobody measures by them how long it takes', async () => {
  const { figure, said } = aTracker();
  await said(T0, { orderId: 'ORD-4', status: 'SUBMITTED', historic: true });
  await said(T0 + HOUR, { orderId: 'ORD-4', status: 'PRICE_CALCULATED', source: 'mes', historic: true });
  await said(T0, { orderId: 'ORD-5', status: 'INITIATED' });
  await said(T0 + 3 * HOUR, { orderId: 'ORD-5', status: 'PRICE_CALCULATED', source: 'mes' });
  await said(T0 + 4 * HOUR, { orderId: 'ORD-5', status: 'SUBMITTED', occurredAt: T0 + HOUR });
  expect(await figure('order_transitions_total{lifecycle="jewellery",from="SUBMITTED",to="PRICE_CALCULATED"}')).toBe(1);
  expect(await figure('order_transitions_total{lifecycle="jewellery",from="INITIATED",to="SUBMITTED"}')).toBe(1);
  expect(await figure('price_calculation_seconds_count{lifecycle="jewellery"}')).toBe(0);
  expect(await figure('order_anomalies_total{kind="gap"}')).toBe(1);
});

test('an order that is known by an id of the MES only is counted when it is known which order it is', async () => {
  const { figure, said } = aTracker();
  const moves = 'order_transitions_total{lifecycle="jewellery",from="none",to="SUBMITTED"}';
  await said(T0, { orderId: null, ids: { mes: 'M-6' }, status: 'SUBMITTED' });
  expect(await figure(moves)).toBe(0);
  await said(T0 + MINUTE, { orderId: 'ORD-6', ids: { mes: 'M-6' }, status: 'SUBMITTED', source: 'crm' });
  expect(await figure(moves)).toBe(1);
});

test('no label says of which order or customer something is', async () => {
  const { registry, said } = aTracker();
  const customer = { id: 'C-77', name: 'Olga', email: 'olga@shop.example' };
  await said(T0, { orderId: 'ORD-7', status: 'SUBMITTED', correlationId: 'corr-7', customer, partner: 'acme' });
  await said(T0, { orderId: 'ORD-7', status: 'CLOSED', source: 'somebody else' });
  expect(await registry.metrics()).not.toMatch(/ORD-|corr-7|C-77|Olga|olga|acme|somebody/);
});
