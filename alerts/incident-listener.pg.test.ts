import { beforeEach, expect, it } from 'vitest';
import { manualClock } from '../platform/clock.ts';
import { testDatabase } from '../test/support/database.ts';
import { anEvent, arrivals, HOUR, T0 } from '../test/support/factory.ts';
import { referenceLifecycles } from '../test/support/reference.ts';
import { OWN_SOURCE, OWN_TYPES, type StatedEvent } from '../tracker/event.ts';
import { plainVault } from '../tracker/personal-data.ts';
import { createLedger } from '../tracker/record.ts';
import { createIncidentListener } from './incident-listener.ts';
import { ALERT_TABLES } from './incident-rows-under-test.ts';
import { aFoundOrder, apply, readHistory, readIncidents, readOpen } from './incidents-under-test.ts';
import { alertSettings, ruleThatSees } from './settings-under-test.ts';

const { pool } = await testDatabase();
const clock = manualClock(T0);
const lifecycles = () => referenceLifecycles;
const promise = { name: 'promise-passed', condition: { ...ruleThatSees({ now: [] }).condition, kind: 'overdue' } };
const settings = () => alertSettings({ rules: [ruleThatSees({ now: [] }), ruleThatSees({ now: [] }, promise)] });
const listeners = [createIncidentListener({ settings, lifecycles, clock })];
const ledger = createLedger({ pool, lifecycles, clock, vault: plainVault, listeners });

beforeEach(async () => {
  await pool.query(
    `truncate ${ALERT_TABLES}, tracker.order_event, tracker.order_state, tracker.order_alias, tracker.order_search,
       tracker.order_anomaly restart identity`,
  );
  clock.set(T0);
});

const record = (...events: StatedEvent[]) => ledger.record(arrivals(events));
const priced = (orderId: string, named: Partial<StatedEvent> = {}) =>
  anEvent({ orderId, status: 'PRICE_CALCULATED', source: 'mes', occurredAt: T0 + HOUR, ...named });
const ids = (count: number) => Array.from({ length: count }, (_, nth) => `ORD-${nth}`);

it('resolves a finding in the transaction that moves the order, and the incident with its last one', async () => {
  await record(anEvent({ orderId: 'ORD-1' }), anEvent({ orderId: 'ORD-2' }));
  await apply(pool, [aFoundOrder('ORD-1'), aFoundOrder('ORD-2')], T0 + HOUR);
  clock.set(T0 + 2 * HOUR);
  await record(priced('ORD-1'));
  expect(await readOpen(pool)).toEqual(['order:ORD-2 1']);
  expect(await readIncidents(pool)).toMatchObject([{ state: 'open' }]);
  await record(priced('ORD-2'));
  expect(await readIncidents(pool)).toMatchObject([
    { state: 'resolved', resolution: 'moved_on', resolvedAt: T0 + 2 * HOUR },
  ]);
  expect(await readHistory(pool, 1)).toEqual([
    'opened first=ORD-1 orders=2',
    'left first=ORD-1 orders=1',
    'resolved resolution=moved_on',
  ]);
});

it('resolves what was found of a provisional order when it turns out which one it is, also between look and incident', async () => {
  const upload = anEvent({ orderId: null, ids: { mes: 'M-1' }, source: 'mes' });
  await record(upload);
  const found = [
    aFoundOrder(upload.key),
    aFoundOrder(upload.key, { stay: '', status: null, since: null, owner: null }),
  ] as const;
  await apply(pool, [found[0]], T0 + HOUR);
  await apply(pool, [found[1]], T0 + HOUR, { rule: { name: 'no-order-id' } });
  expect(await readOpen(pool)).toHaveLength(2);
  await record(anEvent({ orderId: 'ORD-3', ids: { mes: 'M-1' } }));
  expect(await readOpen(pool)).toEqual([]);
  for (const one of found) await apply(pool, [one], T0 + 2 * HOUR, { rule: { name: 'looked-before' } });
  expect(await readOpen(pool)).toEqual([]);
});

