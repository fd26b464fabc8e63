import { beforeEach, expect, test } from 'vitest';
import { addressHash } from '../notifier/address.ts';
import type { IncidentVariables } from '../notifier/incident-variables.ts';
import { fromMessageRow, MESSAGE_COLUMNS } from '../notifier/message-rows.ts';
import { OUTBOX_TABLES } from '../notifier/outbox-under-test.ts';
import { testDatabase } from '../test/support/database.ts';
import { HOUR, MINUTE, T0 } from '../test/support/factory.ts';
import { plainVault } from '../tracker/personal-data.ts';
import { calendarLimit } from '../tracker/service-level.ts';
import {
  aChain,
  acknowledgeNow,
  aStep,
  escalatorOf,
  putOpened,
  readKinds,
  readPosition,
  readTold,
  settingsWith,
} from './escalation-under-test.ts';
import { unacknowledge } from './incident-commands.ts';
import { ALERT_TABLES } from './incident-rows-under-test.ts';
import { goAway } from './override-commands.ts';
import { rotation } from './rotation.ts';
import { aPerson } from './settings-under-test.ts';

const { pool } = await testDatabase();

beforeEach(() => pool.query(`truncate ${ALERT_TABLES}, ${OUTBOX_TABLES}`));

const weekly = rotation({ zone: 'Europe/Moscow', from: '2026-11-16T09:00', shift: 'P1W', people: ['olga', 'ivan'] });
const person = (name: string) => ({ kind: 'person', person: name }) as const;
const ON = { now: T0, settings: settingsWith(aChain([])) };

async function variablesOf(recipient: string): Promise<IncidentVariables> {
  const { rows } = await pool.query<{ variables: string }>(
    'select variables from notifier.message where recipient = $1 order by queued_at limit 1',
    [recipient],
  );
  return JSON.parse(rows[0]!.variables) as IncidentVariables;
}

const onCall = { kind: 'onCall', rotation: 'support' } as const;

test('whoever is on call is told of an incident, once', async () => {
  const settings = settingsWith(aChain([aStep([onCall])]), { rotations: { support: weekly } });
  const id = await putOpened(pool, { orders: ['ORD-1', 'ORD-2'] });
  const escalator = escalatorOf(pool, settings);
  expect(await escalator.runOnce(T0)).toBe(1);
  expect(await escalator.runOnce(T0)).toBe(0);
  expect(await readTold(pool)).toEqual(['2026-11-20T09:00 staff:olga email']);
  expect(await readPosition(pool, id)).toEqual({ step: 1, round: 0, nextStepAt: null });
  expect(await readKinds(pool, id)).toEqual(['opened', 'told']);

  const { rows } = await pool.query(`select ${MESSAGE_COLUMNS} from notifier.message m`);
  const message = fromMessageRow(rows[0], plainVault);
  expect(message).toMatchObject({ about: `incident:${id}`, kind: 'staff', template: 'incident', urgent: true });
  expect(message.variables as IncidentVariables).toMatchObject({
    incident: {
      id: String(id),
      title: 'Orders wait for their price',
      severity: 'critical',
      limit: 'PT24H',
      detail: null,
    },
    orders: { count: 2, first: [{ id: 'ORD-1', status: 'SUBMITTED', since: '2026-11-20T09:00:00.000Z' }, {}], more: 0 },
    told: [],
    links: {
      acknowledge: `https://orders.example/ack/${id}/olga`,
      open: `https://orders.example/incidents/${id}`,
    },
  });
});

test('step after step until somebody takes it on, and each says who was told before', async () => {
  const chain = aChain([
    aStep([person('olga')]),
    aStep([person('ivan'), { kind: 'slack' }], { after: calendarLimit('PT15M', 'UTC') }),
    aStep([person('boss')], { after: calendarLimit('PT30M', 'UTC') }),
  ]);
  const escalator = escalatorOf(pool, settingsWith(chain));
  const id = await putOpened(pool);
  for (let now = T0; now < T0 + 20 * MINUTE; now += MINUTE) await escalator.runOnce(now);
  await acknowledgeNow(pool, id, T0 + 20 * MINUTE);
  for (let now = T0 + 20 * MINUTE; now < T0 + 2 * HOUR; now += MINUTE) await escalator.runOnce(now);
  expect(await readTold(pool)).toEqual([
    '2026-11-20T09:00 staff:olga email',
    '2026-11-20T09:15 staff:ivan email',
    '2026-11-20T09:15 staff:slack slack',
  ]);
  expect(await variablesOf('staff:ivan')).toMatchObject({ told: [{ name: 'Olga', at: '2026-11-20T09:00:00.000Z' }] });
  expect(await readKinds(pool, id)).toEqual(['opened', 'told', 'told', 'acknowledged']);
});

test('what was taken on and left is told again at the same step', async () => {
  const chain = aChain([aStep([person('olga')]), aStep([person('ivan')], { after: calendarLimit('PT15M', 'UTC') })]);
  const escalator = escalatorOf(pool, settingsWith(chain));
  const id = await putOpened(pool);
  await escalator.runOnce(T0);
  await acknowledgeNow(pool, id, T0 + MINUTE);
  await unacknowledge(pool, id, { by: 'Olga' }, { ...ON, now: T0 + HOUR });
  await escalator.runOnce(T0 + HOUR);
  expect(await readTold(pool)).toEqual(['2026-11-20T09:00 staff:olga email', '2026-11-20T10:00 staff:olga email']);
});

