import { beforeEach, describe, expect, it } from 'vitest';
import { testDatabase } from '../../test/support/database.ts';
import { anEvent, arrivals, DAY, HOUR, MINUTE, T0 } from '../../test/support/factory.ts';
import { referenceLifecycles } from '../../test/support/reference.ts';
import { plainVault } from '../../tracker/personal-data.ts';
import { createLedger } from '../../tracker/record.ts';
import { aLedger, aRule, find, look, stillOpen, subjects } from '../conditions-under-test.ts';
import { createDuplicateListener } from '../duplicate-listener.ts';
import { createRhythm } from '../rhythm.ts';
import { foundThing } from '../thing.ts';
import { hourOf } from '../usual.ts';

const { pool } = await testDatabase();
const { clock, record, empty } = aLedger(pool);
const rhythm = createRhythm({ pool, lifecycles: () => referenceLifecycles });
beforeEach(empty);

const SETTLED = 30_000;
const WEEK = 7 * DAY;
const note = (source: string, at: number, named: object = {}) =>
  anEvent({ source, status: null, type: 'order.note', occurredAt: at, ...named });

async function counted() {
  const { rows } = await pool.query(
    'select kind, name, hour, events, orders, last_at from alerts.rhythm order by kind, name, hour',
  );
  return rows;
}

/** As if so many had come in each of these hours. */
async function usually(kind: string, name: string, hours: readonly number[], events: number) {
  await pool.query(
    `insert into alerts.rhythm (kind, name, hour, events, orders, last_at)
     select $1, $2, hour, $4, 0, hour from unnest($3::timestamptz[]) as hour`,
    [kind, name, hours.map(hour => new Date(hour)), events],
  );
}

describe('the rhythm', () => {
  it('counts each event once, by the hour, of each source and partner', async () => {
    await record(
      anEvent({ partner: 'acme' }),
      note('mes', T0 + MINUTE),
      note('mes', T0 + 2 * MINUTE, { orderId: 'ORD-2' }),
    );
    await rhythm.runOnce(T0 + 2 * MINUTE + SETTLED);
    await record(note('mes', T0 + 3 * MINUTE, { partner: 'acme', orderId: 'ORD-3' }));
    await rhythm.runOnce(T0 + 3 * MINUTE + SETTLED);
    await rhythm.runOnce(T0 + 3 * MINUTE + SETTLED);
    await record(note('mes', T0 + 61 * MINUTE, { historic: true }));
    await rhythm.runOnce(T0 + 2 * HOUR);
    expect(await counted()).toEqual([
      { kind: 'partner', name: 'acme', hour: T0, events: 3, orders: 2, last_at: T0 + 3 * MINUTE },
      { kind: 'source', name: 'mes', hour: T0, events: 3, orders: 2, last_at: T0 + 3 * MINUTE },
      { kind: 'source', name: 'shop', hour: T0, events: 1, orders: 1, last_at: T0 },
      { kind: 'status', name: 'jewellery:SUBMITTED', hour: T0, events: 1, orders: 1, last_at: T0 },
    ]);
  });

  it('waits for what is not committed yet', async () => {
    await record(note('mes', T0));
    await rhythm.runOnce(T0 + SETTLED - 1);
    expect(await counted()).toEqual([]);
  });

  it('counts a ledger that was there before, a day a run, past days without events', async () => {
    await record(note('mes', T0), note('mes', T0 + 10 * DAY), note('mes', T0 + 20 * DAY));
    const now = T0 + 20 * DAY + HOUR;
    for (const runs of [1, 2, 3]) {
      await rhythm.runOnce(now);
      expect(await counted()).toHaveLength(runs);
    }
  });

  it('counts once when two do it at the same time', async () => {
    await record(note('mes', T0));
    await Promise.all([
      rhythm.runOnce(T0 + HOUR),
      createRhythm({ pool, lifecycles: () => referenceLifecycles }).runOnce(T0 + HOUR),
    ]);
    expect(await counted()).toMatchObject([{ events: 1 }]);
  });
});

