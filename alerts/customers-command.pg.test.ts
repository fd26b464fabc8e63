import { beforeEach, expect, it } from 'vitest';
import { testDatabase } from '../test/support/database.ts';
import { HOUR, MINUTE, T0 } from '../test/support/factory.ts';
import { tellCustomers } from './customers-command.ts';
import { ALERT_TABLES } from './incident-rows-under-test.ts';
import { aFoundOrder, apply, readHistory, readIncidents } from './incidents-under-test.ts';

const { pool } = await testDatabase();

beforeEach(async () => {
  await pool.query(`truncate ${ALERT_TABLES} restart identity`);
  await apply(pool, [aFoundOrder('ORD-1')], T0);
});

it('says who has decided, when, and lets the last word count', async () => {
  const kept = await tellCustomers(pool, 1, { by: 'olga', tell: false }, { now: T0 + MINUTE });
  expect(kept).toMatchObject({
    kind: 'done',
    incident: { customers: 'refused', customersBy: 'olga', customersAt: T0 + MINUTE, version: 2 },
  });
  await tellCustomers(pool, 1, { by: 'ivan', tell: true }, { now: T0 + HOUR });
  const again = await tellCustomers(pool, 1, { by: 'anna', tell: true }, { now: T0 + 2 * HOUR });
  expect(again).toMatchObject({ kind: 'done', incident: { customers: 'released', customersBy: 'ivan' } });
  expect(await readHistory(pool, 1)).toEqual([
    'opened first=ORD-1 orders=1',
    'customers olga customers=refused',
    'customers ivan customers=released',
  ]);
});

it('has nothing to decide when it is over, or when there is none', async () => {
  await apply(pool, [], T0 + MINUTE);
  const asked = { by: 'olga', tell: true };
  expect(await tellCustomers(pool, 1, asked, { now: T0 + HOUR })).toMatchObject({ kind: 'refused' });
  expect(await tellCustomers(pool, 7, asked, { now: T0 + HOUR })).toEqual({ kind: 'missing' });
  expect(await readIncidents(pool)).toMatchObject([{ customers: 'usual' }]);
});
