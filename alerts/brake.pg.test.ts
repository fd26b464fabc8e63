import { beforeEach, describe, expect, test } from 'vitest';
import { manualClock } from '../platform/clock.ts';
import { testDatabase } from '../test/support/database.ts';
import { anEvent, arrivals, HOUR, MINUTE, T0 } from '../test/support/factory.ts';
import { referenceLifecycles } from '../test/support/reference.ts';
import { plainVault } from '../tracker/personal-data.ts';
import { createLedger } from '../tracker/record.ts';
import { behind, judgeOf } from './causes-under-test.ts';
import { tellCustomers } from './customers-command.ts';
import { ALERT_TABLES } from './incident-rows-under-test.ts';
import {
  aFoundOrder,
  aFoundQueue,
  apply,
  applyAs,
  readHistory,
  readIncidents,
  readOpen,
} from './incidents-under-test.ts';
import { alertSettings } from './settings-under-test.ts';

const { pool } = await testDatabase();

beforeEach(async () => {
  await pool.query(`truncate ${ALERT_TABLES}, tracker.order_event, tracker.order_state restart identity`);
});

const queues = (count: number) => Array.from({ length: count }, (_, nth) => aFoundQueue(`q${nth + 1}`));
const orders = (count: number, from = 1) => Array.from({ length: count }, (_, nth) => aFoundOrder(`ORD-${from + nth}`));
const quiet = { ...alertSettings(), incidents: { ...alertSettings().incidents, storm: null } };

describe('a rule that would open more than five incidents within half an hour', () => {
  test('goes on in the last one, and customers wait for the word of a person', async () => {
    for (let nth = 1; nth <= 7; nth += 1) await apply(pool, queues(nth), T0 + nth * MINUTE);
    const incidents = await readIncidents(pool);
    expect(incidents.map(({ storm, customers }) => [storm, customers])).toEqual([
      ...Array(4).fill([false, 'usual']),
      [true, 'held'],
    ]);
    expect((await readOpen(pool)).slice(-3)).toEqual(['queue:q5 5', 'queue:q6 5', 'queue:q7 5']);
    expect(await readHistory(pool, 5)).toEqual([
      'opened first=queue:q5 orders=1',
      'joined first=queue:q6 orders=1',
      'storm incidents=6',
      'joined first=queue:q7 orders=1',
    ]);
    // It goes on for as long as it is fed, and no longer.
    await apply(pool, queues(8), T0 + 36 * MINUTE);
    await apply(pool, queues(9), T0 + 67 * MINUTE);
    expect((await readOpen(pool)).slice(-2)).toEqual(['queue:q8 5', 'queue:q9 6']);
    await tellCustomers(pool, 5, { by: 'olga', tell: true }, { now: T0 + 68 * MINUTE });
    await apply(pool, [...queues(9), aFoundQueue('q5', { severity: 'critical' })], T0 + 69 * MINUTE);
    expect((await readIncidents(pool))[4]).toMatchObject({ storm: true, customers: 'released', severity: 'critical' });
  });

  test('goes on in none that flaps: nobody is told of that any more', async () => {
    for (let nth = 1; nth <= 5; nth += 1) await apply(pool, queues(nth), T0 + nth * MINUTE);
    await pool.query('update alerts.incident set flapping = true, next_step_at = null');
    await apply(pool, queues(7), T0 + 6 * MINUTE);
    expect((await readIncidents(pool)).at(-1)).toMatchObject({
      ...{ id: 6, storm: true, flapping: false, nextStepAt: T0 + 6 * MINUTE },
    });
    expect((await readOpen(pool)).slice(-2)).toEqual(['queue:q6 6', 'queue:q7 6']);
  });

  test('opens one of what comes at once, and names its cause only where all of it has the same', async () => {
    await apply(pool, queues(6), T0);
    expect(await readIncidents(pool)).toMatchObject([{ storm: true, customers: 'held', causeKey: null }]);
    const lost = Object.assign({}, ...orders(6).map(({ orderId }) => behind(`lost:${orderId}`, orderId!)));
    await applyAs('late', pool, judgeOf(lost), orders(6), T0);
    expect(await readIncidents(pool)).toMatchObject([{ id: 1 }, { storm: true, causeKey: null, rule: 'late' }]);
  });

  test('opens each where the brake is off', async () => {
    await apply(pool, queues(9), T0, { settings: quiet });
    expect(await readIncidents(pool)).toHaveLength(9);
  });

  test('does so for itself: other rules and those on trial do not count', async () => {
    await apply(pool, queues(5), T0);
    await apply(pool, queues(5), T0, { rule: { name: 'depth' } });
    await apply(pool, queues(5), T0, { rule: { name: 'trial', shadow: true } });
    expect((await readIncidents(pool)).map(({ storm }) => storm)).toEqual(Array(15).fill(false));
  });
});

describe('a rule that finds a fifth of all orders in a status', () => {
  const record = async (count: number) => {
    const ledger = createLedger({
      pool,
      lifecycles: () => referenceLifecycles,
      clock: manualClock(T0),
      vault: plainVault,
    });
    const events = Array.from({ length: count }, (_, nth) => anEvent({ orderId: `ORD-${nth + 1}` }));
    await ledger.record(arrivals(events));
  };

  test('has one matter, also when they come too far apart to join', async () => {
    await record(100);
    await apply(pool, orders(15), T0);
    await apply(pool, orders(19), T0 + HOUR);
    expect((await readIncidents(pool)).map(({ storm }) => storm)).toEqual([false, false]);
    await apply(pool, orders(20), T0 + 2 * HOUR);
    expect(await readIncidents(pool)).toMatchObject([{ storm: false }, { storm: true, customers: 'held' }]);
    expect((await readHistory(pool, 2)).slice(1)).toEqual([
      'joined first=ORD-20 orders=1',
      'storm share=0.2 status=SUBMITTED',
    ]);
  });

  test('has many where there are so many more', async () => {
    await record(101);
    await apply(pool, orders(20), T0);
    expect(await readIncidents(pool)).toMatchObject([{ storm: false, customers: 'usual' }]);
  });

  test('leaves those alone that a shared cause has stopped, of which customers are not told unasked, either', async () => {
    await record(40);
    const known = judgeOf(behind('flood:acme', ...orders(20).map(({ orderId }) => orderId!)));
    await applyAs('price-missing', pool, known, orders(19), T0);
    expect(await readIncidents(pool)).toMatchObject([{ storm: false, customers: 'usual' }]);
    await applyAs('price-missing', pool, known, orders(21), T0 + MINUTE);
    expect(await readIncidents(pool)).toMatchObject([
      { storm: false, customers: 'held', causeKey: 'flood:acme' },
      { storm: false, customers: 'usual', causeKey: null },
    ]);
    expect((await readHistory(pool, 1)).slice(1)).toEqual(['joined first=ORD-20 orders=1', 'storm orders=20']);
  });
});
