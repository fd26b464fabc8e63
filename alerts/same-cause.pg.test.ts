import { beforeEach, describe, expect, test } from 'vitest';
import { OUTBOX_TABLES } from '../notifier/outbox-under-test.ts';
import { toIso } from '../platform/clock.ts';
import { createLog } from '../platform/log.ts';
import { testDatabase } from '../test/support/database.ts';
import { HOUR, MINUTE, T0 } from '../test/support/factory.ts';
import { plainVault } from '../tracker/personal-data.ts';
import { createCauses } from './causes-job.ts';
import { aCause, behind, judgeOf } from './causes-under-test.ts';
import { tellCustomers } from './customers-command.ts';
import { aChain, acknowledgeNow, aStep, escalatorOf, readTold, settingsWith } from './escalation-under-test.ts';
import type { Judge } from './evidence.ts';
import { createFarewells } from './farewells.ts';
import type { Found } from './finding.ts';
import { resolve } from './incident-commands.ts';
import { noteEvents } from './incident-events.ts';
import { ALERT_TABLES } from './incident-rows-under-test.ts';
import { aFoundOrder, aFoundQueue, apply, readHistory, readIncidents, readOpen } from './incidents-under-test.ts';
import type { Rule } from './settings.ts';
import { ruleThatSees } from './settings-under-test.ts';
import { sayVerdict } from './verdict-command.ts';

const { pool } = await testDatabase();

const rule = (name: string, named: Partial<Rule> = {}) => ruleThatSees({ now: [] }, { name, ...named });
const rules = [
  rule('consumer-gone'),
  rule('mes-silent'),
  rule('price-missing'),
  rule('late'),
  rule('unrouted', { route: null }),
];
const settings = settingsWith(aChain([aStep([{ kind: 'person', person: 'olga' }])]), { rules });
const escalator = escalatorOf(pool, settings);
const links = { acknowledge: () => null, open: () => null };
const farewells = createFarewells({ pool, vault: plainVault, links, log: createLog('silent') });

beforeEach(() => pool.query(`truncate ${ALERT_TABLES}, ${OUTBOX_TABLES} restart identity`));

const GONE = 'consumers:mes.inbox';
const QUEUE = aFoundQueue('mes.inbox');
const SILENT: Found = { ...aFoundQueue('mes'), subject: 'source:mes' };
const ORDERS = Array.from({ length: 12 }, (_, nth) => `ORD-${nth + 1}`);

const sees = async (name: string, judge: Judge, seen: readonly Found[], now: number) =>
  apply(pool, seen, now, {
    rule: rules.find(one => one.name === name)!,
    settings,
    judgements: await judge.judge(seen, now),
  });
const review = (judge: Judge, now: number) => createCauses({ pool, judge, settings: () => settings }).runOnce(now);
const kinds = async (id: number) => (await readHistory(pool, id)).map(event => event.split(' ')[0]);
const unresolved = async () => (await readIncidents(pool)).filter(({ state }) => state !== 'resolved');

test('a dead consumer is one incident, one page and one farewell, whatever rules found of it', async () => {
  const judge = judgeOf({ 'queue:mes.inbox': GONE, 'source:mes': GONE, ...behind(GONE, ...ORDERS) });
  await sees('consumer-gone', judge, [QUEUE], T0);
  await escalator.runOnce(T0);
  await sees('mes-silent', judge, [SILENT], T0 + 20 * MINUTE);
  const late = ORDERS.map(order => aFoundOrder(order));
  for (let nth = 1; nth <= 12; nth += 1) {
    await sees('price-missing', judge, late.slice(0, nth), T0 + HOUR + nth * 15 * MINUTE);
    await sees(
      'late',
      judge,
      late.slice(0, Math.ceil(nth / 2)).map(found => ({ ...found, stay: '' })),
      T0 + HOUR + nth * 15 * MINUTE,
    );
    await review(judge, T0 + HOUR + nth * 15 * MINUTE);
    await escalator.runOnce(T0 + HOUR + nth * 15 * MINUTE);
  }
  expect(await readIncidents(pool)).toMatchObject([
    {
      rule: 'consumer-gone',
      cause: aCause(GONE).text,
      causeKey: GONE,
      state: 'open',
      customers: 'usual',
    },
  ]);
  expect(await readTold(pool)).toHaveLength(1);
  await pool.query(`update notifier.message set state = 'sent', sent_at = queued_at`);

  const mended = T0 + 5 * HOUR;
  await sees('consumer-gone', judge, [], mended);
  await sees('mes-silent', judge, [], mended);
  await sees('late', judge, [], mended);
  await farewells.runOnce(mended);
  expect(await readTold(pool, 'incident-resolved')).toEqual([]);
  await sees('price-missing', judge, [], mended + MINUTE);
  await farewells.runOnce(mended + MINUTE);
  expect(await readTold(pool, 'incident-resolved')).toHaveLength(1);
  expect(await unresolved()).toEqual([]);
});

