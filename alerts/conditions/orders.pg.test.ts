import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { testDatabase } from '../../test/support/database.ts';
import { anEvent, DAY, HOUR, MINUTE, T0 } from '../../test/support/factory.ts';
import { OWN_SOURCE, OWN_TYPES } from '../../tracker/event.ts';
import { aLedger, aRule, find, look, stillOpen, subjects } from '../conditions-under-test.ts';
import { stayOf } from '../finding.ts';

const { pool } = await testDatabase();
const { clock, record, empty } = aLedger(pool);
beforeEach(empty);

describe('overdue', () => {
  const promised = (orderId: string, at: number, named: object = {}) => anEvent({ orderId, promisedAt: at, ...named });

  it('finds orders under way from the promised instant on', async () => {
    const rule = aRule({ condition: { kind: 'overdue' } });
    await record(
      promised('ORD-1', T0 + 5 * DAY),
      promised('ORD-2', T0 + 4 * DAY),
      anEvent({ orderId: 'ORD-2', status: 'CANCELLED', source: 'crm', occurredAt: T0 + 1 }),
      promised('ORD-3', T0 + 4 * DAY),
      anEvent({ orderId: 'ORD-3', type: OWN_TYPES.frozen, source: OWN_SOURCE, status: null, occurredAt: T0 + 1 }),
      promised('ORD-4', T0 + 6 * DAY),
    );
    expect(await subjects(pool, rule, T0 + 5 * DAY - 1)).toEqual([]);
    expect(await find(pool, rule, T0 + 5 * DAY)).toEqual([
      {
        subject: 'order:ORD-1',
        orderId: 'ORD-1',
        stay: '',
        severity: 'warning',
        status: null,
        since: T0 + 5 * DAY,
        limitAt: T0 + 5 * DAY,
        limit: null,
        owner: 'mes',
        detail: {
          en: 'In SUBMITTED, promised for 25 Nov 2026, 12:00 GMT+3.',
          ru: 'Статус SUBMITTED, обещан к 25 нояб. 2026 г., 12:00 GMT+3.',
        },
      },
    ]);
  });

  it('finds them before, and says when the date has come', async () => {
    const rule = aRule({
      condition: { kind: 'overdue', before: 'P2D' },
      raise: { over: 'promise', severity: 'critical' },
    });
    await record(promised('ORD-1', T0 + 5 * DAY));
    expect(await subjects(pool, rule, T0 + 3 * DAY - 1)).toEqual([]);
    expect(await find(pool, rule, T0 + 3 * DAY)).toMatchObject([{ severity: 'warning', since: T0 + 3 * DAY }]);
    expect(await find(pool, rule, T0 + 5 * DAY)).toMatchObject([{ severity: 'critical', since: T0 + 3 * DAY }]);
  });
});

describe('provisional', () => {
  const rule = aRule({ condition: { kind: 'provisional', for: 'PT15M' } });
  const unnamed = (ids: Record<string, string>, at = T0) =>
    anEvent({ orderId: null, ids, source: 'mes', occurredAt: at });

  it('finds what has had no order id for so long', async () => {
    await record(unnamed({ mes: 'M-1' }), unnamed({ mes: 'M-2' }), unnamed({ mes: 'M-3' }, T0 + MINUTE));
    await record(anEvent({ orderId: 'ORD-2', ids: { mes: 'M-2' }, occurredAt: T0 + 2 * MINUTE }));
    expect(await subjects(pool, rule, T0 + 15 * MINUTE - 1)).toEqual([]);
    expect(await find(pool, rule, T0 + 15 * MINUTE)).toMatchObject([
      { subject: 'order:~mes:M-1', since: T0, limit: 'PT15M', detail: { en: 'Known only to mes, for 15 min.' } },
    ]);
    expect(await subjects(pool, rule, T0 + HOUR)).toEqual(['order:~mes:M-1', 'order:~mes:M-3']);
  });

  it('gives one that is told late the same time to be named', async () => {
    clock.set(T0 + DAY);
    await record(unnamed({ mes: 'M-1' }));
    expect(await subjects(pool, rule, T0 + DAY + 15 * MINUTE - 1)).toEqual([]);
    expect(await find(pool, rule, T0 + DAY + 15 * MINUTE)).toMatchObject([{ subject: 'order:~mes:M-1', since: T0 }]);
  });

  it('can be about those that a certain system does not know', async () => {
    const unknownToCrm = aRule({ condition: { kind: 'provisional', for: 'PT15M', without: ['crm'] } });
    await record(unnamed({ mes: 'M-1', crm: 'K-1' }), unnamed({ mes: 'M-2' }));
    expect(await subjects(pool, unknownToCrm, T0 + HOUR)).toEqual(['order:~mes:M-2']);
  });

  it('expects no order id of a cart', async () => {
    const noCarts = aRule({ condition: { kind: 'provisional', for: 'PT15M', except: ['INITIATED'] } });
    await record(
      anEvent({ orderId: null, ids: { shop: 'CART-1' }, status: 'INITIATED', source: 'shop', occurredAt: T0 }),
      unnamed({ mes: 'M-2' }),
    );
    expect(await subjects(pool, noCarts, T0 + HOUR)).toEqual(['order:~mes:M-2']);
  });

  it('can wait until the order is past its target, for it is on its usual way before', async () => {
    const late = aRule({ condition: { kind: 'provisional', for: 'PT15M', past: 'target' } });
    await record(unnamed({ mes: 'M-1' }));
    expect(await subjects(pool, late, T0 + HOUR)).toEqual([]);
    expect(await subjects(pool, late, T0 + HOUR + 1)).toEqual(['order:~mes:M-1']);
  });

  it('leaves one alone of which a person has said that it is none of those known', async () => {
    await record(
      unnamed({ mes: 'M-1' }),
      anEvent({
        orderId: null,
        ids: { mes: 'M-1' },
        type: OWN_TYPES.identityDecided,
        source: OWN_SOURCE,
        status: null,
        data: { order: null },
        occurredAt: T0 + MINUTE,
      }),
    );
    expect(await subjects(pool, rule, T0 + HOUR)).toEqual([]);
  });
});