describe('silence', () => {
  it('of a length: each source by itself, to the millisecond although the rhythm is behind', async () => {
    const rule = aRule({
      condition: { kind: 'silence', source: '*', for: 'PT30M' },
      raise: { over: 'PT2H', severity: 'critical' },
    });
    expect(await look(pool, rule, T0)).toEqual({ kind: 'blind', why: 'No event was ever counted.' });
    await record(note('mes', T0), note('shop', T0 + MINUTE));
    await rhythm.runOnce(T0 + 2 * MINUTE);
    await record(note('mes', T0 + 3 * MINUTE));
    expect(await subjects(pool, rule, T0 + 31 * MINUTE - 1)).toEqual([]);
    expect(await find(pool, rule, T0 + 31 * MINUTE)).toMatchObject([
      {
        subject: 'source:shop',
        orderId: null,
        severity: 'warning',
        since: T0 + MINUTE,
        limit: 'PT30M',
        detail: { en: 'Nothing from shop for 30 min.', ru: 'От shop ничего нет уже 30 мин.' },
      },
    ]);
    expect(await find(pool, rule, T0 + 123 * MINUTE)).toMatchObject([
      { subject: 'source:mes', severity: 'critical' },
      { subject: 'source:shop', severity: 'critical', limit: 'PT2H' },
    ]);
  });

  it('of anybody, in working hours', async () => {
    const rule = aRule({ condition: { kind: 'silence', source: 'any', for: 'PT1H', calendar: 'workshop' } });
    const friday = Date.parse('2026-11-20T17:30:00+03:00');
    const monday = Date.parse('2026-11-23T09:30:00+03:00');
    await record(note('mes', friday - HOUR), note('shop', friday));
    await rhythm.runOnce(friday + MINUTE);
    expect(await subjects(pool, rule, monday - 1)).toEqual([]);
    expect(await subjects(pool, rule, monday)).toEqual(['source:*']);
  });

  it('is longer than usual when twelve events would have come', async () => {
    const rule = aRule({ condition: { kind: 'silence', source: '*' } });
    const hours = Array.from({ length: 30 }, (_, hour) => hourOf(T0) - WEEK + (hour - 6) * HOUR);
    await usually('source', 'mes', hours, 20);
    await usually('source', 'crm', hours, 2);
    await record(note('mes', T0), note('crm', T0));
    await rhythm.runOnce(T0 + MINUTE);
    expect(await subjects(pool, rule, T0 + 36 * MINUTE - 1)).toEqual([]);
    expect(await find(pool, rule, T0 + 36 * MINUTE)).toMatchObject([
      { subject: 'source:mes', detail: { en: 'Nothing from mes for 36 min; usually 12 events come in that time.' } },
    ]);
    expect(await subjects(pool, rule, T0 + 6 * HOUR)).toEqual(['source:crm', 'source:mes']);
  });

  it('is none within five minutes, however much would have come', async () => {
    const rule = aRule({ condition: { kind: 'silence', source: '*' } });
    const hours = Array.from({ length: 30 }, (_, hour) => hourOf(T0) - WEEK + (hour - 6) * HOUR);
    await usually('source', 'mes', hours, 9_000);
    await record(note('mes', T0));
    await rhythm.runOnce(T0 + MINUTE);
    expect(await subjects(pool, rule, T0 + 5 * MINUTE - 1)).toEqual([]);
    expect(await subjects(pool, rule, T0 + 5 * MINUTE)).toEqual(['source:mes']);
  });

  it('says nothing of a source that it hardly knows', async () => {
    await record(note('mes', T0));
    await rhythm.runOnce(T0 + HOUR);
    expect(await subjects(pool, aRule({ condition: { kind: 'silence', source: '*' } }), T0 + 5 * DAY)).toEqual([]);
  });
});

