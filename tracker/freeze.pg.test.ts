import { beforeEach, expect, it } from 'vitest';
import { manualClock } from '../platform/clock.ts';
import { testDatabase } from '../test/support/database.ts';
import { anEvent, arrivals, DAY, HOUR, MINUTE, T0 } from '../test/support/factory.ts';
import { referenceLifecycles } from '../test/support/reference.ts';
import type { StatedEvent } from './event.ts';
import { freezeByHand } from './freeze.ts';
import { freezeDue } from './freeze-due.ts';
import { plainVault } from './personal-data.ts';
import { createLedger } from './record.ts';
import { readTimeline } from './timeline.ts';

const { pool } = await testDatabase();
const clock = manualClock(T0);
const lifecycles = () => referenceLifecycles;
const ledger = createLedger({ pool, lifecycles, clock, vault: plainVault });

beforeEach(async () => {
  await pool.query(
    'truncate tracker.order_event, tracker.order_state, tracker.order_alias, tracker.order_search, tracker.order_anomaly',
  );
  clock.set(T0);
});

const record = (...events: StatedEvent[]) => ledger.record(arrivals(events));
const byHand = (freeze: boolean, named: { orderId?: string; by?: string; reason?: string } = {}) =>
  freezeByHand({ db: pool, ledger }, { orderId: 'ORD-1', by: 'anna', reason: 'A call', freeze, ...named }, clock.now());

async function state(orderId = 'ORD-1') {
  const { rows } = await pool.query('select * from tracker.order_state where order_id = $1', [orderId]);
  return rows[0];
}

it('stops the deadline, and lets it go on with what was left', async () => {
  await record(anEvent());
  const { due_at } = await state();
  clock.set(T0 + HOUR);
  expect(await byHand(true)).toEqual({ kind: 'done' });
  expect(await state()).toMatchObject({ frozen: true, due_at: null, target_at: null });
  clock.set(T0 + 3 * DAY);
  expect(await byHand(false)).toEqual({ kind: 'done' });
  expect(await state()).toMatchObject({ frozen: false, due_at: due_at + 3 * DAY - HOUR });
});

it('again and again, also within one stay', async () => {
  await record(anEvent());
  for (const freeze of [true, false, true, false, true]) {
    clock.advance(MINUTE);
    expect(await byHand(freeze)).toEqual({ kind: 'done' });
    expect((await state()).frozen).toBe(freeze);
  }
});

it('is refused with a sentence where it is so already', async () => {
  await record(anEvent());
  expect(await byHand(false)).toEqual({ kind: 'refused', why: 'It is not frozen.' });
  await byHand(true);
  clock.advance(2 * HOUR);
  expect(await byHand(true)).toEqual({ kind: 'refused', why: 'It has been frozen already for 1 h 59 min.' });
  expect((await state()).event_count).toBe(2);
  expect(await byHand(true, { orderId: 'ORD-9' })).toEqual({ kind: 'missing' });
});

it('of an order that a rule froze, too', async () => {
  await record(anEvent({ status: 'PRICE_CALCULATED', source: 'mes' }));
  clock.set(T0 + 14 * DAY);
  await freezeDue({ pool, ledger, lifecycles }).runOnce(clock.now());
  expect(await byHand(true)).toMatchObject({ why: expect.stringContaining('by the rule of its status') });
  expect(await byHand(false)).toEqual({ kind: 'done' });
});

it('stays when the order moves, whoever has done it', async () => {
  await record(anEvent());
  clock.advance(HOUR);
  await byHand(true, { by: 'rule' });
  await record(anEvent({ status: 'PRICE_CALCULATED', source: 'mes', occurredAt: T0 + 2 * HOUR }));
  expect(await state()).toMatchObject({ frozen: true, status: 'PRICE_CALCULATED' });
});

it('counts after an event that is dated a little ahead', async () => {
  await record(anEvent({ occurredAt: T0 + 3 * MINUTE }));
  expect(await byHand(true)).toEqual({ kind: 'done' });
  expect((await state()).frozen).toBe(true);
});

it('of many at the same moment: one; the others are refused and leave no trace', async () => {
  await record(anEvent());
  clock.advance(HOUR);
  const people = ['anna', 'boris', 'clara', 'anna', 'dmitri'];
  const outcomes = await Promise.all(people.map(by => byHand(true, { by })));
  expect(outcomes.map(({ kind }) => kind).sort()).toEqual(['done', 'refused', 'refused', 'refused', 'refused']);
  expect(await state()).toMatchObject({ frozen: true, event_count: 2, duplicate_count: 0 });
  expect((await pool.query('select from tracker.order_anomaly')).rowCount).toBe(0);
});

it('is on the timeline with who and why', async () => {
  await record(anEvent());
  clock.advance(HOUR);
  await byHand(true, { reason: 'The customer is on holiday' });
  expect((await readTimeline(pool, referenceLifecycles, 'ORD-1')).at(-1)).toMatchObject({
    kind: 'event',
    by: 'anna',
    title: 'Frozen',
    detail: 'The customer is on holiday',
    at: T0 + HOUR,
  });
});

it('freezes an order that is known by nothing better than the id of a system', async () => {
  await record(anEvent({ orderId: null, ids: { mes: 'M-1' } }));
  clock.advance(HOUR);
  expect(await byHand(true, { orderId: '~mes:M-1' })).toEqual({ kind: 'done' });
  expect(await state('~mes:M-1')).toMatchObject({ frozen: true });
});