test('two causes at once are two incidents', async () => {
  const judge = judgeOf({
    ...behind(GONE, 'ORD-1', 'ORD-2'),
    ...behind('flood:acme', 'ORD-3', 'ORD-4'),
    'queue:mes.inbox': GONE,
  });
  await sees(
    'price-missing',
    judge,
    ['ORD-1', 'ORD-2', 'ORD-3', 'ORD-4'].map(id => aFoundOrder(id)),
    T0,
  );
  await sees('consumer-gone', judge, [QUEUE], T0);
  expect(await readOpen(pool)).toEqual([
    'order:ORD-1 1',
    'order:ORD-2 1',
    'order:ORD-3 2',
    'order:ORD-4 2',
    'queue:mes.inbox 1',
  ]);
  expect((await readIncidents(pool)).map(({ causeKey }) => causeKey)).toEqual([GONE, 'flood:acme']);
});

describe('without a shared cause', () => {
  test('one lost message that three rules find is one page', async () => {
    const judge = judgeOf(behind('lost:ORD-1', 'ORD-1'));
    await sees('price-missing', judge, [aFoundOrder('ORD-1')], T0);
    await sees('late', judge, [aFoundOrder('ORD-1', { stay: '', severity: 'info' })], T0 + 3 * HOUR);
    const unknown = judgeOf();
    await sees('mes-silent', unknown, [aFoundOrder('ORD-1', { owner: 'crm' })], T0 + 4 * HOUR);
    expect(await readOpen(pool)).toEqual(['order:ORD-1 1', 'order:ORD-1 1', 'order:ORD-1 1']);
  });

  test('single causes stay single, though they are found together', async () => {
    const judge = judgeOf({ ...behind('lost:ORD-1', 'ORD-1'), ...behind('lost:ORD-2', 'ORD-2') });
    await sees('price-missing', judge, [aFoundOrder('ORD-1'), aFoundOrder('ORD-2'), aFoundOrder('ORD-3')], T0);
    expect(await readOpen(pool)).toEqual(['order:ORD-1 1', 'order:ORD-2 2', 'order:ORD-3 3']);
  });

  test('an order that is one of many there opens another incident of another rule, as the many did', async () => {
    const judge = judgeOf();
    await sees('price-missing', judge, [aFoundOrder('ORD-1'), aFoundOrder('ORD-2')], T0);
    await sees('late', judge, [aFoundOrder('ORD-1', { since: null })], T0);
    expect(await readOpen(pool)).toEqual(['order:ORD-1 2', 'order:ORD-1 1', 'order:ORD-2 1']);
  });

  test('but not when it is found for the very same stay', async () => {
    const judge = judgeOf();
    await sees('price-missing', judge, [aFoundOrder('ORD-1'), aFoundOrder('ORD-2')], T0);
    await sees('late', judge, [aFoundOrder('ORD-1'), aFoundOrder('ORD-3')], T0);
    expect(await readOpen(pool)).toEqual(['order:ORD-1 1', 'order:ORD-1 1', 'order:ORD-2 1', 'order:ORD-3 2']);
  });

  test('several that another rule finds all together are the same several', async () => {
    const judge = judgeOf();
    const three = ['ORD-1', 'ORD-2', 'ORD-3'].map(id => aFoundOrder(id));
    await sees('price-missing', judge, three, T0);
    await sees('late', judge, three.slice(1), T0 + HOUR);
    expect((await readIncidents(pool)).map(({ id }) => id)).toEqual([1]);
  });

  test('what waits for a system that says nothing at all joins, however slowly it comes', async () => {
    const judge = judgeOf();
    const silent: Judge = {
      ...judge,
      judge: async (found, now) =>
        new Map(
          [...(await judge.judge(found, now))].map(([subject, one]) => [subject, { ...one, heardAt: T0 - HOUR }]),
        ),
    };
    await sees('price-missing', silent, [aFoundOrder('ORD-1')], T0);
    await sees('price-missing', silent, [aFoundOrder('ORD-1'), aFoundOrder('ORD-2')], T0 + 5 * HOUR);
    expect(await readOpen(pool)).toEqual(['order:ORD-1 1', 'order:ORD-2 1']);
    const all = ['ORD-1', 'ORD-2', 'ORD-3'].map(id => aFoundOrder(id));
    await sees('price-missing', judge, all, T0 + 10 * HOUR);
    expect(await readOpen(pool)).toContain('order:ORD-3 2');
  });

  test('whichever rule finds it, while the system says nothing', async () => {
    const judge = judgeOf();
    const silent: Judge = {
      ...judge,
      judge: async (found, now) =>
        new Map(
          [...(await judge.judge(found, now))].map(([subject, one]) => [subject, { ...one, heardAt: T0 - HOUR }]),
        ),
    };
    await sees('price-missing', silent, [aFoundOrder('ORD-1')], T0);
    await sees('late', silent, [aFoundOrder('ORD-2')], T0 + 5 * HOUR);
    await sees('mes-silent', judge, [aFoundOrder('ORD-3')], T0 + 6 * HOUR);
    expect(await readOpen(pool)).toEqual(['order:ORD-1 1', 'order:ORD-2 1', 'order:ORD-3 2']);
  });
});