describe('divergence', () => {
  const rule = aRule({ condition: { kind: 'divergence', for: 'PT30M' } });
  const ofTwo = aRule({ condition: { kind: 'divergence', for: 'PT30M', between: ['crm', 'mes'] } });
  const says = (source: string, status: string, at: number, orderId = 'ORD-1') =>
    anEvent({ orderId, source, status, occurredAt: at });

  it('finds what can not both be, until it is settled', async () => {
    await record(anEvent(), says('mes', 'MANUFACTURING_STARTED', T0 + 1), says('crm', 'CANCELLED', T0 + 2));
    await record(says('mes', 'SHIPPED', T0 + 3));
    const at = T0 + 3 + 30 * MINUTE;
    expect(await subjects(pool, rule, at - 1)).toEqual([]);
    expect(await find(pool, rule, at)).toMatchObject([
      {
        subject: 'order:ORD-1',
        stay: '',
        status: null,
        detail: { en: 'They say crm: CANCELLED, mes: SHIPPED, shop: SUBMITTED.' },
      },
    ]);
    expect(await subjects(pool, ofTwo, at)).toEqual(['order:ORD-1']);
    const other = aRule({ condition: { kind: 'divergence', for: 'PT30M', between: ['shop', 'mes'] } });
    expect(await subjects(pool, other, at)).toEqual([]);
  });

  it('finds a status that its owner does not confirm, also long after, and lets it go when it does', async () => {
    await record(anEvent(), says('crm', 'PRICE_CALCULATED', T0 + MINUTE), anEvent({ orderId: 'ORD-2' }));
    const at = T0 + 31 * MINUTE;
    expect(await subjects(pool, rule, at - 1, { since: at - MINUTE })).toEqual([]);
    const found = await find(pool, rule, at, { since: at - MINUTE });
    expect(found).toMatchObject([
      {
        stay: stayOf('PRICE_CALCULATED', T0 + MINUTE),
        owner: 'mes',
        detail: { en: 'mes has not confirmed PRICE_CALCULATED.' },
      },
    ]);
    expect(await subjects(pool, ofTwo, at)).toEqual(['order:ORD-1']);
    const later = { since: at + 5 * HOUR, open: found.map(stillOpen) };
    expect(await subjects(pool, rule, at + 6 * HOUR, later)).toEqual(['order:ORD-1']);
    await record(says('mes', 'PRICE_CALCULATED', at));
    expect(await subjects(pool, rule, at + 6 * HOUR, later)).toEqual([]);
  });
});

