import { beforeEach, describe, expect, it } from 'vitest';
import { manualClock } from '../platform/clock.ts';
import { testDatabase } from '../test/support/database.ts';
import { anEvent, arrivals, DAY, HOUR, MINUTE, T0 } from '../test/support/factory.ts';
import { referenceLifecycles } from '../test/support/reference.ts';
import { plainVault } from '../tracker/personal-data.ts';
import { createLedger } from '../tracker/record.ts';
import { stayOf } from './finding.ts';
import { resolve } from './incident-commands.ts';
import { ALERT_TABLES } from './incident-rows-under-test.ts';
import { aFoundOrder, aFoundQueue, apply, readHistory, readIncidents, readOpen } from './incidents-under-test.ts';
import { alertSettings } from './settings-under-test.ts';

const { pool } = await testDatabase();

beforeEach(async () => {
  await pool.query(`truncate ${ALERT_TABLES}, tracker.order_event, tracker.order_state restart identity`);
});

const resolveByHand = (id: number, now: number) =>
  resolve(pool, id, { by: 'anna', reason: 'Called them' }, { now, settings: alertSettings() });

it('opens one incident of an order that is stuck, and the next run only sees it again', async () => {
  expect(await apply(pool, [aFoundOrder('ORD-1')], T0)).toEqual({ opened: 1, resolved: 0 });
  expect(await apply(pool, [aFoundOrder('ORD-1')], T0 + MINUTE)).toEqual({ opened: 0, resolved: 0 });
  expect(await readIncidents(pool)).toMatchObject([
    {
      rule: 'price-missing',
      ruleHash: 'h1',
      about: 'mes',
      severity: 'warning',
      state: 'open',
      limit: 'PT1H',
      openedAt: T0,
      lastSeenAt: T0 + MINUTE,
      seen: 2,
      nextStepAt: T0,
      version: 1,
    },
  ]);
  expect(await readHistory(pool, 1)).toEqual(['opened first=ORD-1 orders=1']);
});

it('resolves it when it is no longer so', async () => {
  await apply(pool, [aFoundOrder('ORD-1'), aFoundOrder('ORD-2')], T0);
  expect(await apply(pool, [aFoundOrder('ORD-2')], T0 + MINUTE)).toEqual({ opened: 0, resolved: 1 });
  expect(await readIncidents(pool)).toMatchObject([{ state: 'open' }]);
  await apply(pool, [], T0 + 2 * MINUTE);
  expect(await readIncidents(pool)).toMatchObject([
    { state: 'resolved', resolvedAt: T0 + 2 * MINUTE, resolvedBy: null, resolution: 'no_longer', nextStepAt: null },
  ]);
  expect(await readHistory(pool, 1)).toEqual([
    'opened first=ORD-1 orders=2',
    'left first=ORD-1 orders=1',
    'resolved resolution=no_longer',
  ]);
});