describe('who would be told', () => {
  test('what nobody is told of neither hides nor raises what somebody is', async () => {
    const judge = judgeOf({ 'queue:mes.inbox': GONE, ...behind(GONE, 'ORD-1') });
    await sees('unrouted', judge, [QUEUE], T0);
    await sees('price-missing', judge, [aFoundOrder('ORD-1')], T0);
    expect((await readIncidents(pool)).map(({ rule }) => rule)).toEqual(['unrouted', 'price-missing']);
    await sees('unrouted', judge, [QUEUE, { ...SILENT, severity: 'critical' }], T0);
    expect(await readOpen(pool)).toContain('source:mes 3');
  });

  test('a rule on trial has its own', async () => {
    const judge = judgeOf({ 'queue:mes.inbox': GONE, ...behind(GONE, 'ORD-1') });
    const seen = [QUEUE];
    await apply(pool, seen, T0, { rule: { name: 'trial', shadow: true }, judgements: await judge.judge(seen, T0) });
    await sees('price-missing', judge, [aFoundOrder('ORD-1')], T0);
    expect(await readIncidents(pool)).toMatchObject([{ shadow: true }, { shadow: false, causeKey: GONE }]);
  });

  test('what flaps takes in nothing that others have found', async () => {
    const judge = judgeOf({ 'queue:mes.inbox': GONE, ...behind(GONE, 'ORD-1') });
    for (let nth = 0; nth < 4; nth += 1) {
      await sees('consumer-gone', judge, [QUEUE], T0 + 2 * nth * MINUTE);
      await sees('consumer-gone', judge, [], T0 + (2 * nth + 1) * MINUTE);
    }
    await sees('price-missing', judge, [aFoundOrder('ORD-1')], T0 + 10 * MINUTE);
    expect(await unresolved()).toMatchObject([{ flapping: true }, { flapping: false, rule: 'price-missing' }]);
  });
});

