import { beforeEach, describe, expect, test } from 'vitest';
import { OUTBOX_TABLES } from '../notifier/outbox-under-test.ts';
import type { SilenceVariables } from '../notifier/silence-variables.ts';
import { manualClock } from '../platform/clock.ts';
import { testDatabase } from '../test/support/database.ts';
import { anEvent, arrivals, DAY, HOUR, MINUTE, T0 } from '../test/support/factory.ts';
import { referenceLifecycles } from '../test/support/reference.ts';
import { plainVault } from '../tracker/personal-data.ts';
import { createLedger } from '../tracker/record.ts';
import { behind, judgeOf } from './causes-under-test.ts';
import {
  aChain,
  aStep,
  escalatorDeps,
  escalatorOf,
  putOpened,
  readKinds,
  readPosition,
  readTold,
  resolveNow,
  settingsWith,
  whereItNotes,
} from './escalation-under-test.ts';
import { ALERT_TABLES } from './incident-rows-under-test.ts';
import { aFoundOrder, aFoundQueue, apply, applyAs, readIncidents } from './incidents-under-test.ts';
import { readOverrides } from './on-call.ts';
import { endOverride, goAway, standIn } from './override-commands.ts';
import { rotation } from './rotation.ts';
import type { SilenceMatch } from './silence.ts';
import { createSilence, endSilence, type NewSilence } from './silence-commands.ts';
import { createSilenceReminders } from './silence-reminders.ts';
import { insertSilence, listSilences } from './silence-rows.ts';
import { findSilenced } from './silenced.ts';

const { pool } = await testDatabase();

const settings = settingsWith(aChain([aStep([{ kind: 'person', person: 'ivan' }])]), {
  rotations: { support: rotation({ zone: 'UTC', from: '2026-11-16T09:00', shift: 'P1W', people: ['olga'] }) },
});
const escalator = escalatorOf(pool, settings);

beforeEach(() => pool.query(`truncate ${ALERT_TABLES}, ${OUTBOX_TABLES}`));

const silenced = (match: SilenceMatch, named: Partial<NewSilence> = {}, now = T0) =>
  createSilence(
    pool,
    { kind: 'silence', match, from: T0, until: T0 + 2 * HOUR, author: 'olga', reason: 'The MES moves', ...named },
    { now, settings },
  );

/** Resolves when somebody waits for a lock. */
async function somebodyWaits(): Promise<void> {
  const waiting = `select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`;
  while ((await pool.query(waiting)).rowCount === 0);
}

async function idOf(made: Awaited<ReturnType<typeof silenced>>): Promise<number> {
  if (made.kind !== 'done') throw new Error(JSON.stringify(made));
  return made.silence.id;
}

