import { beforeEach, expect, it } from 'vitest';
import { manualClock } from '../platform/clock.ts';
import { testDatabase } from '../test/support/database.ts';
import { anEvent, arrivals, DAY, HOUR, MINUTE, T0 } from '../test/support/factory.ts';
import { referenceDefinition } from '../test/support/reference.ts';
import { expectedStates, readStates } from '../test/support/verify-ledger.ts';
import { declaredLifecycles } from './declared.ts';
import type { StatedEvent } from './event.ts';
import { readEvents } from './event-rows.ts';
import type { LifecycleDefinition } from './lifecycle.ts';
import { plainVault } from './personal-data.ts';
import { createLedger } from './record.ts';

const { pool } = await testDatabase();
const clock = manualClock(T0 + HOUR);

const { statuses } = referenceDefinition;
/** Rings for acme: the same way, with more time for the price. */
const acmeRings: LifecycleDefinition = {
  ...referenceDefinition,
  name: 'acme rings',
  match: { partner: ['acme'], productClass: ['ring'] },
  statuses: { ...statuses, SUBMITTED: { ...statuses.SUBMITTED!, serviceLevel: { target: 'P1D', breach: 'P2D' } } },
};
const repair: LifecycleDefinition = {
  name: 'repair',
  zone: 'Europe/Moscow',
  match: { productClass: ['repair'] },
  statuses: {
    RECEIVED: { owner: 'shop', entry: true, next: ['REPAIRED'], serviceLevel: { target: 'P2D', breach: 'P5D' } },
    REPAIRED: { owner: 'mes', next: ['SHIPPED'], serviceLevel: { target: 'P1D', breach: 'P2D' } },
    SHIPPED: { owner: 'mes', next: [] },
  },
};
const lifecycles = declaredLifecycles(['shop', 'crm', 'mes'], [acmeRings, referenceDefinition, repair]);
const ledger = createLedger({ pool, lifecycles: () => lifecycles, clock, vault: plainVault });
const record = (...events: StatedEvent[]) => ledger.record(arrivals(events));

beforeEach(async () => {
  await pool.query('truncate tracker.order_event, tracker.order_state, tracker.order_anomaly');
});

async function state(orderId: string) {
  const { rows } = await pool.query(
    'select lifecycle, lifecycle_hash, status, due_at from tracker.order_state where order_id = $1',
    [orderId],
  );
  return rows[0];
}

async function anomalies(orderId: string) {
  const { rows } = await pool.query<{ kind: string; detail: string }>(
    'select kind, detail from tracker.order_anomaly where order_id = $1 and cleared_at is null order by at, kind',
    [orderId],
  );
  return rows.map(({ kind, detail }) => `${kind}: ${detail}`);
}

it('keeps each order by its own lifecycle', async () => {
  const { announcements } = await record(
    anEvent({ orderId: 'usual' }),
    anEvent({ orderId: 'ring', partner: 'acme', data: { productClass: 'ring' } }),
    anEvent({ orderId: 'repair', status: 'RECEIVED', data: { productClass: 'repair' } }),
    anEvent({ orderId: 'repair', status: 'SHIPPED', source: 'mes', occurredAt: T0 + MINUTE }),
  );
  expect(new Map(announcements.map(({ orderId, lifecycle }) => [orderId, lifecycle]))).toEqual(
    new Map([
      ['usual', 'jewellery'],
      ['ring', 'acme rings'],
      ['repair', 'repair'],
    ]),
  );
  expect(await state('usual')).toMatchObject({ lifecycle: 'jewellery', due_at: T0 + DAY });
  expect(await state('ring')).toMatchObject({ lifecycle: 'acme rings', due_at: T0 + 2 * DAY });
  expect(await state('repair')).toMatchObject({ lifecycle: 'repair', status: 'SHIPPED', due_at: null });
  expect(await anomalies('repair')).toEqual(['gap: mes says SHIPPED; REPAIRED never came']);
  expect(await readStates(pool)).toEqual(
    expectedStates(lifecycles, await readEvents(pool, ['usual', 'ring', 'repair'])),
  );
});

it('does not move an order by a status of another lifecycle, and says so', async () => {
  await record(
    anEvent({ orderId: 'repair', status: 'RECEIVED', data: { productClass: 'repair' } }),
    anEvent({ orderId: 'repair', status: 'PACKAGING', source: 'mes', occurredAt: T0 + MINUTE }),
  );
  expect(await state('repair')).toMatchObject({ status: 'RECEIVED', due_at: T0 + 5 * DAY });
  expect(await anomalies('repair')).toContain(
    'illegal_transition: mes says PACKAGING, which is no status of the lifecycle repair, that of this order',
  );
});

it('folds an order anew when an earlier word on its partner arrives late, and tells no move twice', async () => {
  const data = { productClass: 'ring' };
  const first = await record(anEvent({ occurredAt: T0 + MINUTE, partner: 'globex', data }));
  expect(await state('ORD-1')).toMatchObject({ lifecycle: 'jewellery', due_at: T0 + MINUTE + DAY });
  expect(first.announcements).toHaveLength(1);

  const late = await record(
    anEvent({ type: 'order.note', status: null, source: 'crm', occurredAt: T0, partner: 'acme' }),
  );
  expect(await state('ORD-1')).toEqual({
    lifecycle: 'acme rings',
    lifecycle_hash: lifecycles.named('acme rings')!.hash,
    status: 'SUBMITTED',
    due_at: T0 + MINUTE + 2 * DAY,
  });
  expect(late.announcements).toEqual([]);
  expect(await readStates(pool)).toEqual(expectedStates(lifecycles, await readEvents(pool, ['ORD-1'])));
});

it('goes on from the state of an order whose lifecycle stays', async () => {
  await record(anEvent({ partner: 'acme', data: { productClass: 'ring' } }));
  // A later word on the partner chooses nothing any more.
  await record(anEvent({ status: 'PRICE_CALCULATED', source: 'mes', occurredAt: T0 + MINUTE, partner: 'globex' }));
  expect(await state('ORD-1')).toMatchObject({ lifecycle: 'acme rings', status: 'PRICE_CALCULATED' });
});