test('what comes back with the same cause opens its incident again, by whichever rule', async () => {
  const judge = judgeOf({ 'queue:mes.inbox': GONE, ...behind(GONE, 'ORD-1') });
  await sees('consumer-gone', judge, [QUEUE], T0);
  await sees('consumer-gone', judge, [], T0 + 10 * MINUTE);
  await sees('price-missing', judge, [aFoundOrder('ORD-1')], T0 + 50 * MINUTE);
  expect(await readIncidents(pool)).toMatchObject([{ state: 'open', reopened: 1, causeKey: GONE }]);
  await sees('price-missing', judge, [], T0 + HOUR);
  await sees('consumer-gone', judge, [QUEUE], T0 + 3 * HOUR);
  expect(await readIncidents(pool)).toHaveLength(2);
});

describe('when the cause becomes known later', () => {
  test('the incident gets it, and nobody is told again', async () => {
    const judge = judgeOf();
    await sees('price-missing', judge, [aFoundOrder('ORD-1'), aFoundOrder('ORD-2')], T0);
    await escalator.runOnce(T0);
    judge.causes.set('order:ORD-1', aCause(GONE));
    await review(judge, T0 + MINUTE);
    expect(await readIncidents(pool)).toMatchObject([{ causeKey: null, version: 1 }]);
    judge.causes.set('order:ORD-2', aCause(GONE));
    await review(judge, T0 + 2 * MINUTE);
    await review(judge, T0 + 3 * MINUTE);
    expect(await readIncidents(pool)).toMatchObject([{ causeKey: GONE, cause: aCause(GONE).text, version: 2 }]);
    await escalator.runOnce(T0 + 3 * MINUTE);
    expect(await kinds(1)).toEqual(['opened', 'told', 'cause']);
    await sees('consumer-gone', judgeOf({ 'queue:mes.inbox': GONE }), [QUEUE], T0 + 4 * MINUTE);
    expect(await readIncidents(pool)).toHaveLength(1);
  });

  test('two that turn out to be the same become one: the older, or the one that somebody was told of', async () => {
    const judge = judgeOf({ 'queue:mes.inbox': GONE });
    await sees('price-missing', judge, [aFoundOrder('ORD-1')], T0);
    await sees('consumer-gone', judge, [QUEUE], T0 + HOUR);
    judge.causes.set('order:ORD-1', aCause(GONE));
    await review(judge, T0 + HOUR);
    expect(await readIncidents(pool)).toMatchObject([
      { state: 'open', causeKey: GONE, mergedInto: null },
      { state: 'resolved', resolution: 'merged', mergedInto: 1 },
    ]);
    expect(await readOpen(pool)).toEqual(['order:ORD-1 1', 'queue:mes.inbox 1']);
    expect(await kinds(1)).toEqual(['opened', 'merged', 'cause']);
    expect(await readHistory(pool, 2)).toContain('merged into=1');

    const other = judgeOf({ 'queue:crm.inbox': 'consumers:crm.inbox' });
    await sees('price-missing', other, [aFoundOrder('ORD-1'), aFoundOrder('ORD-9', { owner: 'crm' })], T0 + 2 * HOUR);
    await sees('consumer-gone', other, [QUEUE, aFoundQueue('crm.inbox')], T0 + 2 * HOUR);
    await pool.query(`update alerts.incident set next_step_at = null where id in (1, 3)`);
    await escalator.runOnce(T0 + 2 * HOUR);
    other.causes.set('order:ORD-9', aCause('consumers:crm.inbox'));
    await review(other, T0 + 2 * HOUR);
    expect((await unresolved()).map(({ id, causeKey }) => [id, causeKey])).toEqual([
      [1, GONE],
      [4, 'consumers:crm.inbox'],
    ]);
    expect(await readTold(pool)).toHaveLength(1);
  });

  test('whoever took one of them on has it, and all who were told hear once that it is over', async () => {
    const judge = judgeOf({ 'queue:mes.inbox': GONE });
    await sees('price-missing', judge, [aFoundOrder('ORD-1')], T0);
    await escalator.runOnce(T0);
    await sees('consumer-gone', judge, [QUEUE], T0 + HOUR);
    await escalator.runOnce(T0 + HOUR);
    await pool.query(`update notifier.message set state = 'sent', sent_at = queued_at, recipient = 'staff:' || about`);
    await acknowledgeNow(pool, 2, T0 + HOUR, 'ivan');
    judge.causes.set('order:ORD-1', aCause(GONE));
    await review(judge, T0 + HOUR + MINUTE);
    expect(await unresolved()).toMatchObject([{ id: 1, state: 'acknowledged', acknowledgedBy: 'ivan' }]);
    await sees('consumer-gone', judge, [], T0 + 2 * HOUR);
    await sees('price-missing', judge, [], T0 + 2 * HOUR);
    for (let nth = 0; nth < 3; nth += 1) await farewells.runOnce(T0 + 2 * HOUR);
    expect(await readTold(pool, 'incident-resolved')).toEqual([
      '2026-11-20T11:00 staff:incident:1 email',
      '2026-11-20T11:00 staff:incident:2 email',
    ]);
  });
});

