import { beforeEach, expect, it } from 'vitest';
import { manualClock } from '../platform/clock.ts';
import { testDatabase } from '../test/support/database.ts';
import { anEvent, arrivals, DAY, HOUR, MINUTE, T0 } from '../test/support/factory.ts';
import { referenceDefinition, referenceLifecycles } from '../test/support/reference.ts';
import { declaredLifecycles } from './declared.ts';
import { OWN_SOURCE, OWN_TYPES, type StatedEvent } from './event.ts';
import { readEvents } from './event-rows.ts';
import { freezeDue } from './freeze-due.ts';
import { plainVault } from './personal-data.ts';
import { createLedger } from './record.ts';
import { readTimeline } from './timeline.ts';

const { pool } = await testDatabase();
const clock = manualClock(T0);
const lifecycles = () => referenceLifecycles;
const ledger = createLedger({ pool, lifecycles, clock, vault: plainVault });
const freezer = freezeDue({ pool, ledger, lifecycles });

beforeEach(async () => {
  await pool.query(
    'truncate tracker.order_event, tracker.order_state, tracker.order_alias, tracker.order_search, tracker.order_anomaly',
  );
  clock.set(T0);
});

/** Records as producers do: at the time that they say. */
async function record(...events: StatedEvent[]) {
  clock.set(Math.max(clock.now(), ...events.map(event => event.occurredAt ?? 0)));
  await ledger.record(arrivals(events));
}
const priced = (named: Parameters<typeof anEvent>[0] = {}) =>
  anEvent({ status: 'PRICE_CALCULATED', source: 'mes', ...named });
const byHand = (type: string, occurredAt: number) =>
  anEvent({ type, source: OWN_SOURCE, status: null, occurredAt, data: { by: 'anna', reason: 'A call' } });

function runOnce(now: number) {
  clock.set(now);
  return freezer.runOnce(now);
}

async function state(orderId = 'ORD-1') {
  const { rows } = await pool.query('select * from tracker.order_state where order_id = $1', [orderId]);
  return rows[0];
}

it('freezes an order when the time of its status has come, and says why', async () => {
  await record(priced({ eventId: 'priced' }), anEvent({ orderId: 'ORD-2' }));
  expect(await runOnce(T0 + 14 * DAY - 1)).toBe(0);
  expect(await runOnce(T0 + 14 * DAY)).toBe(1);
  expect(await state()).toMatchObject({ frozen: true, due_at: null, target_at: null, duplicate_count: 0 });
  // Its status has no such rule.
  expect(await state('ORD-2')).toMatchObject({ frozen: false });
  const events = await readEvents(pool, ['ORD-1']);
  expect(events.find(event => event.eventId === 'frozen:priced')).toMatchObject({
    type: 'order.frozen',
    source: 'orderwatch',
    recordedAt: T0 + 14 * DAY,
    causationId: 'priced',
    data: {
      ...{ by: 'rule', stay: 'priced', status: 'PRICE_CALCULATED', after: 'P14D' },
      reason: 'It has been in PRICE_CALCULATED for 14 d and nothing has moved it.',
    },
  });
  expect((await readTimeline(pool, referenceLifecycles, 'ORD-1')).at(-1)).toMatchObject({
    by: 'orderwatch',
    title: 'Frozen',
    detail: 'It has been in PRICE_CALCULATED for 14 d and nothing has moved it.',
  });
  expect(await runOnce(T0 + 15 * DAY)).toBe(0);
});

it('watches the order again when it moves', async () => {
  await record(priced());
  await runOnce(T0 + 14 * DAY);
  await record(anEvent({ status: 'MANUFACTURING_STARTED', source: 'mes', occurredAt: T0 + 20 * DAY }));
  expect(await state()).toMatchObject({ frozen: false, due_at: T0 + 41 * DAY });
});

it('leaves an order alone that somebody unfroze, until it comes into such a status again', async () => {
  await record(priced());
  await runOnce(T0 + 14 * DAY);
  await record(byHand(OWN_TYPES.unfrozen, T0 + 15 * DAY));
  expect(await runOnce(T0 + 60 * DAY)).toBe(0);
  expect(await state()).toMatchObject({ frozen: false, due_at: T0 + 3 * DAY, duplicate_count: 0 });
  const corrected = { type: OWN_TYPES.corrected, source: OWN_SOURCE };
  await record(anEvent({ ...corrected, status: 'SUBMITTED', occurredAt: T0 + 61 * DAY }));
  await record(anEvent({ ...corrected, status: 'PRICE_CALCULATED', occurredAt: T0 + 62 * DAY }));
  expect(await runOnce(T0 + 76 * DAY)).toBe(1);
});

