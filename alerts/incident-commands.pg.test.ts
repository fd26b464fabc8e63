import { beforeEach, describe, expect, it } from 'vitest';
import { testDatabase } from '../test/support/database.ts';
import { DAY, HOUR, MINUTE, T0 } from '../test/support/factory.ts';
import { behind, judgeOf } from './causes-under-test.ts';
import { createEndings } from './endings.ts';
import { acknowledge, note, resolve, snooze, unacknowledge } from './incident-commands.ts';
import { findIncident } from './incident-rows.ts';
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
import { alertSettings, ruleThatSees } from './settings-under-test.ts';

const { pool } = await testDatabase();
const declared = alertSettings({ rules: [ruleThatSees({ now: [] })] });
const at = (now: number) => ({ now, settings: declared });
const taken = { by: 'anna', until: null, note: null };
let settings = declared;
const endings = createEndings({ pool, settings: () => settings });

beforeEach(async () => {
  settings = declared;
  await pool.query(`truncate ${ALERT_TABLES} restart identity`);
  await apply(pool, [aFoundOrder('ORD-1')], T0);
  await pool.query('update alerts.incident set step = 2, next_step_at = $1', [new Date(T0 + HOUR)]);
});

const incident = () => findIncident(pool, 1);

describe('acknowledging', () => {
  it('names an owner and an end, and stops the escalation', async () => {
    const done = await acknowledge(pool, 1, { ...taken, note: 'Calling MES' }, at(T0 + MINUTE));
    const expected = {
      state: 'acknowledged',
      acknowledgedBy: 'anna',
      acknowledgedAt: T0 + MINUTE,
      until: T0 + MINUTE + DAY,
      nextStepAt: null,
    };
    expect(done).toMatchObject({ kind: 'done', incident: expected });
    expect(await incident()).toMatchObject(expected);
    expect((await readHistory(pool, 1)).at(-1)).toBe(
      'acknowledged anna note=Calling MES until=2026-11-21T09:01:00.000Z',
    );
  });

  it('is done already when the same person does it again, and ends anew when they say so', async () => {
    await acknowledge(pool, 1, taken, at(T0));
    const first = await incident();
    expect(await acknowledge(pool, 1, taken, at(T0 + HOUR))).toEqual({ kind: 'done', incident: first });
    await acknowledge(pool, 1, { ...taken, until: T0 + 3 * DAY }, at(T0 + HOUR));
    expect(await incident()).toMatchObject({ acknowledgedAt: T0, until: T0 + 3 * DAY });
    await acknowledge(pool, 1, { ...taken, note: 'Still on it' }, at(T0 + 2 * HOUR));
    expect(await incident()).toMatchObject({ until: T0 + 3 * DAY });
  });

  it('takes over what somebody else has', async () => {
    await acknowledge(pool, 1, taken, at(T0));
    await acknowledge(pool, 1, { ...taken, by: 'boris' }, at(T0 + HOUR));
    expect(await incident()).toMatchObject({ acknowledgedBy: 'boris', acknowledgedAt: T0 + HOUR });
    expect((await readHistory(pool, 1)).at(-1)).toMatch(/^acknowledged boris from=anna/);
  });

  it('runs out, and it is told again at the same level', async () => {
    await acknowledge(pool, 1, taken, at(T0));
    expect(await endings.runOnce(T0 + DAY - 1)).toBe(0);
    const ran = await Promise.all([endings.runOnce(T0 + DAY), endings.runOnce(T0 + DAY)]);
    expect(ran[0]! + ran[1]!).toBe(1);
    expect(await incident()).toMatchObject({
      state: 'open',
      step: 1,
      nextStepAt: T0 + DAY,
      acknowledgedBy: null,
      until: null,
    });
    expect((await readHistory(pool, 1)).at(-1)).toBe('acknowledgement_ended of=anna');
  });

  it('is taken back', async () => {
    await acknowledge(pool, 1, taken, at(T0));
    await unacknowledge(pool, 1, { by: 'boris' }, at(T0 + MINUTE));
    expect(await incident()).toMatchObject({ state: 'open', step: 1, nextStepAt: T0 + MINUTE });
    expect((await readHistory(pool, 1)).at(-1)).toBe('acknowledgement_ended boris of=anna');
    expect(await unacknowledge(pool, 1, { by: 'boris' }, at(T0 + MINUTE))).toEqual({
      kind: 'refused',
      why: 'Nobody has acknowledged or snoozed it.',
    });
  });

  it('has an end that is ahead', async () => {
    expect(await acknowledge(pool, 1, { ...taken, until: T0 }, at(T0))).toEqual({
      kind: 'refused',
      why: 'The end of the acknowledgement is not ahead.',
    });
  });
});

it('is snoozed until then, and told again', async () => {
  await snooze(pool, 1, { by: 'anna', until: T0 + HOUR, reason: 'Inventory' }, at(T0));
  expect(await incident()).toMatchObject({ state: 'snoozed', until: T0 + HOUR, nextStepAt: null });
  expect(await endings.runOnce(T0 + HOUR)).toBe(1);
  expect(await incident()).toMatchObject({ state: 'open', nextStepAt: T0 + HOUR });
  expect((await readHistory(pool, 1)).slice(1)).toEqual([
    'snoozed anna until=2026-11-20T10:00:00.000Z reason=Inventory',
    'snooze_ended',
  ]);
});