describe('when an incident turns out to be the matter of another one', () => {
  const found = (count: number) => Array.from({ length: count }, (_, nth) => aFoundOrder(`ORD-${nth + 1}`));

  /** The older one is of a queue, the younger one of so many orders; what is done with them in between. */
  async function merge(orders: number, meanwhile: () => Promise<unknown>) {
    const judge = judgeOf({ 'queue:mes.inbox': GONE });
    await sees('consumer-gone', judge, [QUEUE], T0);
    await sees('price-missing', judge, found(orders), T0 + MINUTE);
    await meanwhile();
    for (const { subject } of found(orders)) judge.causes.set(subject, aCause(GONE));
    await review(judge, T0 + 2 * MINUTE);
    return (await unresolved())[0];
  }

  test.each([
    ['usual', 'refused', 'refused'],
    ['usual', 'held', 'held'],
    ['released', 'held', 'held'],
    ['held', 'refused', 'refused'],
    ['usual', 'usual', 'usual'],
    ['released', 'usual', 'released'],
  ])('customers are told of no delay that nobody was to be told of: %s, %s', async (ofOlder, ofYounger, of) => {
    const says = (id: number, customers: string) =>
      pool.query('update alerts.incident set customers = $2, storm = $3 where id = $1', [
        ...[id, customers, customers === 'held'],
      ]);
    const merged = await merge(2, async () => {
      await says(1, ofOlder);
      await says(2, ofYounger);
    });
    expect(merged).toMatchObject({ id: 1, customers: of, storm: [ofOlder, ofYounger].includes('held') });
  });

  test('of two persons the last word goes for all of it', async () => {
    const merged = await merge(2, async () => {
      await tellCustomers(pool, 1, { by: 'olga', tell: false }, { now: T0 + 70_000 });
      await tellCustomers(pool, 2, { by: 'ivan', tell: true }, { now: T0 + 80_000 });
    });
    expect(merged).toMatchObject({ id: 1, customers: 'released', customersBy: 'ivan', customersAt: T0 + 80_000 });
  });

  test('whoever has taken on one that is far smaller has not taken on all', async () => {
    const merged = await merge(12, () => acknowledgeNow(pool, 1, T0 + MINUTE));
    expect(merged).toMatchObject({ id: 1, state: 'open', acknowledgedBy: null, nextStepAt: T0 + 2 * MINUTE });
    expect(await readHistory(pool, 1)).toContainEqual(expect.stringMatching(/^raised/));
  });

  test('nor is it when the far greater one is theirs', async () => {
    const merged = await merge(12, () => acknowledgeNow(pool, 2, T0 + MINUTE, 'ivan'));
    expect(merged).toMatchObject({ id: 1, state: 'acknowledged', acknowledgedBy: 'ivan' });
  });

  test('what somebody says of the one that they were told of is said of the other one', async () => {
    const before = { by: 'olga', verdict: 'real', note: null } as const;
    expect(await merge(2, () => sayVerdict(pool, 2, before, { now: T0 }))).toMatchObject({ verdict: 'real' });
    const on = { now: T0 + HOUR, settings };
    await acknowledgeNow(pool, 2, on.now, 'ivan');
    await sayVerdict(pool, 2, { by: 'ivan', verdict: 'our_data', note: null }, on);
    await tellCustomers(pool, 2, { by: 'ivan', tell: false }, on);
    const [one, other] = await readIncidents(pool);
    expect(one).toMatchObject({ acknowledgedBy: 'ivan', verdict: 'our_data', customers: 'refused' });
    expect(other).toMatchObject({ state: 'resolved', acknowledgedBy: null, customers: 'usual' });
    expect(await resolve(pool, 2, { by: 'ivan', reason: 'x' }, on)).toEqual({
      kind: 'refused',
      why: 'It turned out to be the same matter as incident 1.',
    });
  });

  test('what flaps swallows nothing of which somebody may have to hear', async () => {
    const judge = judgeOf();
    const both = [aFoundOrder('ORD-1', { owner: 'crm' }), aFoundOrder('ORD-2')];
    await sees('price-missing', judge, both, T0);
    await pool.query('update alerts.incident set flapping = true, next_step_at = null where id = 1');
    for (const { subject } of both) judge.causes.set(subject, aCause(GONE));
    await review(judge, T0 + 2 * MINUTE);
    expect(await unresolved()).toMatchObject([
      { id: 1, flapping: true },
      { id: 2, causeKey: GONE, nextStepAt: T0 },
    ]);
  });

  test('a silence that may not be about what has come holds it no longer', async () => {
    const until = T0 + 5 * HOUR;
    const merged = await merge(2, async () => {
      await pool.query('update alerts.incident set next_step_at = $1 where id = 1', [new Date(until)]);
      await noteEvents(pool, [
        { incidentId: 1, at: T0, kind: 'silenced', by: null, detail: { silence: '1', until: toIso(until) } },
      ]);
    });
    expect(merged).toMatchObject({ id: 1, nextStepAt: T0 + 2 * MINUTE });
  });
});

