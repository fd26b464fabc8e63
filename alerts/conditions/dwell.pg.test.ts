import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { testDatabase } from '../../test/support/database.ts';
import { anEvent, DAY, HOUR, MINUTE, T0 } from '../../test/support/factory.ts';
import { referenceDefinition, referenceLifecycles } from '../../test/support/reference.ts';
import { declaredLifecycles } from '../../tracker/declared.ts';
import { OWN_SOURCE, OWN_TYPES } from '../../tracker/event.ts';
import { aLedger, aRule, find, look, subjects } from '../conditions-under-test.ts';
import { stayOf } from '../finding.ts';

const { pool } = await testDatabase();
const { record, empty } = aLedger(pool);
beforeEach(empty);

const submitted = (orderId: string, at: number, named: object = {}) => anEvent({ orderId, occurredAt: at, ...named });
const byHand = (type: string, occurredAt: number) =>
  anEvent({ type, source: OWN_SOURCE, status: null, occurredAt, data: { by: 'anna', reason: 'A call' } });

describe('past the breach', () => {
  const rule = aRule({ condition: { kind: 'dwell', status: 'SUBMITTED', over: 'breach' }, severity: 'critical' });

  it('finds an order from the instant on at which it must have left', async () => {
    await record(submitted('ORD-1', T0));
    expect(await subjects(pool, rule, T0 + 24 * HOUR - 1)).toEqual([]);
    expect(await find(pool, rule, T0 + 24 * HOUR)).toEqual([
      {
        subject: 'order:ORD-1',
        orderId: 'ORD-1',
        stay: stayOf('SUBMITTED', T0),
        severity: 'critical',
        status: 'SUBMITTED',
        since: T0,
        limitAt: T0 + 24 * HOUR,
        limit: 'PT24H',
        owner: 'mes',
        detail: null,
      },
    ]);
  });

  it('does not find one that has moved on, is frozen, or turned out to be another', async () => {
    await record(
      submitted('ORD-1', T0),
      submitted('ORD-2', T0),
      anEvent({ orderId: null, ids: { mes: 'M-1' }, occurredAt: T0 }),
      anEvent({ orderId: 'ORD-3', ids: { mes: 'M-1' }, occurredAt: T0 + 1 }),
      anEvent({ orderId: 'ORD-1', status: 'PRICE_CALCULATED', source: 'mes', occurredAt: T0 + HOUR }),
      { ...byHand(OWN_TYPES.frozen, T0 + 2 * HOUR), key: 'ORD-2' },
    );
    expect(await subjects(pool, rule, T0 + 25 * HOUR)).toEqual(['order:ORD-3']);
  });

  it('reads nothing but what it finds', async () => {
    await record(submitted('ORD-1', T0), submitted('ORD-2', T0 + 10 * HOUR));
    expect(await look(pool, rule, T0 + 24 * HOUR)).toMatchObject({ kind: 'seen', lookedAt: 1 });
  });
});

describe('past the target, and then past the breach', () => {
  const rule = aRule({
    condition: { kind: 'dwell', status: 'SUBMITTED', over: 'target' },
    raise: { over: 'breach', severity: 'critical' },
  });

  it('finds the same stay with what it has become', async () => {
    await record(submitted('ORD-1', T0));
    expect(await subjects(pool, rule, T0 + HOUR - 1)).toEqual([]);
    const warned = await find(pool, rule, T0 + HOUR);
    expect(warned).toMatchObject([{ severity: 'warning', limit: 'PT1H', limitAt: T0 + HOUR }]);
    expect(await find(pool, rule, T0 + 24 * HOUR - 1)).toEqual(warned);
    expect(await find(pool, rule, T0 + 24 * HOUR)).toMatchObject([
      { severity: 'critical', limit: 'PT24H', limitAt: T0 + 24 * HOUR, stay: warned[0]!.stay },
    ]);
  });

  it('does not count frozen time', async () => {
    await record(
      submitted('ORD-1', T0),
      byHand(OWN_TYPES.frozen, T0 + 30 * MINUTE),
      byHand(OWN_TYPES.unfrozen, T0 + 100 * HOUR),
    );
    expect(await subjects(pool, rule, T0 + 100 * HOUR + 30 * MINUTE - 1)).toEqual([]);
    expect(await subjects(pool, rule, T0 + 100 * HOUR + 30 * MINUTE)).toEqual(['order:ORD-1']);
  });
});