it('is resolved by a person who says why, and then only takes notes', async () => {
  await resolve(pool, 1, { by: 'anna', reason: 'Sold elsewhere' }, at(T0));
  expect(await incident()).toMatchObject({ state: 'resolved', resolvedBy: 'anna', resolution: 'by_hand' });
  const refused = { kind: 'refused', why: 'It was resolved by anna at 2026-11-20T09:00:00.000Z.' };
  expect(await acknowledge(pool, 1, taken, at(T0))).toEqual(refused);
  expect(await snooze(pool, 1, { by: 'anna', until: T0 + HOUR, reason: '' }, at(T0))).toEqual(refused);
  expect(await resolve(pool, 1, { by: 'boris', reason: '' }, at(T0))).toEqual(refused);
  expect(await note(pool, 1, { by: 'boris', text: 'Thank you' }, at(T0))).toMatchObject({ kind: 'done' });
  expect((await readHistory(pool, 1)).slice(1)).toEqual([
    'resolved anna reason=Sold elsewhere resolution=by_hand',
    'note boris text=Thank you',
  ]);
});

it('knows no incident that is not there', async () => {
  expect(await acknowledge(pool, 7, taken, at(T0))).toEqual({ kind: 'missing' });
});

it('tells those who were told that it is over, and nobody twice', async () => {
  const farewells = async () => (await pool.query('select farewell from alerts.incident order by id')).rows;
  await pool.query(`insert into alerts.incident_event (incident_id, at, kind) values (1, $1, 'told')`, [new Date(T0)]);
  await apply(pool, [], T0 + MINUTE);
  expect(await farewells()).toEqual([{ farewell: true }]);
  await pool.query('update alerts.incident set farewell = false');
  await apply(pool, [aFoundOrder('ORD-1')], T0 + 2 * MINUTE);
  await apply(pool, [], T0 + 3 * MINUTE);
  expect(await farewells()).toEqual([{ farewell: false }]);
});

it('lets what flapped rest when it has been quiet for as long as it could be reopened', async () => {
  let now = T0;
  for (let nth = 0; nth < 4; nth++) {
    await apply(pool, [aFoundQueue('a'), aFoundOrder('ORD-1')], now);
    await apply(pool, [aFoundOrder('ORD-1')], now + MINUTE);
    now += 2 * MINUTE;
  }
  const quietSince = now - MINUTE;
  expect(await endings.runOnce(quietSince + HOUR - 1)).toBe(0);
  expect(await endings.runOnce(quietSince + HOUR)).toBe(1);
  const { rows } = await pool.query('select id from alerts.incident where flapping');
  expect(await findIncident(pool, rows[0].id)).toMatchObject({ state: 'resolved', resolvedAt: quietSince + HOUR });
});

describe('a rule that is no longer declared', () => {
  it('leaves nothing open', async () => {
    settings = alertSettings();
    expect(await endings.runOnce(T0 + MINUTE)).toBe(1);
    expect(await readIncidents(pool)).toMatchObject([{ state: 'resolved', resolution: 'rule_gone' }]);
    expect(await endings.runOnce(T0 + MINUTE)).toBe(0);
  });

  it('leaves nothing open that people know of when it goes on trial', async () => {
    settings = alertSettings({ rules: [ruleThatSees({ now: [] }, { shadow: true })] });
    expect(await endings.runOnce(T0 + MINUTE)).toBe(1);
    await apply(pool, [aFoundOrder('ORD-1')], T0 + MINUTE, { rule: { shadow: true } });
    expect(await readIncidents(pool)).toMatchObject([{ state: 'resolved' }, { state: 'open', shadow: true }]);
  });

  it('leaves to another rule what that one has found of the same', async () => {
    const judge = judgeOf(behind('flood:acme', 'ORD-1', 'ORD-2'));
    await applyAs('promise-passed', pool, judge, [aFoundOrder('ORD-2')], T0);
    await applyAs('nobody-begins', pool, judge, [aFoundOrder('ORD-1')], T0);
    const other = ruleThatSees({ now: [] }, { name: 'nobody-begins', title: { en: 'Nobody begins', ru: 'Не берут' } });
    settings = alertSettings({ rules: [other, ruleThatSees({ now: [] })] });
    expect(await endings.runOnce(T0 + MINUTE)).toBe(1);
    expect(await findIncident(pool, 2)).toMatchObject({ state: 'open', rule: 'nobody-begins', title: other.title });
    expect(await readOpen(pool)).toEqual(['order:ORD-1 2', 'order:ORD-1 1']);
  });

  it('leaves alone what Alertmanager has told', async () => {
    settings = alertSettings();
    await apply(pool, [aFoundQueue('a')], T0, {
      origin: 'alertmanager',
      partial: true,
      rule: { name: 'alertmanager:x' },
    });
    await endings.runOnce(T0 + MINUTE);
    expect(await findIncident(pool, 2)).toMatchObject({ state: 'open' });
  });
});
