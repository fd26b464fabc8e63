import { beforeEach, expect, test } from 'vitest';
import { testDatabase } from '../../test/support/database.ts';
import { anEvent, DAY, HOUR, MINUTE, T0 } from '../../test/support/factory.ts';
import { referenceDefinition, referenceLifecycles } from '../../test/support/reference.ts';
import { aLedger, aRule, type Declared } from '../conditions-under-test.ts';
import { alertSettings, aPerson } from '../settings-under-test.ts';
import { backtest, type Outcome, type Variant } from './backtest.ts';

const { pool } = await testDatabase();
const ledger = aLedger(pool);
beforeEach(ledger.empty);

const PRICE: Declared = {
  condition: { kind: 'missing', status: 'SUBMITTED', successor: 'PRICE_CALCULATED', over: 'target' },
  raise: { over: 'breach', severity: 'critical' },
  route: 'workshop',
};

const CHAIN = {
  steps: [
    { after: null, tell: [{ kind: 'person', person: 'olga' } as const], channels: null },
    { after: (since: number) => since + 30 * MINUTE, tell: [{ kind: 'team', team: 'all' } as const], channels: null },
  ],
  repeat: null,
  calendar: null,
};

function variant(declared: Declared, others: Declared[] = []): Variant {
  const rule = aRule(declared);
  const settings = alertSettings({
    rules: [rule, ...others.map((other, nth) => ({ ...aRule(other), name: `other-${nth}` }))],
    people: { olga: aPerson('Olga'), boris: aPerson('Boris'), nobody: aPerson('Nobody', { email: null }) },
    teams: { all: ['olga', 'boris', 'nobody'] },
    chains: { all: CHAIN },
    routes: { workshop: { critical: 'all', warning: 'all', info: null } },
    calendars: { workshop: referenceDefinition.calendar! },
  });
  return { rule, settings, lifecycles: referenceLifecycles };
}

const STRETCH = { since: T0 - 2 * DAY, until: T0 + 30 * DAY };

async function run(declared: Declared, stretch = STRETCH, others: Declared[] = []) {
  return reportIn(await backtest(pool, [variant(declared, others)], stretch));
}

function reportIn([outcome]: readonly Outcome[]) {
  if (!outcome || 'refusedBecause' in outcome) throw new Error(outcome?.refusedBecause.en);
  return outcome.report;
}

/** Of the order: submitted at T0, priced so long after. */
async function submitted(orderId: string, pricedAfter: number | null, at = T0) {
  await ledger.record({ orderId, occurredAt: at });
  if (pricedAfter !== null) {
    const priced = { status: 'PRICE_CALCULATED', source: 'mes', occurredAt: at + pricedAfter };
    await ledger.record({ orderId, ...priced });
    await ledger.record({ orderId, status: 'CANCELLED', source: 'crm', occurredAt: at + pricedAfter + MINUTE });
  }
}

test('what was found when, for how long, and whether it stood for a delay', async () => {
  await submitted('ORD-1', 30 * MINUTE);
  await submitted('ORD-2', 3 * HOUR, T0 + 1_000 + HOUR);
  await submitted('ORD-3', 30 * HOUR, T0 + 10 * HOUR);
  await submitted('ORD-4', null, T0 + 50 * HOUR);
  const report = await run(PRICE);
  expect(report).toMatchObject({ raised: 3, orders: 3, incidents: 3, trulyLate: 2, share: 2 / 3 });
  expect(report.samples).toEqual([
    expect.objectContaining({ orderId: 'ORD-4', endedAt: null, severity: 'critical', late: true }),
    {
      ...{ subject: 'order:ORD-3', orderId: 'ORD-3', status: 'SUBMITTED', severity: 'critical' },
      ...{ raisedAt: T0 + 11 * HOUR, endedAt: T0 + 40 * HOUR, late: true },
    },
    expect.objectContaining({ orderId: 'ORD-2', raisedAt: T0 + 2 * HOUR + MINUTE, late: false, severity: 'warning' }),
  ]);
  expect(report.firstAt).toBe(T0 + 2 * HOUR + MINUTE);
  expect(report.perWeek).toBeCloseTo(3 / (32 / 7));
  expect(report.byDay.filter(({ raised }) => raised > 0)).toEqual([
    { day: '2026-11-20', raised: 2 },
    { day: '2026-11-22', raised: 1 },
  ]);
  expect(report.byDay).toHaveLength(33);
});