describe('when the cause has ended', () => {
  const [limit, ended] = [HOUR, T0 + 2 * HOUR];

  test('an order that stays stuck has its whole limit again, then parts and is told of', async () => {
    const judge = judgeOf(behind(GONE, 'ORD-1', 'ORD-2'));
    const both = [aFoundOrder('ORD-1'), aFoundOrder('ORD-2')];
    await sees('price-missing', judge, both, T0);
    await sees('late', judge, [aFoundOrder('ORD-2', { stay: '' })], T0);
    await escalator.runOnce(T0);
    judge.over.add(GONE);
    judge.causes.clear();
    await review(judge, ended);
    await review(judge, ended + MINUTE);
    expect(await readIncidents(pool)).toMatchObject([{ causeEndedAt: ended, causeKey: GONE, state: 'open' }]);
    await sees('price-missing', judge, [aFoundOrder('ORD-2')], ended + MINUTE);
    judge.inTurn.add('order:ORD-2');
    await review(judge, ended + limit);
    expect(await unresolved()).toHaveLength(1);
    judge.inTurn.clear();
    await review(judge, ended + limit);
    expect(await readIncidents(pool)).toMatchObject([
      { state: 'resolved', resolution: 'parted' },
      { state: 'open', causeKey: null, rule: 'price-missing', limit: 'PT1H', openedAt: ended + limit },
    ]);
    expect(await readOpen(pool)).toEqual(['order:ORD-2 2', 'order:ORD-2 2']);
    expect((await readHistory(pool, 1)).slice(-3)).toEqual([
      'parted to=2 first=ORD-2 orders=1',
      'parted to=2 first=ORD-2 orders=1',
      'resolved resolution=parted',
    ]);
    await escalator.runOnce(ended + limit);
    expect(await readTold(pool)).toHaveLength(2);
    await review(judge, ended + 9 * limit);
    expect(await unresolved()).toHaveLength(1);
  });

  test('at night nobody takes anything: its limit counts while people are at work', async () => {
    // Closed until the third hour after the end; the limit lay in working time.
    const opens = ended + 3 * HOUR;
    const closed = (at: number) => Math.max(0, Math.min(at, opens) - ended);
    const openBetween = (from: number, to: number) => to - from - (closed(to) - closed(from));
    const calendar = { add: (at: number) => at, openBetween };
    const atWork = { ...settings, incidents: { ...settings.incidents, calendar } };
    const judge = judgeOf(behind(GONE, 'ORD-1'));
    await sees('price-missing', judge, [aFoundOrder('ORD-1')], T0);
    judge.over.add(GONE);
    judge.causes.clear();
    const reviewAt = (now: number) => createCauses({ pool, judge, settings: () => atWork }).runOnce(now);
    await reviewAt(ended);
    await reviewAt(opens + limit - 1);
    expect(await readIncidents(pool)).toMatchObject([{ id: 1, state: 'open' }]);
    await reviewAt(opens + limit);
    expect(await readIncidents(pool)).toMatchObject([{ resolution: 'parted' }, { state: 'open', causeKey: null }]);
  });

  test('who waits in turn is behind what stops a line, and not behind a message that nobody can read', async () => {
    const judge = judgeOf({
      ...behind('quarantine:not_json:mes', 'ORD-1'),
      ...behind('silence:crm', 'ORD-2'),
    });
    await sees('price-missing', judge, [aFoundOrder('ORD-1')], T0);
    judge.inTurn.add('order:ORD-3');
    await sees('price-missing', judge, [aFoundOrder('ORD-1'), aFoundOrder('ORD-3')], T0 + HOUR);
    expect(await readOpen(pool)).toEqual(['order:ORD-1 1', 'order:ORD-3 2']);
    await sees('late', judge, [aFoundOrder('ORD-2', { owner: 'crm' })], T0 + HOUR);
    judge.inTurn.add('order:ORD-4');
    const both = ['ORD-2', 'ORD-4'].map(id => aFoundOrder(id, { owner: 'crm' }));
    await sees('late', judge, both, T0 + 2 * HOUR);
    expect(await readOpen(pool)).toContain('order:ORD-4 3');
  });

  test('it is back when it stops something again, and not by a pause that explains nothing', async () => {
    const judge = judgeOf(behind(GONE, 'ORD-1'));
    await sees('price-missing', judge, [aFoundOrder('ORD-1')], T0);
    judge.over.add(GONE);
    judge.inTurn.add('order:ORD-1');
    judge.causes.clear();
    await review(judge, ended);
    judge.over.clear();
    await review(judge, ended + MINUTE);
    expect(await readIncidents(pool)).toMatchObject([{ causeEndedAt: ended }]);
    judge.causes.set('order:ORD-1', aCause(GONE));
    await review(judge, ended + 2 * MINUTE);
    expect(await readIncidents(pool)).toMatchObject([{ causeEndedAt: null }]);
  });

  test('it goes where its new cause is, and what waits behind it in turn joins it meanwhile', async () => {
    const judge = judgeOf(behind(GONE, 'ORD-1', 'ORD-2'));
    await sees('price-missing', judge, [aFoundOrder('ORD-1'), aFoundOrder('ORD-2')], T0);
    judge.over.add(GONE);
    judge.causes.clear();
    await review(judge, ended);
    for (const order of ['ORD-1', 'ORD-2', 'ORD-3']) judge.inTurn.add(`order:${order}`);
    const three = [aFoundOrder('ORD-1'), aFoundOrder('ORD-2'), aFoundOrder('ORD-3')];
    await sees('price-missing', judge, three, ended + 30 * MINUTE);
    const later = aFoundOrder('ORD-4', { since: ended + MINUTE });
    await sees('late', judge, [later], ended + 30 * MINUTE);
    expect(await readOpen(pool)).toEqual(['order:ORD-1 1', 'order:ORD-2 1', 'order:ORD-3 1', 'order:ORD-4 2']);
    judge.inTurn.delete('order:ORD-1');
    judge.causes.set('order:ORD-1', aCause('flood:acme'));
    judge.causes.set('order:ORD-4', aCause('flood:acme'));
    await review(judge, ended + limit);
    expect(await readOpen(pool)).toEqual(['order:ORD-1 2', 'order:ORD-2 1', 'order:ORD-3 1', 'order:ORD-4 2']);
  });

  test('one that waited already when it ended is worked off with the others, and one that came later is another matter', async () => {
    const judge = judgeOf(behind(GONE, 'ORD-1'));
    await sees('price-missing', judge, [aFoundOrder('ORD-1')], T0);
    judge.over.add(GONE);
    judge.causes.clear();
    await review(judge, ended);
    const before = aFoundOrder('ORD-2', { since: ended - MINUTE });
    const later = aFoundOrder('ORD-3', { since: ended + MINUTE });
    await sees('price-missing', judge, [aFoundOrder('ORD-1'), before, later], ended + 2 * HOUR);
    expect(await readOpen(pool)).toEqual(['order:ORD-1 1', 'order:ORD-2 1', 'order:ORD-3 2']);
  });

  test('one that comes back is the same cause as before', async () => {
    const judge = judgeOf({ ...behind(GONE, 'ORD-1'), 'queue:mes.inbox': GONE });
    await sees('price-missing', judge, [aFoundOrder('ORD-1')], T0);
    judge.over.add(GONE);
    await review(judge, ended);
    judge.over.clear();
    await sees('consumer-gone', judge, [QUEUE], ended + MINUTE);
    await review(judge, ended + 2 * MINUTE);
    expect(await readIncidents(pool)).toMatchObject([{ causeEndedAt: null }]);
    expect(await kinds(1)).toEqual(['opened', 'cause_ended', 'joined', 'cause']);
  });
});