it('does not count the time in which somebody had frozen it', async () => {
  await record(priced());
  await record(byHand(OWN_TYPES.frozen, T0 + 2 * DAY));
  await record(byHand(OWN_TYPES.unfrozen, T0 + 5 * DAY));
  expect(await runOnce(T0 + 17 * DAY - 1)).toBe(0);
  expect(await runOnce(T0 + 17 * DAY)).toBe(1);
});

it('waits for the time of an event that is dated ahead', async () => {
  await record(priced());
  clock.set(T0 + 14 * DAY);
  await ledger.record(
    arrivals([anEvent({ type: 'order.note', status: null, occurredAt: T0 + 14 * DAY + 3 * MINUTE })]),
  );
  expect(await runOnce(T0 + 14 * DAY)).toBe(0);
  expect(await runOnce(T0 + 14 * DAY + 4 * MINUTE)).toBe(1);
});

it('freezes each order once, however many trackers do it at the same time', async () => {
  const ids = Array.from({ length: 450 }, (_, number) => `FR-${number}`);
  await record(...ids.map(orderId => priced({ orderId })));
  clock.set(T0 + 14 * DAY);
  const trackers = [
    freezer,
    freezeDue({ pool, ledger: createLedger({ pool, lifecycles, clock, vault: plainVault }), lifecycles }),
  ];
  const frozen = await Promise.all(trackers.map(tracker => tracker.runOnce(clock.now())));
  expect(frozen[0]! + frozen[1]!).toBe(450);
  const { rows } = await pool.query(
    `select count(*) filter (where frozen) as frozen, sum(event_count)::int as events, sum(duplicate_count)::int as twins
       from tracker.order_state`,
  );
  expect(rows).toEqual([{ frozen: 450, events: 900, twins: 0 }]);
  expect((await pool.query('select from tracker.order_anomaly where kind = $1', ['event_id_conflict'])).rowCount).toBe(
    0,
  );
});

it('freezes a provisional order, but not one that has turned out to be another', async () => {
  await record(priced({ orderId: null, ids: { mes: 'M-1' } }), priced({ orderId: null, ids: { mes: 'M-2' } }));
  await record(anEvent({ orderId: 'ORD-2', ids: { mes: 'M-2' }, occurredAt: T0 - HOUR }));
  expect(await runOnce(T0 + 14 * DAY)).toBe(2);
  expect(await state('~mes:M-1')).toMatchObject({ frozen: true });
  expect(await state('ORD-2')).toMatchObject({ frozen: true, status: 'PRICE_CALCULATED', members: ['~mes:M-2'] });
  expect(await state('~mes:M-2')).toMatchObject({ frozen: false, event_count: 1 });
  // What the first one turns out to be is frozen with it: it is the same stay.
  await record(anEvent({ orderId: 'ORD-1', ids: { mes: 'M-1' }, occurredAt: T0 - HOUR }));
  expect(await state('ORD-1')).toMatchObject({ frozen: true, status: 'PRICE_CALCULATED' });
});

it('goes by the rule of each order’s own lifecycle, once the order was folded under it', async () => {
  const { statuses } = referenceDefinition;
  const patient = {
    ...referenceDefinition,
    name: 'patient',
    match: { partner: ['acme'] },
    statuses: { ...statuses, PRICE_CALCULATED: { ...statuses.PRICE_CALCULATED!, freeze: { after: 'P1M' } } },
  };
  const both = () => declaredLifecycles(['shop', 'crm', 'mes'], [referenceDefinition, patient]);
  const declared = both();
  const also = {
    pool,
    ledger: createLedger({ pool, lifecycles: () => declared, clock, vault: plainVault }),
    lifecycles: () => declared,
  };
  await also.ledger.record(arrivals([priced(), priced({ orderId: 'ORD-2', partner: 'acme' })]));
  clock.set(T0 + 14 * DAY);
  // These lifecycles are not those under which it was folded.
  expect(await freezer.runOnce(clock.now())).toBe(0);
  expect(await freezeDue(also).runOnce(clock.now())).toBe(1);
  expect(await state('ORD-1')).toMatchObject({ frozen: true });
  clock.set(Date.parse('2026-12-20T09:00:00Z'));
  expect(await freezeDue(also).runOnce(clock.now())).toBe(1);
  expect(await state('ORD-2')).toMatchObject({ frozen: true, lifecycle: 'patient' });
});