test('messages: between somebody taking it on at once and nobody ever answering', async () => {
  // Two hours: Olga, after half an hour Olga and Boris; whom nobody can reach is not counted.
  await submitted('ORD-1', 3 * HOUR);
  expect((await run(PRICE)).messages).toEqual({ atLeast: 1, atMost: 3 });
  // Ten minutes: it was over before the second step.
  await ledger.empty();
  await submitted('ORD-2', 70 * MINUTE);
  expect((await run(PRICE)).messages).toEqual({ atLeast: 1, atMost: 1 });
  // After a day it is critical and begins anew.
  await ledger.empty();
  await submitted('ORD-3', 2 * DAY);
  expect((await run(PRICE)).messages).toEqual({ atLeast: 2, atMost: 6 });
});

test('orders that wait for the same system and are found within ten minutes are one incident', async () => {
  for (const minute of [0, 5, 12, 40])
    await ledger.record({ orderId: `ORD-${minute}`, occurredAt: T0 + minute * MINUTE });
  expect(await run(PRICE, { since: T0, until: T0 + 10 * HOUR })).toMatchObject({ raised: 4, incidents: 2 });
});

test('what counts is when we heard of it; whether it was late, when it happened', async () => {
  await ledger.record({ orderId: 'ORD-1' });
  ledger.clock.set(T0 + 5 * HOUR);
  // The price was there after 20 minutes, and the message took five hours.
  await ledger.record({ orderId: 'ORD-1', status: 'PRICE_CALCULATED', source: 'mes', occurredAt: T0 + 20 * MINUTE });
  await ledger.record({ orderId: 'ORD-1', status: 'CANCELLED', source: 'crm', occurredAt: T0 + 6 * HOUR });
  expect((await run(PRICE)).samples).toEqual([
    expect.objectContaining({ raisedAt: T0 + HOUR, endedAt: T0 + 5 * HOUR, late: false }),
  ]);
});

test('a changed limit beside the present one, in one walk', async () => {
  await submitted('ORD-1', 2 * HOUR);
  await submitted('ORD-2', 30 * HOUR, T0 + 3 * HOUR);
  const changed = { ...PRICE, condition: { ...PRICE.condition, over: 'PT3H' } } as Declared;
  const [now, then] = await backtest(pool, [variant(PRICE), variant(changed)], STRETCH);
  expect([reportIn([now!]).raised, reportIn([then!]).raised, reportIn([then!]).trulyLate]).toEqual([2, 1, 1]);
});

test('frozen orders are not found, and what was open at the beginning is not raised', async () => {
  await ledger.record({ orderId: 'ORD-1' }, { orderId: 'ORD-2' });
  const frozen = { type: 'order.frozen', source: 'orderwatch', status: null, data: { by: 'person' } };
  await ledger.record({ orderId: 'ORD-1', ...frozen, occurredAt: T0 + 30 * MINUTE });
  expect(await run(PRICE)).toMatchObject({ raised: 1, samples: [{ orderId: 'ORD-2' }] });
  expect(await run(PRICE, { since: T0 + 2 * HOUR, until: T0 + DAY })).toMatchObject({ raised: 0, incidents: 0 });
});

test('a daily check finds only what no other rule has found by then', async () => {
  await submitted('ORD-1', 3 * DAY);
  await ledger.record({ orderId: 'ORD-2', status: 'SHIPPED', source: 'mes', occurredAt: T0 });
  const check: Declared = {
    condition: { kind: 'dwell', status: '*', over: 'breach', exceptFound: true },
    schedule: '0 9 * * *',
  };
  const report = await run(check, STRETCH, [PRICE]);
  expect(report.samples.map(({ orderId, raisedAt }) => [orderId, raisedAt])).toEqual([
    ['ORD-2', Date.parse('2026-12-05T06:00:00Z')],
  ]);
  expect((await run(check)).raised).toBe(2);
});

test('promises, numbers that were skipped, progress that stopped, orders without a name, and systems that disagree', async () => {
  await ledger.record(
    { orderId: 'ORD-1', promisedAt: T0 + 5 * DAY, sequence: 1 },
    { orderId: 'ORD-1', status: 'PRICE_CALCULATED', source: 'mes', sequence: 1, occurredAt: T0 + MINUTE },
    { orderId: 'ORD-1', status: null, type: 'note', source: 'mes', sequence: 3, occurredAt: T0 + 2 * MINUTE },
    { orderId: 'ORD-2', occurredAt: T0 + 3 * MINUTE },
    { orderId: 'ORD-2', status: null, type: 'order.calculation_progress', source: 'mes', occurredAt: T0 + 4 * MINUTE },
    anEvent({
      orderId: null,
      ids: { mes: 'M-9' },
      status: 'PRICE_CALCULATED',
      source: 'mes',
      occurredAt: T0 + 5 * MINUTE,
    }),
    { orderId: 'ORD-3', status: 'CANCELLED', source: 'crm', occurredAt: T0 + 6 * MINUTE },
    { orderId: 'ORD-3', status: 'SHIPPED', source: 'mes', occurredAt: T0 + 7 * MINUTE },
  );
  const found = async (condition: Declared['condition']) =>
    (await run({ condition })).samples.map(({ subject, raisedAt }) => [subject, (raisedAt - T0) / MINUTE]);
  expect(await found({ kind: 'overdue', before: 'P1D' })).toEqual([['order:ORD-1', 4 * 24 * 60]]);
  expect(await found({ kind: 'sequenceGap', for: 'PT10M' })).toEqual([['order:ORD-1', 12]]);
  expect(
    await found({ kind: 'stalled', status: 'SUBMITTED', type: 'order.calculation_progress', for: 'PT10M' }),
  ).toEqual([['order:ORD-2', 14]]);
  expect(await found({ kind: 'provisional', for: 'PT15M', without: ['shop'] })).toEqual([['order:~mes:M-9', 20]]);
  expect(await found({ kind: 'divergence', for: 'PT30M', between: ['crm', 'mes'] })).toEqual([['order:ORD-3', 37]]);
});