describe('partnerRate', () => {
  const orders = (partner: string, count: number) =>
    Array.from({ length: count }, (_, at) => anEvent({ orderId: `${partner}-${at}`, partner, occurredAt: T0 + at }));
  async function recordAll(partner: string, count: number) {
    clock.set(T0 + count);
    const ledger = createLedger({ pool, lifecycles: () => referenceLifecycles, clock, vault: plainVault });
    await ledger.record(arrivals(orders(partner, count)));
  }

  it('above what is declared', async () => {
    const rule = aRule({ condition: { kind: 'partnerRate', over: { orders: 5, within: 'PT1H' } } });
    await recordAll('acme', 6);
    await recordAll('globex', 5);
    expect(await find(pool, rule, T0 + HOUR)).toMatchObject([
      { subject: 'partner:acme', detail: { en: '6 orders from acme within 1 h; declared are 5.' } },
    ]);
    const ofOne = aRule({ condition: { kind: 'partnerRate', partner: 'globex', over: { events: 1, within: 'PT1H' } } });
    expect(await subjects(pool, ofOne, T0 + HOUR)).toEqual(['partner:globex']);
    expect(await subjects(pool, rule, T0 + 2 * HOUR)).toEqual([]);
  });

  it('above what is usual', async () => {
    const rule = aRule({ condition: { kind: 'partnerRate' } });
    const hours = [-1, 0].map(hour => hourOf(T0) - WEEK + hour * HOUR);
    await usually('partner', 'acme', hours, 3);
    await usually('partner', 'globex', hours, 4);
    for (const partner of ['acme', 'globex', 'unknown']) await recordAll(partner, 20);
    expect(await subjects(pool, rule, T0 + 30 * MINUTE)).toEqual(['partner:acme']);
  });

  it('is no matter of a few orders of which much is said, and lasts as long as much is said of many', async () => {
    const rule = aRule({ condition: { kind: 'partnerRate' } });
    await usually(
      'partner',
      'acme',
      [-1, 0].map(hour => hourOf(T0) - WEEK + hour * HOUR),
      3,
    );
    const said = (order: number) =>
      Array.from({ length: 5 }, (_, nth) =>
        note('mes', T0 + order * MINUTE + nth, { orderId: `acme-${order}`, partner: 'acme' }),
      );
    for (let order = 0; order < 19; order += 1) await record(...said(order));
    expect(await subjects(pool, rule, T0 + 20 * MINUTE)).toEqual([]);
    const open = [
      stillOpen(foundThing('partner:acme', { severity: 'warning', detail: { en: 'Many.', ru: 'Много.' } })),
    ];
    expect(await subjects(pool, rule, T0 + 20 * MINUTE, { open })).toEqual(['partner:acme']);
    expect(await subjects(pool, rule, T0 + 80 * MINUTE, { open })).toEqual([]);
  });
});

describe('anomalyRate', () => {
  it('of an anomaly that events have brought', async () => {
    const rule = aRule({ condition: { kind: 'anomalyRate', anomaly: 'gap', over: 0.25, atLeast: 4 } });
    await record(anEvent({ status: 'SHIPPED', source: 'mes' }), note('mes', T0), note('mes', T0));
    expect(await subjects(pool, rule, T0 + MINUTE)).toEqual([]);
    await record(anEvent({ orderId: 'ORD-2', status: 'SHIPPED', source: 'mes' }));
    expect(await find(pool, rule, T0 + MINUTE)).toMatchObject([
      {
        subject: 'anomaly:gap',
        detail: { en: '2 of 4 events within 1 h (50 %); right is 25 %.' },
      },
    ]);
    expect(await subjects(pool, rule, T0 + 2 * HOUR)).toEqual([]);
  });

  it('of duplicates, which the listener has counted', async () => {
    const rule = aRule({ condition: { kind: 'anomalyRate', anomaly: 'duplicate', over: 0.5, atLeast: 2 } });
    const listeners = [createDuplicateListener({ clock })];
    const ledger = createLedger({ pool, lifecycles: () => referenceLifecycles, clock, vault: plainVault, listeners });
    const event = anEvent();
    for (const _ of [1, 2]) await ledger.record(arrivals([event]));
    expect(await subjects(pool, rule, T0 + MINUTE)).toEqual([]);
    await ledger.record(arrivals([event]));
    expect(await find(pool, rule, T0 + MINUTE)).toMatchObject([
      { subject: 'anomaly:duplicate', detail: { en: '2 of 3 events within 1 h (67 %); right is 50 %.' } },
    ]);
  });
});
