import { beforeEach, expect, test } from 'vitest';
import type { IncidentVariables } from '../notifier/incident-variables.ts';
import { fromMessageRow, MESSAGE_COLUMNS } from '../notifier/message-rows.ts';
import { OUTBOX_TABLES } from '../notifier/outbox-under-test.ts';
import { testDatabase } from '../test/support/database.ts';
import { T0 } from '../test/support/factory.ts';
import { plainVault } from '../tracker/personal-data.ts';
import {
  ALERT_TABLES,
  aChain,
  aStep,
  escalatorOf,
  putIncident,
  readKinds,
  readPosition,
  readTold,
  settingsWith,
} from './escalation-under-test.ts';
import { rotation } from './rotation.ts';

const { pool } = await testDatabase();

beforeEach(() => pool.query(`truncate ${ALERT_TABLES}, ${OUTBOX_TABLES}`));

const weekly = rotation({ zone: 'Europe/Moscow', from: '2026-11-16T09:00', shift: 'P1W', people: ['olga', 'ivan'] });
const onCall = { kind: 'onCall', rotation: 'support' } as const;

test('whoever is on call is told of an incident, once', async () => {
  const settings = settingsWith(aChain([aStep([onCall])]), { rotations: { support: weekly } });
  const id = await putIncident(pool, { orders: ['ORD-1', 'ORD-2'] });
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