test('a provisional order is found until it turns out which one it is', async () => {
  await ledger.record(anEvent({ orderId: null, ids: { mes: 'M-1' }, status: 'PRICE_CALCULATED', source: 'mes' }), {
    orderId: 'ORD-1',
    ids: { mes: 'M-1' },
    occurredAt: T0 + HOUR,
  });
  expect((await run({ condition: { kind: 'provisional', for: 'PT15M' } })).samples).toEqual([
    expect.objectContaining({ orderId: '~mes:M-1', raisedAt: T0 + 15 * MINUTE, endedAt: T0 + HOUR, late: false }),
  ]);
});

test('silences, declared and by what is usual', async () => {
  // An event every quarter of an hour, for a day and a half, but for two hours.
  for (let at = T0; at < T0 + 36 * HOUR; at += 15 * MINUTE) {
    if (at > T0 + 30 * HOUR && at < T0 + 32 * HOUR) continue;
    await ledger.record({ orderId: `ORD-${at}`, source: 'mes', status: null, type: 'note', occurredAt: at });
  }
  const stretch = { since: T0, until: T0 + 36 * HOUR - 15 * MINUTE };
  const declared = await run({ condition: { kind: 'silence', source: 'mes', for: 'PT1H' } }, stretch);
  expect(declared).toMatchObject({ raised: 1, trulyLate: null, share: null });
  expect(declared.samples).toMatchObject([
    { subject: 'source:mes', raisedAt: T0 + 31 * HOUR, endedAt: T0 + 32 * HOUR, late: null },
  ]);
  expect((await run({ condition: { kind: 'silence', source: '*' } }, stretch)).raised).toBe(0);
});

test('a partner above its rate', async () => {
  for (let nth = 0; nth < 12; nth += 1) {
    await ledger.record({ orderId: `ORD-${nth}`, partner: 'acme', occurredAt: T0 + nth * MINUTE });
  }
  const report = await run({ condition: { kind: 'partnerRate', over: { orders: 10, within: 'PT1H' } } });
  expect(report.samples).toMatchObject([
    { subject: 'partner:acme', raisedAt: T0 + 11 * MINUTE, endedAt: T0 + 62 * MINUTE },
  ]);
});

test('a partner that sends five times its usual, over midnight', async () => {
  for (let hour = 0; hour < 8 * 24; hour += 1) {
    await ledger.record({ orderId: `ORD-${hour}`, partner: 'acme', occurredAt: T0 + hour * HOUR });
  }
  const flood = T0 + 8 * DAY + 30 * MINUTE;
  for (let nth = 0; nth < 60; nth += 1) {
    await ledger.record({ orderId: `MORE-${nth}`, partner: 'acme', occurredAt: flood + nth * MINUTE });
  }
  const stretch = { since: T0 + DAY, until: flood + 5 * HOUR };
  const report = await run({ condition: { kind: 'partnerRate' } }, stretch);
  expect(report.samples).toMatchObject([{ raisedAt: flood + 20 * MINUTE, endedAt: flood + 101 * MINUTE }]);
});

test.each([
  { kind: 'queueDepth', queue: '*', over: 1 },
  { kind: 'broker' },
  { kind: 'count', status: 'SUBMITTED', over: 1 },
  { kind: 'clock', source: '*', over: 'PT1M' },
  { kind: 'sql', query: 'select 1 as subject' },
] as Declared['condition'][])('$kind is refused with a reason', async condition => {
  const [outcome] = await backtest(pool, [variant({ condition })], STRETCH);
  expect(outcome).toEqual({ refusedBecause: { en: expect.stringMatching(/\.$/), ru: expect.stringMatching(/\.$/) } });
});