describe('past a length of its own', () => {
  it('is exact of any status', async () => {
    const rule = aRule({ condition: { kind: 'dwell', status: '*', over: 'PT3H' } });
    await record(submitted('ORD-1', T0));
    expect(await subjects(pool, rule, T0 + 3 * HOUR - 1)).toEqual([]);
    expect(await find(pool, rule, T0 + 3 * HOUR)).toMatchObject([{ limit: 'PT3H', limitAt: T0 + 3 * HOUR }]);
  });

  it('goes by the clocks of the lifecycle: the day on which they are put back has 25 hours', async () => {
    const berlin = declaredLifecycles(referenceLifecycles.systems, [{ ...referenceDefinition, zone: 'Europe/Berlin' }]);
    const rule = aRule({ condition: { kind: 'dwell', status: 'SUBMITTED', over: 'P1D' } }, { lifecycles: berlin });
    const saturday = Date.parse('2026-10-24T20:00:00+02:00');
    const sunday = Date.parse('2026-10-25T20:00:00+01:00');
    await aLedger(pool, () => berlin).record(submitted('ORD-1', saturday));
    expect(await subjects(pool, rule, sunday - 1)).toEqual([]);
    expect(await find(pool, rule, sunday)).toMatchObject([{ limitAt: saturday + 25 * HOUR }]);
  });

  it('goes by business time: a Friday evening is followed by Monday', async () => {
    const rule = aRule({
      condition: {
        kind: 'missing',
        status: 'SUBMITTED',
        successor: 'PRICE_CALCULATED',
        over: 'PT2H',
        time: 'business',
      },
    });
    const friday = Date.parse('2026-11-20T17:00:00+03:00');
    const monday = Date.parse('2026-11-23T10:00:00+03:00');
    await record(submitted('ORD-1', friday));
    expect(await subjects(pool, rule, monday - 1)).toEqual([]);
    expect(await find(pool, rule, monday)).toMatchObject([{ limitAt: monday, owner: 'mes' }]);
  });

  it('does not count frozen time either', async () => {
    const rule = aRule({ condition: { kind: 'dwell', status: 'SUBMITTED', over: 'PT3H' } });
    await record(
      submitted('ORD-1', T0),
      byHand(OWN_TYPES.frozen, T0 + HOUR),
      byHand(OWN_TYPES.unfrozen, T0 + 50 * HOUR),
    );
    expect(await subjects(pool, rule, T0 + 52 * HOUR - 1)).toEqual([]);
    expect(await find(pool, rule, T0 + 52 * HOUR)).toMatchObject([{ limitAt: T0 + 52 * HOUR }]);
  });
});

it('judges an order that was folded under another definition by the limits that it has', async () => {
  await record(submitted('ORD-1', T0));
  const strict = declaredLifecycles(referenceLifecycles.systems, [
    {
      ...referenceDefinition,
      statuses: {
        ...referenceDefinition.statuses,
        SUBMITTED: { ...referenceDefinition.statuses.SUBMITTED!, serviceLevel: { target: 'PT1M', breach: 'PT2M' } },
      },
    },
  ]);
  const rule = aRule({ condition: { kind: 'dwell', status: 'SUBMITTED', over: 'breach' } }, { lifecycles: strict });
  expect(await subjects(pool, rule, T0 + 24 * HOUR - 1)).toEqual([]);
  expect(await subjects(pool, rule, T0 + 24 * HOUR)).toEqual(['order:ORD-1']);
});