test('says that it may not be so as long as what we know may be late', async () => {
  const judge = judgeOf();
  judge.blinded.add('order:ORD-1');
  await sees('price-missing', judge, [aFoundOrder('ORD-1')], T0);
  expect(await readIncidents(pool)).toMatchObject([{ suspect: true }]);
  judge.blinded.clear();
  await review(judge, T0 + MINUTE);
  expect(await readIncidents(pool)).toMatchObject([{ suspect: false, version: 3 }]);
  expect((await readHistory(pool, 1)).slice(1)).toEqual(['suspect en=We are behind. ru=Мы отстаём.', 'trusted']);
});

describe('what somebody has taken on', () => {
  const found = (count: number) => Array.from({ length: count }, (_, nth) => aFoundOrder(`ORD-${nth + 1}`));
  const judge = judgeOf(behind(GONE, ...Array.from({ length: 40 }, (_, nth) => `ORD-${nth + 1}`)));

  test('opens again when it has doubled and is ten more, counted from when it was taken on', async () => {
    await sees('price-missing', judge, found(8), T0);
    await acknowledgeNow(pool, 1, T0 + MINUTE);
    await sees('price-missing', judge, found(17), T0 + 2 * MINUTE);
    expect(await unresolved()).toMatchObject([{ state: 'acknowledged' }]);
    await sees('price-missing', judge, found(18), T0 + 3 * MINUTE);
    expect(await unresolved()).toMatchObject([
      { state: 'open', step: 0, nextStepAt: T0 + 3 * MINUTE, acknowledgedBy: null },
    ]);
    await acknowledgeNow(pool, 1, T0 + 4 * MINUTE);
    await sees('price-missing', judge, found(35), T0 + 5 * MINUTE);
    expect(await unresolved()).toMatchObject([{ state: 'acknowledged' }]);
  });
});