it('tells the systems of the orders what is at risk, overdue and resolved', async () => {
  await record(anEvent({ orderId: 'ORD-1' }), anEvent({ orderId: 'ORD-2' }));
  await apply(pool, [aFoundOrder('ORD-1')], T0 + HOUR);
  await apply(pool, [aFoundOrder('ORD-1', { severity: 'critical' })], T0 + 24 * HOUR);
  await apply(pool, [aFoundOrder('ORD-1', { severity: 'critical' })], T0 + 25 * HOUR);
  await apply(pool, [aFoundOrder('ORD-2')], T0 + HOUR, { rule: { name: 'on-trial', shadow: true } });
  await record(priced('ORD-1'), priced('ORD-2'));
  const { rows } = await pool.query('select routing_key, body from alerts.publication order by id');
  expect(rows.map(({ routing_key, body }) => `${routing_key} ${body.orderId} ${body.severity}`)).toEqual([
    'at_risk.price-missing ORD-1 warning',
    'overdue.price-missing ORD-1 critical',
    'resolved.price-missing ORD-1 critical',
  ]);
});

it('is undone with the move when that is not committed', async () => {
  await record(anEvent());
  await apply(pool, [aFoundOrder('ORD-1')], T0);
  const failing = createLedger({
    pool,
    lifecycles,
    clock,
    vault: plainVault,
    listeners: [...listeners, () => Promise.reject(new Error('the next listener fails'))],
  });
  await expect(failing.record(arrivals([priced('ORD-1')]))).rejects.toThrow('the next listener');
  expect(await readOpen(pool)).toEqual(['order:ORD-1 1']);
});

it('leaves alone what is so still: another event, a shifted beginning, a promise of an order under way', async () => {
  await record(anEvent());
  await apply(pool, [aFoundOrder('ORD-1')], T0);
  await apply(pool, [aFoundOrder('ORD-1', { stay: '' })], T0, { rule: promise });
  await record(anEvent({ type: 'order.note', status: null }), anEvent({ occurredAt: T0 - HOUR, source: 'crm' }));
  expect(await readOpen(pool)).toHaveLength(2);
  await record(priced('ORD-1'));
  expect(await readOpen(pool)).toHaveLength(1);
  await record(anEvent({ status: 'CANCELLED', source: 'crm', occurredAt: T0 + 2 * HOUR }));
  expect(await readOpen(pool)).toEqual([]);
});

it('resolves what was found of a stay when somebody freezes the order', async () => {
  await record(anEvent());
  await apply(pool, [aFoundOrder('ORD-1')], T0);
  await record(
    anEvent({ type: OWN_TYPES.frozen, source: OWN_SOURCE, status: null, data: { by: 'anna', reason: 'A call' } }),
  );
  expect(await readIncidents(pool)).toMatchObject([{ state: 'resolved', resolution: 'frozen' }]);
});

it('takes part in many batches at once while the rule runs, and ends as the orders do', async () => {
  const all = ids(600);
  await record(...all.map(orderId => anEvent({ orderId })));
  // Not the same orders, or both would be one matter.
  const mes = all.slice(1).map(orderId => aFoundOrder(orderId));
  const crm = all.map(orderId => aFoundOrder(orderId, { owner: 'crm' }));
  const other = { rule: { name: 'another' } };
  await apply(pool, mes, T0);
  await apply(pool, crm, T0, other);
  clock.set(T0 + 2 * HOUR);
  // What the rules have seen is from before the orders moved.
  const runs = [apply(pool, mes, T0 + 1), apply(pool, crm, T0 + 1, other)];
  const lanes = [0, 1, 2, 3].map(async lane => {
    for (let from = lane * 50; from < all.length; from += 200) {
      // Each lane has them in another order.
      const part = all.slice(from, from + 50).sort(() => (lane % 2 === 0 ? 1 : -1));
      await record(...part.map(orderId => priced(orderId)));
    }
  });
  await Promise.all([...runs, ...lanes, apply(pool, mes, T0 + 2), apply(pool, crm, T0 + 2, other)]);
  expect(await readOpen(pool)).toEqual([]);
  expect(await readIncidents(pool)).toMatchObject([
    { state: 'resolved', reopened: 0 },
    { state: 'resolved', reopened: 0 },
  ]);
});
