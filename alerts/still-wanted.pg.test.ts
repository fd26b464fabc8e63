import { beforeEach, expect, test } from 'vitest';
import type { ResolvedVariables } from '../notifier/incident-variables.ts';
import {
  memoryChannel,
  OUTBOX_TABLES,
  outboxUnderTest,
  readMessages,
  readStates,
  TAKEN,
} from '../notifier/outbox-under-test.ts';
import { manualClock } from '../platform/clock.ts';
import { transaction } from '../platform/postgres.ts';
import { testDatabase } from '../test/support/database.ts';
import { MINUTE, T0 } from '../test/support/factory.ts';
import { calendarLimit } from '../tracker/service-level.ts';
import {
  aChain,
  acknowledgeNow,
  aStep,
  escalatorDeps,
  escalatorOf,
  putOpened,
  readKinds,
  readTold,
  resolveNow,
  settingsWith,
} from './escalation-under-test.ts';
import { createFarewells } from './farewells.ts';
import { ALERT_TABLES } from './incident-rows-under-test.ts';
import { aFoundOrder, apply } from './incidents-under-test.ts';
import { findSettled } from './still-wanted.ts';
import { sayVerdict } from './verdict-command.ts';

const { pool } = await testDatabase();
const clock = manualClock(T0);

const everybody = aChain([
  aStep([
    { kind: 'person', person: 'olga' },
    { kind: 'person', person: 'ivan' },
  ]),
]);
const escalator = escalatorOf(pool, settingsWith(everybody));
const farewells = createFarewells(escalatorDeps(pool, settingsWith(everybody)));

beforeEach(async () => {
  await pool.query(`truncate ${ALERT_TABLES}, ${OUTBOX_TABLES}`);
  clock.set(T0);
});

test('who has not been reached is told nothing any more once somebody has taken it on, or it is over', async () => {
  const email = memoryChannel('email');
  const { dispatcher } = outboxUnderTest({ pool, clock, channels: [email] });
  const taken = await putOpened(pool, { orders: ['ORD-1'] });
  const over = await putOpened(pool, { orders: ['ORD-2'] });
  const open = await putOpened(pool, { orders: ['ORD-3'] });
  await escalator.runOnce(T0);
  await acknowledgeNow(pool, taken, T0);
  await resolveNow(pool, over, T0);
  await farewells.runOnce(T0);
  await dispatcher.runOnce(T0 + MINUTE);
  expect(email.taken.map(({ about }) => about)).toEqual([`incident:${open}`, `incident:${open}`]);
  expect(await readStates(pool)).toEqual([
    ...['dropped: acknowledged', 'dropped: acknowledged', 'dropped: resolved', 'dropped: resolved', 'sent', 'sent'],
  ]);
});