describe('grouping', () => {
  it('takes orders that wait for the same system as one cause, and others as others', async () => {
    await apply(pool, [aFoundOrder('ORD-1'), aFoundOrder('ORD-2', { owner: 'crm' }), aFoundOrder('ORD-3')], T0);
    expect(await readOpen(pool)).toEqual(['order:ORD-1 1', 'order:ORD-2 2', 'order:ORD-3 1']);
    expect((await readIncidents(pool)).map(({ about }) => about)).toEqual(['mes', 'crm']);
  });

  it('takes orders without an owner and a status as one, of which the rule only says that it found them', async () => {
    const alone = { owner: null, stay: '', status: null, since: null, limitAt: null };
    await apply(pool, [aFoundOrder('ORD-1', alone), aFoundOrder('ORD-2', alone)], T0);
    await apply(
      pool,
      ['ORD-1', 'ORD-2', 'ORD-3'].map(id => aFoundOrder(id, alone)),
      T0 + MINUTE,
    );
    expect(await readOpen(pool)).toEqual(['order:ORD-1 1', 'order:ORD-2 1', 'order:ORD-3 1']);
    expect((await readIncidents(pool)).map(({ about }) => about)).toEqual(['orders']);
  });

  it('lets an order join as long as others have joined lately', async () => {
    await apply(pool, [aFoundOrder('ORD-1')], T0);
    const two = [aFoundOrder('ORD-1'), aFoundOrder('ORD-2')];
    await apply(pool, two, T0 + 10 * MINUTE);
    const three = [...two, aFoundOrder('ORD-3')];
    await apply(pool, three, T0 + 20 * MINUTE);
    await apply(pool, [...three, aFoundOrder('ORD-4')], T0 + 31 * MINUTE);
    expect(await readOpen(pool)).toEqual(['order:ORD-1 1', 'order:ORD-2 1', 'order:ORD-3 1', 'order:ORD-4 2']);
    expect(await readHistory(pool, 1)).toEqual([
      'opened first=ORD-1 orders=1',
      'joined first=ORD-2 orders=1',
      'joined first=ORD-3 orders=1',
    ]);
  });

  it('keeps what is about something else together by that, however long it lasts', async () => {
    await apply(pool, [aFoundQueue('a'), aFoundQueue('b')], T0);
    await apply(pool, [aFoundQueue('a'), aFoundQueue('b')], T0 + DAY, { origin: 'alertmanager', partial: true });
    expect((await readIncidents(pool)).map(({ about }) => about)).toEqual(['queue:a', 'queue:b']);
    await apply(pool, [], T0 + DAY);
    expect(await readIncidents(pool)).toMatchObject([{ state: 'open' }, { state: 'open' }]);
    await apply(pool, [], T0 + DAY, { origin: 'alertmanager' });
    expect(await readIncidents(pool)).toMatchObject([{ state: 'resolved' }, { state: 'resolved' }]);
  });

  it('makes one incident of a storm, at once and complete', async () => {
    const storm = Array.from({ length: 5_000 }, (_, nth) => aFoundOrder(`ORD-${nth}`));
    const begun = performance.now();
    await apply(pool, storm, T0);
    await apply(pool, storm, T0 + MINUTE);
    const took = performance.now() - begun;
    const { rows } = await pool.query(
      'select count(*) as count, min(incident_id), max(incident_id) from alerts.finding',
    );
    expect(rows).toEqual([{ count: 5_000, min: 1, max: 1 }]);
    expect(await readHistory(pool, 1)).toEqual(['opened first=ORD-0 orders=5000', 'storm share=1 status=SUBMITTED']);
    // It takes a third of a second; minutes pass where a statement is made for each of them.
    expect(took).toBeLessThan(60_000);
  });
});

describe('what was acknowledged', () => {
  const take = () =>
    pool.query(
      `update alerts.incident set state = 'acknowledged', acknowledged_by = 'anna', acknowledged_at = $1, until = $2,
              next_step_at = null, step = 2`,
      [new Date(T0), new Date(T0 + DAY)],
    );

  it('stays so when more of the same joins', async () => {
    await apply(pool, [aFoundOrder('ORD-1')], T0);
    await take();
    await apply(pool, [aFoundOrder('ORD-1'), aFoundOrder('ORD-2')], T0 + MINUTE);
    expect(await readIncidents(pool)).toMatchObject([{ state: 'acknowledged', step: 2, nextStepAt: null }]);
  });

  it('begins anew when it becomes worse, for that was not acknowledged', async () => {
    await apply(pool, [aFoundOrder('ORD-1')], T0);
    await take();
    await apply(pool, [aFoundOrder('ORD-1', { severity: 'critical' })], T0 + MINUTE);
    expect(await readIncidents(pool)).toMatchObject([
      { state: 'open', severity: 'critical', step: 0, nextStepAt: T0 + MINUTE, acknowledgedBy: null, until: null },
    ]);
    expect(await readHistory(pool, 1)).toEqual(['opened first=ORD-1 orders=1', 'raised to=critical from=warning']);
    await apply(pool, [aFoundOrder('ORD-1', { severity: 'critical' })], T0 + 2 * MINUTE);
    expect(await readHistory(pool, 1)).toHaveLength(2);
  });
});