describe('stalled', () => {
  const rule = aRule({
    condition: { kind: 'stalled', status: 'SUBMITTED', type: 'order.calculation_progress', for: 'PT10M' },
  });
  const progress = (at: number, orderId = 'ORD-1') =>
    anEvent({ orderId, source: 'mes', status: null, type: 'order.calculation_progress', occurredAt: at });

  it('finds what goes on no more, and lets it go when it does', async () => {
    await record(anEvent(), progress(T0 + MINUTE), anEvent({ orderId: 'ORD-2' }), progress(T0 + 2 * MINUTE));
    const at = T0 + 12 * MINUTE;
    expect(await subjects(pool, rule, at - 1, { since: at - MINUTE })).toEqual([]);
    const found = await find(pool, rule, at, { since: at - MINUTE });
    expect(found).toMatchObject([
      {
        subject: 'order:ORD-1',
        stay: stayOf('SUBMITTED', T0),
        since: T0 + 2 * MINUTE,
        owner: 'mes',
        detail: { en: 'No order.calculation_progress for 10 min.' },
      },
    ]);
    const later = { since: at + HOUR, open: found.map(stillOpen) };
    expect(await subjects(pool, rule, at + 2 * HOUR, later)).toEqual(['order:ORD-1']);
    await record(progress(at + HOUR + 55 * MINUTE));
    expect(await subjects(pool, rule, at + 2 * HOUR, later)).toEqual([]);
  });

  it('waits for what may be late where all that usually comes has come, and not where more is missing', async () => {
    for (let nth = 0; nth < 10; nth += 1) {
      const [orderId, at] = [`OLD-${nth}`, T0 + nth * HOUR];
      await record(
        anEvent({ orderId, occurredAt: at }),
        progress(at + MINUTE, orderId),
        progress(at + 2 * MINUTE, orderId),
        anEvent({ orderId, source: 'mes', status: 'PRICE_CALCULATED', occurredAt: at + 3 * MINUTE }),
      );
    }
    const [began, at] = [T0 + DAY, T0 + DAY + 11 * MINUTE];
    await record(
      anEvent({ orderId: 'ORD-1', occurredAt: began }),
      anEvent({ orderId: 'ORD-2', occurredAt: began }),
      progress(began + MINUTE),
      progress(began + MINUTE, 'ORD-2'),
      progress(began + 2 * MINUTE),
    );
    await pool.query('insert into tracker.lateness values ($1, $2, 20, $2, now())', ['mes', HOUR]);
    onTestFinished(async () => void (await pool.query('truncate tracker.lateness')));
    expect(await subjects(pool, rule, at, { since: at - MINUTE })).toEqual(['order:ORD-2']);
    const late = began + 62 * MINUTE;
    expect(await subjects(pool, rule, late - 1, { since: at })).toEqual(['order:ORD-2']);
    expect(await find(pool, rule, late, { since: at })).toContainEqual(
      expect.objectContaining({ subject: 'order:ORD-1', limitAt: late }),
    );
  });

  it('finds what was frozen when it would have been found, once it has had its time again', async () => {
    const byHand = (type: string, occurredAt: number) =>
      anEvent({ type, source: OWN_SOURCE, status: null, occurredAt, data: { by: 'anna', reason: 'A call' } });
    await record(anEvent(), progress(T0 + MINUTE), byHand(OWN_TYPES.frozen, T0 + 2 * MINUTE));
    expect(await subjects(pool, rule, T0 + 11 * MINUTE, { since: T0 + 10 * MINUTE })).toEqual([]);
    await record(byHand(OWN_TYPES.unfrozen, T0 + HOUR));
    const again = T0 + HOUR + 10 * MINUTE;
    expect(await subjects(pool, rule, again - 1, { since: again - MINUTE })).toEqual([]);
    expect(await subjects(pool, rule, again, { since: again - MINUTE })).toEqual(['order:ORD-1']);
  });

  it('of a rule that could not look for half a year looks at the last week, however long ago it looked', async () => {
    const now = T0 + 180 * DAY;
    await record(anEvent(), progress(T0 + MINUTE), anEvent({ orderId: 'ORD-2' }), progress(now - 6 * DAY, 'ORD-2'));
    expect(await look(pool, rule, now, { since: T0 })).toMatchObject({ lookedAt: 1, found: [{ orderId: 'ORD-2' }] });
  });

  it('does not find what has moved on', async () => {
    await record(anEvent(), progress(T0 + MINUTE));
    await record(anEvent({ status: 'PRICE_CALCULATED', source: 'mes', occurredAt: T0 + 2 * MINUTE }));
    expect(await subjects(pool, rule, T0 + HOUR)).toEqual([]);
  });

  it('waits for as long as its source usually comes late', async () => {
    const progress = (orderId: string, source: string) =>
      anEvent({ orderId, source, status: null, type: 'order.calculation_progress', occurredAt: T0 });
    await record(anEvent({ orderId: 'ORD-7' }), progress('ORD-7', 'mes'));
    await record(anEvent({ orderId: 'ORD-8' }), progress('ORD-8', 'other'));
    await pool.query(
      `insert into tracker.lateness (source, p999_ms, samples, before_ms, measured_at) values ('mes', $1, 200, 0, $2)`,
      [25 * MINUTE, new Date(T0)],
    );
    onTestFinished(async () => void (await pool.query('truncate tracker.lateness')));
    const [declared, own] = [T0 + 10 * MINUTE, T0 + 25 * MINUTE];
    expect(await subjects(pool, rule, declared, { since: declared - MINUTE })).toEqual(['order:ORD-8']);
    expect(await subjects(pool, rule, own - 1, { since: own - MINUTE })).not.toContain('order:ORD-7');
    const found = await find(pool, rule, own, { since: own - MINUTE });
    expect(found).toContainEqual(expect.objectContaining({ subject: 'order:ORD-7', since: T0, limitAt: own }));
    await pool.query('truncate tracker.lateness');
    expect(await subjects(pool, rule, declared, { since: declared - MINUTE })).toEqual(['order:ORD-7', 'order:ORD-8']);
  });
});