test('an acknowledgement waits for the claim that is under way', async () => {
  const id = await putOpened(pool);
  let acknowledged = false;
  let acknowledging: Promise<void> | undefined;
  await transaction(pool, async tx => {
    expect(await findSettled(tx, [`incident:${id}`, 'ORD-1', 'incident:x'])).toEqual(new Map());
    acknowledging = acknowledgeNow(pool, id, T0).then(() => {
      acknowledged = true;
    });
    // It is known to wait when the server says so.
    for (let waiting = 0; waiting === 0; ) {
      const { rows } = await pool.query<{ count: number }>(
        `select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
      );
      waiting = rows[0]!.count;
    }
    expect(acknowledged).toBe(false);
  });
  await acknowledging;
  expect(await findSettled(pool, [`incident:${id}`])).toEqual(new Map([[`incident:${id}`, 'acknowledged']]));
});

test('whoever was told of it is told once that it is over, by the same channel, although nobody else is', async () => {
  const email = memoryChannel('email');
  const { dispatcher } = outboxUnderTest({ pool, clock, channels: [email] });
  email.answer = ({ recipient }) =>
    recipient === 'staff:ivan' ? { kind: 'permanent', reason: 'mailbox_full', said: '552', suppress: null } : TAKEN;
  const id = await putOpened(pool, { orders: ['ORD-1', 'ORD-2'] });
  await escalator.runOnce(T0);
  await dispatcher.runOnce(T0);
  await resolveNow(pool, id, T0 + MINUTE);
  expect(await farewells.runOnce(T0 + MINUTE)).toBe(1);
  expect(await farewells.runOnce(T0 + MINUTE)).toBe(0);
  expect(await readTold(pool, 'incident-resolved')).toEqual(['2026-11-20T09:01 staff:olga email']);
  await dispatcher.runOnce(T0 + MINUTE);
  const [, farewell] = email.taken;
  expect(farewell!.content).toMatchObject({ subject: 'incident-resolved' });
  expect(farewell!.content).toMatchObject({
    text: expect.stringContaining('"resolved":{"at":"2026-11-20T09:01:00.000Z"'),
  });
  expect(farewell!.content).toMatchObject({ text: expect.stringContaining('"count":2') });
});

test('with that they are asked whether it was real, unless somebody has said so', async () => {
  const { dispatcher } = outboxUnderTest({ pool, clock, channels: [memoryChannel('email')] });
  const asked: (readonly [unknown, unknown])[] = [];
  for (const verdict of [null, 'real'] as const) {
    const id = await putOpened(pool, { orders: [`ORD-${verdict}`] });
    await escalator.runOnce(T0);
    await dispatcher.runOnce(T0);
    if (verdict !== null) await sayVerdict(pool, id, { by: 'olga', verdict, note: null }, { now: T0 });
    await resolveNow(pool, id, T0 + MINUTE);
    await farewells.runOnce(T0 + MINUTE);
    const told = (await readMessages(pool)).filter(
      one => one.template === 'incident-resolved' && one.about === `incident:${id}`,
    );
    expect(told).toHaveLength(2);
    for (const { variables } of told) {
      const { resolved, links } = variables as ResolvedVariables;
      asked.push([resolved.asks, typeof links.verdict]);
    }
  }
  expect(asked).toEqual([
    ...[1, 2].map(() => [true, 'string'] as const),
    ...[1, 2].map(() => [false, 'string'] as const),
  ]);
});

test('nobody hears a second time that it was over once it has come back and nobody was told of that', async () => {
  const { dispatcher } = outboxUnderTest({ pool, clock, channels: [memoryChannel('email')] });
  const id = await putOpened(pool);
  await escalator.runOnce(T0);
  await dispatcher.runOnce(T0);
  await resolveNow(pool, id, T0 + MINUTE);
  await farewells.runOnce(T0 + MINUTE);
  await apply(pool, [aFoundOrder('ORD-1', { since: T0 + MINUTE })], T0 + 2 * MINUTE);
  expect(await readKinds(pool, id)).toContain('reopened');
  await resolveNow(pool, id, T0 + 3 * MINUTE);
  expect(await farewells.runOnce(T0 + 3 * MINUTE)).toBe(0);
  expect(await readTold(pool, 'incident-resolved')).toEqual([
    '2026-11-20T09:01 staff:ivan email',
    '2026-11-20T09:01 staff:olga email',
  ]);
});

test('while a message is on its way nobody knows whether to say that it is over', async () => {
  const id = await putOpened(pool);
  await escalator.runOnce(T0);
  await pool.query(
    `update notifier.message set state = 'sending', claimed_by = 'a', claimed_until = to_timestamp(0) where recipient = 'staff:olga'`,
  );
  await resolveNow(pool, id, T0 + MINUTE);
  expect(await farewells.runOnce(T0 + MINUTE)).toBe(0);
  await pool.query(`update notifier.message set state = 'sent', claimed_by = null, claimed_until = null
                      where recipient = 'staff:olga'`);
  expect(await farewells.runOnce(T0 + MINUTE)).toBe(1);
  expect(await readTold(pool, 'incident-resolved')).toEqual(['2026-11-20T09:01 staff:olga email']);
});

test('whoever heard of it hears that it is over, although another message to them still waits', async () => {
  const email = memoryChannel('email');
  const { dispatcher } = outboxUnderTest({ pool, clock, channels: [email] });
  const twice = aChain([aStep([{ kind: 'person', person: 'ivan' }])], {
    repeat: { from: 0, times: 1, after: calendarLimit('PT10M', 'UTC') },
  });
  const id = await putOpened(pool);
  const repeating = escalatorOf(pool, settingsWith(twice));
  await repeating.runOnce(T0);
  await dispatcher.runOnce(T0);
  await repeating.runOnce(T0 + 10 * MINUTE);
  await resolveNow(pool, id, T0 + 10 * MINUTE);
  expect(await farewells.runOnce(T0 + 10 * MINUTE)).toBe(1);
  expect(await readTold(pool, 'incident-resolved')).toEqual(['2026-11-20T09:10 staff:ivan email']);
});