describe('what comes back', () => {
  it('reopens its incident within the window, and opens another one later', async () => {
    await apply(pool, [aFoundOrder('ORD-1')], T0);
    await apply(pool, [], T0 + MINUTE);
    await apply(pool, [aFoundOrder('ORD-1', { status: 'SUBMITTED', since: T0 + 30 * MINUTE })], T0 + 61 * MINUTE);
    expect(await readIncidents(pool)).toMatchObject([
      { state: 'open', reopened: 1, step: 0, nextStepAt: T0 + 61 * MINUTE, resolvedAt: null },
    ]);
    await apply(pool, [], T0 + 62 * MINUTE);
    await apply(pool, [aFoundOrder('ORD-1')], T0 + 123 * MINUTE);
    expect(await readIncidents(pool)).toMatchObject([{ state: 'resolved' }, { state: 'open', reopened: 0 }]);
  });

  it('flaps when it comes and goes, is not told again, and stays open meanwhile', async () => {
    let now = T0;
    for (let nth = 0; nth < 6; nth++) {
      await apply(pool, [aFoundQueue('a')], now);
      now += 5 * MINUTE;
      await apply(pool, [], now);
      now += 5 * MINUTE;
    }
    expect(await readIncidents(pool)).toMatchObject([{ state: 'open', flapping: true, reopened: 3, nextStepAt: null }]);
    expect((await readHistory(pool, 1)).map(event => event.split(' ')[0])).toEqual([
      'opened',
      ...['resolved', 'reopened', 'resolved', 'reopened', 'resolved', 'reopened'],
      'flapping',
    ]);
  });

  it('is left alone when a person has resolved it, until it moves or gets worse', async () => {
    await apply(pool, [aFoundOrder('ORD-1'), aFoundOrder('ORD-2')], T0);
    await resolveByHand(1, T0 + MINUTE);
    expect(await readIncidents(pool)).toMatchObject([{ state: 'resolved', resolvedBy: 'anna', resolution: 'by_hand' }]);
    expect(await apply(pool, [aFoundOrder('ORD-1'), aFoundOrder('ORD-2')], T0 + DAY)).toMatchObject({ opened: 0 });
    const worse = aFoundOrder('ORD-1', { severity: 'critical' });
    const elsewhere = aFoundOrder('ORD-2', { status: 'PRICE_CALCULATED', since: T0 + HOUR });
    expect(await apply(pool, [worse, elsewhere], T0 + 2 * DAY)).toMatchObject({ opened: 2 });
  });

  it('is told again when it is no order and a person has resolved it long ago', async () => {
    await apply(pool, [aFoundQueue('a')], T0);
    await resolveByHand(1, T0);
    expect(await apply(pool, [aFoundQueue('a')], T0 + 59 * MINUTE)).toMatchObject({ opened: 0 });
    expect(await apply(pool, [aFoundQueue('a')], T0 + HOUR)).toMatchObject({ opened: 1 });
  });
});

it('keeps the finding of a stay whose beginning turned out to be another', async () => {
  await apply(pool, [aFoundOrder('ORD-1')], T0);
  const shifted = aFoundOrder('ORD-1', { since: T0 - 5 * MINUTE });
  expect(await apply(pool, [shifted], T0 + MINUTE)).toEqual({ opened: 0, resolved: 0 });
  const { rows } = await pool.query('select stay, since from alerts.finding');
  expect(rows).toEqual([{ stay: stayOf('SUBMITTED', T0), since: T0 - 5 * MINUTE }]);
});

it('tells nobody of a rule on trial, and opens another incident when it is in earnest', async () => {
  await apply(pool, [aFoundOrder('ORD-1')], T0, { rule: { shadow: true } });
  expect(await readIncidents(pool)).toMatchObject([{ state: 'open', shadow: true, nextStepAt: null }]);
  await apply(pool, [aFoundOrder('ORD-1')], T0 + MINUTE);
  expect(await readIncidents(pool)).toMatchObject([
    { state: 'resolved', shadow: true },
    { state: 'open', shadow: false, nextStepAt: T0 + MINUTE },
  ]);
  expect(await readOpen(pool)).toEqual(['order:ORD-1 2']);
});

it('opens nothing of an order that has moved on since the look', async () => {
  const clock = manualClock(T0);
  const ledger = createLedger({ pool, lifecycles: () => referenceLifecycles, clock, vault: plainVault });
  await ledger.record(arrivals([anEvent(), anEvent({ orderId: 'ORD-2' })]));
  const seen = [aFoundOrder('ORD-1'), aFoundOrder('ORD-2')];
  clock.set(T0 + HOUR);
  await ledger.record(arrivals([anEvent({ status: 'PRICE_CALCULATED', source: 'mes', occurredAt: T0 + HOUR })]));
  expect(await apply(pool, seen, T0 + HOUR)).toEqual({ opened: 1, resolved: 0 });
  expect(await readOpen(pool)).toEqual(['order:ORD-2 1']);
});

it('concludes nothing about what a later look has found', async () => {
  await apply(pool, [aFoundQueue('a')], T0 + MINUTE);
  expect(await apply(pool, [], T0)).toEqual({ opened: 0, resolved: 0 });
});
