import { beforeEach, expect, test } from 'vitest';
import { testDatabase } from '../test/support/database.ts';
import { HOUR, T0 } from '../test/support/factory.ts';
import { findIncident } from './incident-rows.ts';
import { ALERT_TABLES, putFinding, putIncident } from './incident-rows-under-test.ts';
import type { SilenceMatch } from './silence.ts';
import { insertSilence } from './silence-rows.ts';
import { findSilenced } from './silenced.ts';

const { pool } = await testDatabase();

beforeEach(() => pool.query(`truncate ${ALERT_TABLES}`));

const silence = (match: SilenceMatch, until = T0 + HOUR) =>
  insertSilence(pool, { kind: 'silence', match, from: T0, until, author: 'olga', reason: 'x', createdAt: T0 });

/** An incident about these orders. */
async function about(...orders: string[]) {
  const id = await putIncident(pool);
  for (const orderId of orders) await putFinding(pool, id, { orderId });
  return (await findIncident(pool, id))!;
}

test('which of several a silence holds, each by what is in it, and by which', async () => {
  const [one, other, both] = [await about('ORD-1'), await about('ORD-2'), await about('ORD-3', 'ORD-4')];
  const ofOne = await silence({ order: ['ORD-1', 'ORD-3'] });
  const found = async (now = T0) =>
    [...(await findSilenced(pool, [one, other, both], now))].map(([id, { id: by }]) => [id, by]);
  expect(await found()).toEqual([[one.id, ofOne]]);
  const ofAll = await silence({ rule: ['price-missing'] }, T0 + 2 * HOUR);
  expect(await found()).toEqual([one, other, both].map(({ id }) => [id, ofAll]));
  expect(await found(T0 + 2 * HOUR)).toEqual([]);
});

test('what is over in an incident does not keep it from being silenced', async () => {
  const incident = await about('ORD-1');
  await putFinding(pool, incident.id, { orderId: 'ORD-2', resolvedAt: T0, resolution: 'moved_on' });
  await silence({ order: ['ORD-1'] });
  expect((await findSilenced(pool, [incident], T0)).has(incident.id)).toBe(true);
});