describe('sequenceGap', () => {
  const rule = aRule({ condition: { kind: 'sequenceGap', for: 'PT10M' } });
  const number = (sequence: number, at: number, named: object = {}) =>
    anEvent({ source: 'mes', status: null, type: 'order.note', sequence, occurredAt: at, ...named });

  it('finds a number that is missing, and lets it go when it arrives', async () => {
    await record(
      number(1, T0),
      number(3, T0 + 1),
      number(1, T0, { orderId: 'ORD-2' }),
      number(2, T0, { orderId: 'ORD-2' }),
    );
    const at = T0 + 1 + 10 * MINUTE;
    expect(await subjects(pool, rule, at - 1)).toEqual([]);
    const found = await find(pool, rule, at, { since: at - MINUTE });
    expect(found).toMatchObject([{ subject: 'order:ORD-1', owner: 'mes', detail: { en: 'mes never sent number 2.' } }]);
    const later = { since: at + HOUR, open: found.map(stillOpen) };
    expect(await subjects(pool, rule, at + 2 * HOUR, later)).toEqual(['order:ORD-1']);
    await record(number(2, T0 + 2));
    expect(await subjects(pool, rule, at + 2 * HOUR, later)).toEqual([]);
  });

  it('waits for what usually comes late, and finds it all the same', async () => {
    const usually = (ms: number, beforeMs: number) =>
      pool.query(
        `insert into tracker.lateness (source, p999_ms, samples, before_ms, measured_at) values ('mes', $1, 200, $2, $3)
         on conflict (source) do update set p999_ms = excluded.p999_ms, before_ms = excluded.before_ms`,
        [ms, beforeMs, new Date(T0)],
      );
    onTestFinished(async () => void (await pool.query('truncate tracker.lateness')));
    const ofMes = async (now: number) =>
      (await find(pool, rule, now, { since: now - MINUTE })).filter(({ owner }) => owner === 'mes');
    const gap = (orderId: string, at: number, source = 'mes') => [
      number(1, at, { orderId, source }),
      number(3, at + 1, { orderId, source }),
    ];
    await usually(25 * MINUTE, 0);
    await record(...gap('ORD-1', T0), ...gap('ORD-2', T0, 'crm'));
    const declared = T0 + 1 + 10 * MINUTE;
    expect(await subjects(pool, rule, declared, { since: declared - MINUTE })).toEqual(['order:ORD-2']);
    const at = T0 + 1 + 25 * MINUTE;
    expect(await ofMes(at - 1)).toEqual([]);
    expect(await ofMes(at)).toMatchObject([{ subject: 'order:ORD-1', since: T0 + 1, limitAt: at, limit: 'PT10M' }]);
    // By what is known an hour later its time is over: nobody must have looked too early and then not again.
    await usually(12 * MINUTE, 25 * MINUTE);
    expect(await ofMes(at - MINUTE)).toHaveLength(1);
    // Shorter than what is declared counts for nothing.
    await usually(5 * MINUTE, 0);
    expect(await subjects(pool, rule, declared - 1, { since: declared - MINUTE })).toEqual([]);
  });

  it('counts over all names of an order, and from 0 or 1', async () => {
    await record(
      number(1, T0, { orderId: null, ids: { mes: 'M-1' } }),
      number(2, T0 + 1, { orderId: 'ORD-1', ids: { mes: 'M-1' } }),
      number(0, T0, { orderId: 'ORD-3', source: 'crm' }),
      number(1, T0, { orderId: 'ORD-3', source: 'crm' }),
    );
    expect(await subjects(pool, rule, T0 + HOUR)).toEqual([]);
  });
});