it('misses nobody, however orders were frozen: the bound in the index lets all of them through', async () => {
  const lifecycle = referenceLifecycles.all[0]!;
  const aStay = fc.record({
    status: fc.constantFrom('SUBMITTED', 'PRICE_CALCULATED', 'MANUFACTURING_APPROVED', 'MANUFACTURING_STARTED'),
    since: fc.integer({ min: 0, max: 20 * 24 * 60 }),
    frozenAfter: fc.integer({ min: 0, max: 5 * 24 * 60 }),
    frozenFor: fc.integer({ min: 0, max: 10 * 24 * 60 }),
  });
  const stays = fc.sample(aStay, { numRuns: 500, seed: 7 }).map(({ status, since, frozenAfter, frozenFor }, number) => {
    const from = T0 + since * MINUTE;
    const pause = [from + frozenAfter * MINUTE, from + (frozenAfter + frozenFor) * MINUTE] as const;
    const { targetAt, dueAt } = lifecycle.deadlines(status, from, [pause])!;
    return { orderId: `ORD-${number}`, status, from, thawed: pause[1], targetAt, dueAt };
  });
  await pool.query(
    `insert into tracker.order_state (order_id, lifecycle, lifecycle_hash, status, status_since, target_at, due_at, provisional)
     select order_id, $1, $2, status, status_since, target_at, due_at, false
       from unnest($3::text[], $4::text[], $5::timestamptz[], $6::timestamptz[], $7::timestamptz[])
         as stay (order_id, status, status_since, target_at, due_at)`,
    [
      lifecycle.name,
      lifecycle.hash,
      stays.map(({ orderId }) => orderId),
      stays.map(({ status }) => status),
      ...(['from', 'targetAt', 'dueAt'] as const).map(name => stays.map(stay => new Date(stay[name]))),
    ],
  );
  const rule = aRule({ condition: { kind: 'dwell', status: '*', over: 'target' } });
  for (let now = T0; now < T0 + 60 * DAY; now += 7 * HOUR + 13 * MINUTE) {
    const found = new Set(await subjects(pool, rule, now));
    // While it is frozen it has no limit, and is none of those that must be found.
    const missed = stays.filter(one => one.thawed <= now && one.targetAt <= now && !found.has(`order:${one.orderId}`));
    expect(missed).toEqual([]);
  }
});

describe('only some orders', () => {
  it('by partner, source and value', async () => {
    await record(
      submitted('ORD-1', T0, { partner: 'acme', data: { price: 5_000 } }),
      submitted('ORD-2', T0, { data: { total: 90_000 } }),
      submitted('ORD-3', T0, { data: { total: 'much' } }),
      anEvent({ orderId: 'ORD-2', source: 'crm', occurredAt: T0 + 1, status: null, type: 'order.note' }),
      submitted('ORD-4', T0, { source: 'crm' }),
    );
    const where = (where: object) =>
      subjects(pool, aRule({ condition: { kind: 'dwell', status: '*', over: 'breach' }, where }), T0 + DAY);
    expect(await where({})).toHaveLength(4);
    expect(await where({ partner: ['acme', 'globex'] })).toEqual(['order:ORD-1']);
    expect(await where({ source: ['crm'] })).toEqual(['order:ORD-4']);
    expect(await where({ value: { atLeast: 10_000 } })).toEqual(['order:ORD-2']);
    expect(await where({ value: { atMost: 10_000 } })).toEqual(['order:ORD-1']);
    expect(await where({ lifecycle: ['other'] })).toEqual([]);
  });
});

it('the safety net leaves out what another rule has found', async () => {
  const rule = aRule({ condition: { kind: 'dwell', status: '*', over: 'breach', exceptFound: true } });
  await record(submitted('ORD-1', T0), submitted('ORD-2', T0), submitted('ORD-3', T0));
  const { rows } = await pool.query<{ id: number }>(
    `insert into alerts.incident (rule, rule_hash, about, severity, state, shadow, title, opened_at, last_joined_at, last_seen_at)
     select 'other', 'h', 'mes', 'warning', 'open', shadow, '{}', $1, $1, $1 from unnest(array[false, true]) as shadow
     returning id`,
    [new Date(T0)],
  );
  await pool.query(
    `insert into alerts.finding (rule, subject, stay, origin, order_id, incident_id, severity, first_seen_at)
     select 'other', 'order:' || order_id, '', 'rule', order_id, incident_id, 'warning', $3
       from unnest($1::text[], $2::bigint[]) as found (order_id, incident_id)`,
    [['ORD-1', 'ORD-2'], rows.map(({ id }) => id), new Date(T0)],
  );
  expect(await subjects(pool, rule, T0 + DAY)).toEqual(['order:ORD-2', 'order:ORD-3']);
});