describe('while a silence holds', () => {
  test('nobody is told, the history says so once, and what is still open at its end is told', async () => {
    await silenced({ rule: ['price-missing'] });
    const id = await putOpened(pool, { orders: ['ORD-1'] });
    const over = await putOpened(pool, { orders: ['ORD-2'] });
    for (let now = T0; now < T0 + 2 * HOUR; now += 10 * MINUTE) await escalator.runOnce(now);
    expect(await readTold(pool)).toEqual([]);
    expect(await readKinds(pool, id)).toEqual(['opened', 'silenced']);
    expect(await readPosition(pool, id)).toEqual({ step: 0, round: 0, nextStepAt: T0 + 2 * HOUR });
    await resolveNow(pool, over, T0 + HOUR);
    await escalator.runOnce(T0 + 2 * HOUR);
    expect(await readTold(pool)).toEqual(['2026-11-20T11:00 staff:ivan email']);
    expect(await readKinds(pool, id)).toEqual(['opened', 'silenced', 'told']);
  });

  test('a silenced rule does not hide what another one has found of the same cause', async () => {
    await silenced({ rule: ['price-missing'] });
    const judge = judgeOf({ ...behind('consumers:mes.inbox', 'ORD-1'), 'queue:mes.inbox': 'consumers:mes.inbox' });
    await applyAs('price-missing', pool, judge, [aFoundOrder('ORD-1')], T0);
    await escalator.runOnce(T0);
    expect(await readTold(pool)).toEqual([]);
    await applyAs('consumer-gone', pool, judge, [aFoundQueue('mes.inbox')], T0 + MINUTE);
    await escalator.runOnce(T0 + MINUTE);
    expect(await readTold(pool)).toEqual(['2026-11-20T09:01 staff:ivan email']);
    const both = { kind: 'silence' as const, match: { rule: ['consumer-gone', 'price-missing'] } };
    const others = { from: T0, until: T0 + HOUR, author: 'olga', reason: 'The MES moves', createdAt: T0 };
    await insertSilence(pool, { ...both, ...others });
    const [incident] = await readIncidents(pool);
    expect((await findSilenced(pool, [incident!], T0 + 2 * MINUTE)).size).toBe(1);
  });

  test('what joins an incident that it is not about is told at once, with all that is in it', async () => {
    await silenced({ order: ['ORD-1'] });
    await apply(pool, [aFoundOrder('ORD-1')], T0);
    await escalator.runOnce(T0);
    await apply(pool, [aFoundOrder('ORD-1'), aFoundOrder('ORD-2')], T0 + MINUTE);
    await escalator.runOnce(T0 + MINUTE);
    expect(await readTold(pool)).toEqual(['2026-11-20T09:01 staff:ivan email']);
  });

  test('it may be ended while an incident is just being held by it', async () => {
    const silence = await idOf(await silenced({ rule: ['price-missing'] }));
    await putOpened(pool);
    let ended: Promise<unknown> = Promise.resolve();
    const held = whereItNotes(pool, async note => {
      ended = endSilence(pool, silence, { by: 'Ivan' }, { now: T0 + MINUTE });
      await Promise.race([ended, somebodyWaits()]);
      return note();
    });
    await escalatorOf(pool, settings, { pool: held }).runOnce(T0);
    await ended;
    await escalator.runOnce(T0 + MINUTE);
    expect(await readTold(pool)).toEqual(['2026-11-20T09:01 staff:ivan email']);
  });

  test('it may be ended before, and then it is told at once', async () => {
    const silence = await idOf(await silenced({ about: ['mes'] }));
    await putOpened(pool);
    await escalator.runOnce(T0);
    expect(await endSilence(pool, silence, { by: 'Ivan' }, { now: T0 + MINUTE })).toMatchObject({ kind: 'done' });
    await escalator.runOnce(T0 + MINUTE);
    expect(await readTold(pool)).toEqual(['2026-11-20T09:01 staff:ivan email']);
    expect(await endSilence(pool, silence, { by: 'Olga' }, { now: T0 + MINUTE })).toEqual({
      kind: 'refused',
      why: 'The silence has ended already, by Ivan.',
    });
    expect(await endSilence(pool, 4711, { by: 'Olga' }, { now: T0 })).toEqual({ kind: 'missing' });
  });

  test('of two, the longer one counts', async () => {
    await silenced({ about: ['mes'] });
    await silenced({ severity: ['critical'] }, { until: T0 + 3 * HOUR });
    const id = await putOpened(pool);
    await escalator.runOnce(T0);
    expect(await readPosition(pool, id)).toMatchObject({ nextStepAt: T0 + 3 * HOUR });
  });

  test('what it is not about is told', async () => {
    await silenced({ rule: ['price-missing'], severity: ['warning'] });
    await silenced({ rule: ['price-missing'] }, { from: T0 + HOUR });
    await putOpened(pool);
    await escalator.runOnce(T0);
    expect(await readTold(pool)).toHaveLength(1);
  });
});

describe('a silence of some orders', () => {
  const ledger = createLedger({
    pool,
    lifecycles: () => referenceLifecycles,
    clock: manualClock(T0),
    listeners: [],
    vault: plainVault,
  });
  const putOrders = (partners: Record<string, string>) =>
    ledger.record(arrivals(Object.entries(partners).map(([orderId, partner]) => anEvent({ orderId, partner }))));

  const isHeld = async (match: SilenceMatch, named: Parameters<typeof putOpened>[1]) => {
    await pool.query(`truncate ${ALERT_TABLES}, notifier.message, notifier.message_event`);
    await silenced(match);
    const id = await putOpened(pool, named);
    await escalator.runOnce(T0);
    return (await readKinds(pool, id)).includes('silenced');
  };

  test('hides an incident only where it is about everything in it', async () => {
    await putOrders({ 'ORD-1': 'acme', 'ORD-2': 'acme', 'ORD-3': 'bolt' });
    expect(await isHeld({ order: ['ORD-1', 'ORD-2'] }, { orders: ['ORD-1', 'ORD-2'] })).toBe(true);
    expect(await isHeld({ order: ['ORD-1'] }, { orders: ['ORD-1', 'ORD-2'] })).toBe(false);
    expect(await isHeld({ partner: ['acme'] }, { orders: ['ORD-1', 'ORD-2'] })).toBe(true);
    expect(await isHeld({ partner: ['acme'] }, { orders: ['ORD-1', 'ORD-3'] })).toBe(false);
    expect(await isHeld({ partner: ['acme', 'bolt'] }, { orders: ['ORD-1', 'ORD-3'] })).toBe(true);
    expect(await isHeld({ partner: ['acme'] }, { orders: [], subjects: ['partner:acme'] })).toBe(true);
    expect(await isHeld({ subject: ['queue:mes'] }, { orders: [], subjects: ['queue:mes'] })).toBe(true);
    expect(await isHeld({ subject: ['queue:mes'] }, { orders: ['ORD-1'], subjects: ['queue:mes'] })).toBe(false);
  });
});