test('a step that has nobody is passed over at once, and the history says so', async () => {
  await goAway(pool, { person: 'olga', from: T0, until: T0 + HOUR, author: 'Elena', reason: null }, ON);
  const chain = aChain([aStep([person('olga')]), aStep([person('ivan')], { after: calendarLimit('PT15M', 'UTC') })]);
  const id = await putOpened(pool);
  await escalatorOf(pool, settingsWith(chain)).runOnce(T0);
  expect(await readTold(pool)).toEqual(['2026-11-20T09:00 staff:ivan email']);
  expect(await readKinds(pool, id)).toEqual(['opened', 'nobody_to_tell', 'told']);
});

test('each by the first channel that reaches them: by what they want, what is linked, set up and not ended', async () => {
  const everything = { phone: '+7 916 123-45-67', email: 'a@shop.example' };
  const settings = settingsWith(aChain([aStep(['olga', 'ivan', 'boss', 'petr'].map(person))]), {
    people: {
      olga: aPerson('Olga', everything),
      ivan: aPerson('Ivan', { channels: { critical: ['telegram', 'email'], warning: [], info: [] } }),
      boss: aPerson('Boss', { ...everything, phone: '+7 916 123-45-68' }),
      petr: aPerson('Petr', { channels: { critical: ['telegram'], warning: [], info: [] } }),
    },
  });
  const hash = addressHash('sms', '+79161234568');
  await pool.query(`insert into notifier.suppression values ('sms', $1, 'opted_out', now())`, [hash]);
  await putOpened(pool);
  const chats = new Map([['staff:ivan', '4242']]);
  await escalatorOf(pool, settings, { findChats: async () => chats }).runOnce(T0);
  expect(await readTold(pool)).toEqual([
    '2026-11-20T09:00 staff:boss email',
    '2026-11-20T09:00 staff:ivan telegram',
    '2026-11-20T09:00 staff:olga sms',
  ]);
});

test('where SMS is not set up, the mail is', async () => {
  const settings = settingsWith(aChain([aStep([person('olga')])]), {
    people: { olga: aPerson('Olga', { phone: '+7 916 123-45-67' }) },
  });
  await putOpened(pool);
  await escalatorOf(pool, settings, { channels: new Set(['email'] as const) }).runOnce(T0);
  expect(await readTold(pool)).toEqual(['2026-11-20T09:00 staff:olga email']);
});

test('nobody is told of a rule on trial, of what has no route, and of a severity that has no chain', async () => {
  const settings = settingsWith(aChain([aStep([person('olga')])]));
  await putOpened(pool, { shadow: true, orders: ['ORD-1'] });
  await putOpened(pool, { rule: 'gone', orders: ['ORD-2'] });
  const info = await putOpened(pool, { severity: 'info', orders: ['ORD-3'] });
  await escalatorOf(pool, settings).runOnce(T0);
  expect(await readTold(pool)).toEqual([]);
  expect(await readPosition(pool, info)).toMatchObject({ nextStepAt: null });
});

test('a rule that failed, and an alert from outside, go where a rule sends its own', async () => {
  const settings = settingsWith(aChain([aStep([person('olga')])]));
  await putOpened(pool, {
    rule: 'rule-failed',
    about: 'rule:price-missing',
    orders: [],
    subjects: ['rule:price-missing'],
  });
  await putOpened(pool, { rule: 'alertmanager:DiskFull', about: 'disk', orders: [], subjects: ['disk'] });
  expect(await escalatorOf(pool, settings).runOnce(T0)).toBe(2);
  expect(await readTold(pool)).toHaveLength(2);
  expect(await variablesOf('staff:olga')).toMatchObject({
    incident: { detail: 'It is full.' },
    orders: { count: 0, first: [] },
  });
});

test('an incident that can not be told of holds up no other', async () => {
  const settings = settingsWith(aChain([aStep([person('olga')])]));
  const bad = await putOpened(pool, { orders: ['ORD-1'] });
  await putOpened(pool, { orders: ['ORD-2'] });
  const links = {
    acknowledge: ({ incident }: { incident: number }) => {
      if (incident === bad) throw new Error('no key');
      return null;
    },
    open: () => null,
  };
  expect(await escalatorOf(pool, settings, { links }).runOnce(T0)).toBe(1);
  expect(await readPosition(pool, bad)).toMatchObject({ step: 0, nextStepAt: T0 });
  expect(await escalatorOf(pool, settings).runOnce(T0 + MINUTE)).toBe(1);
});

test('500 orders in an incident are one message each, which lists those that wait longest', async () => {
  const orders = Array.from({ length: 500 }, (_, index) => `ORD-${1000 + index}`);
  await putOpened(pool, { orders });
  await escalatorOf(pool, settingsWith(aChain([aStep([person('olga'), person('ivan')])]))).runOnce(T0);
  expect(await readTold(pool)).toHaveLength(2);
  const { orders: said } = await variablesOf('staff:olga');
  expect(said).toMatchObject({ count: 500, more: 490 });
  expect(said.first.map(({ id }) => id)).toEqual(orders.slice(0, 10));
});

test('many escalators at once tell everybody once', async () => {
  for (let index = 0; index < 20; index += 1) await putOpened(pool, { orders: [`ORD-${index}`] });
  const settings = settingsWith(aChain([aStep([person('olga')]), aStep([person('ivan')])]));
  const taken = await Promise.all(Array.from({ length: 4 }, () => escalatorOf(pool, settings).runOnce(T0)));
  expect(taken.reduce((sum, count) => sum + count, 0)).toBe(40);
  expect(await readTold(pool)).toHaveLength(40);
});