test.each<[string, SilenceMatch, Partial<NewSilence>]>([
  ['Say whose silence it is.', { about: ['mes'] }, { author: ' ' }],
  ['Say why nobody is to be told: whoever comes next will ask.', { about: ['mes'] }, { reason: '' }],
  ['The silence ends before it begins.', { about: ['mes'] }, { until: T0 }],
  ['The silence would be over already.', { about: ['mes'] }, { from: T0 - DAY, until: T0 - HOUR }],
  [
    'A silence is at most 90 days long; what nobody ever wants to be told of is a rule to be changed.',
    { about: ['mes'] },
    { until: T0 + 91 * DAY },
  ],
  ['Say what is silenced: a rule, a severity, an order …; only maintenance may be about everything.', {}, {}],
  ['A list of what is silenced is empty: name something, or leave it out.', { rule: [] }, {}],
  ['There is no rule "price-misssing". Did you mean price-missing?', { rule: ['price-misssing'] }, {}],
])('is refused: %s', async (why, match, named) => {
  expect(await silenced(match, named)).toEqual({ kind: 'refused', why });
  expect(await listSilences(pool, T0)).toEqual([]);
});

test('maintenance may be about everything, and about what is not declared', async () => {
  expect(await silenced({}, { kind: 'maintenance' })).toMatchObject({ kind: 'done' });
  expect(await silenced({ rule: ['rule-failed', 'alertmanager:Full'] })).toMatchObject({ kind: 'done' });
  expect(await listSilences(pool, T0)).toHaveLength(2);
  expect(await listSilences(pool, T0 + 2 * HOUR)).toEqual([]);
});

test('the author of a long silence is told once, an hour before it ends, and what waits for that', async () => {
  const reminders = createSilenceReminders(escalatorDeps(pool, settings));
  await silenced({ about: ['mes'] }, { until: T0 + 5 * HOUR, reason: 'The MES moves.' });
  await silenced({ about: ['crm'] }, { until: T0 + 4 * HOUR });
  await silenced({ about: ['shop'] }, { until: T0 + 5 * HOUR, author: 'a key' });
  await putOpened(pool);
  await escalator.runOnce(T0);
  expect(await reminders.runOnce(T0 + 4 * HOUR - 1)).toBe(0);
  expect(await reminders.runOnce(T0 + 4 * HOUR)).toBe(2);
  expect(await reminders.runOnce(T0 + 4 * HOUR)).toBe(0);
  expect(await readTold(pool, 'silence-ending')).toEqual(['2026-11-20T13:00 staff:olga email']);
  const { rows } = await pool.query<{ variables: string }>('select variables from notifier.message');
  const variables: SilenceVariables = JSON.parse(rows[0]!.variables);
  expect(variables).toMatchObject({ silence: { about: 'mes', reason: 'The MES moves' }, held: 1 });
});

describe('overrides', () => {
  const at = { now: T0, settings };
  const span = { from: T0, until: T0 + DAY, author: 'Elena', reason: null };

  test('are entered, hold until their end, and can be ended before', async () => {
    const made = await standIn(pool, { ...span, rotation: 'support', person: 'ivan' }, at);
    await goAway(pool, { ...span, person: 'olga', from: T0 + HOUR }, at);
    expect(await readOverrides(pool, T0)).toMatchObject([
      { kind: 'override', rotation: 'support', person: 'ivan', from: T0, until: T0 + DAY, author: 'Elena' },
      { kind: 'away', rotation: null, person: 'olga', from: T0 + HOUR },
    ]);
    expect(await readOverrides(pool, T0 + DAY)).toEqual([]);
    if (made.kind !== 'done') throw new Error(made.kind);
    expect(await endOverride(pool, made.override.id, { by: 'olga' }, { now: T0 })).toMatchObject({ kind: 'done' });
    expect(await endOverride(pool, made.override.id, { by: 'olga' }, { now: T0 })).toEqual({
      kind: 'refused',
      why: 'It is over already.',
    });
    expect(await endOverride(pool, 4711, { by: 'olga' }, { now: T0 })).toEqual({ kind: 'missing' });
    expect(await readOverrides(pool, T0)).toHaveLength(1);
  });

  test('are refused with a sentence', async () => {
    const refused = async (why: string, named: object) =>
      expect(await standIn(pool, { ...span, rotation: 'support', person: 'ivan', ...named }, at)).toEqual({
        kind: 'refused',
        why,
      });
    await refused('There is no rotation "suport". Did you mean support?', { rotation: 'suport' });
    await refused('There is nobody called "ivna". Did you mean ivan?', { person: 'ivna' });
    await refused('Say who enters it.', { author: '' });
    await refused('It ends before it begins.', { until: T0 });
    await refused('It would be over already.', { from: T0 - DAY, until: T0 });
    await refused('Longer than a year is a change of the configuration.', { until: T0 + 367 * DAY });
  });
});
