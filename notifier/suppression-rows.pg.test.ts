import { beforeEach, expect, test } from 'vitest';
import { testDatabase } from '../test/support/database.ts';
import { T0 } from '../test/support/factory.ts';
import { addressHash } from './address.ts';
import { findSuppressed, readSuppressions, suppress, suppressionKey, unsuppress } from './suppression-rows.ts';

const { pool } = await testDatabase();
beforeEach(() => pool.query('truncate notifier.suppression'));

const anna = { channel: 'email' as const, addressHash: addressHash('email', 'anna@example.com') };
const boris = { channel: 'email' as const, addressHash: addressHash('email', 'boris@example.com') };
const reasonOf = async (address: typeof anna) => (await findSuppressed(pool, [address])).get(suppressionKey(address));

test('an address that nothing is sent to is found, on its channel only', async () => {
  await suppress(pool, { ...anna, reason: 'hard_bounce' }, T0);
  const sms = { ...anna, channel: 'sms' as const };
  expect(await findSuppressed(pool, [anna, boris, sms, anna])).toEqual(
    new Map([[suppressionKey(anna), 'hard_bounce']]),
  );
  expect(await findSuppressed(pool, [])).toEqual(new Map());
});

test('the first time counts, and their own wish comes before what a server says', async () => {
  await suppress(pool, { ...anna, reason: 'hard_bounce' }, T0);
  await suppress(pool, { ...anna, reason: 'opted_out' }, T0 + 1);
  await suppress(pool, { ...anna, reason: 'hard_bounce' }, T0 + 2);
  expect(await reasonOf(anna)).toBe('opted_out');
  expect(await readSuppressions(pool, [anna, anna])).toEqual([
    { ...anna, reason: 'hard_bounce', since: T0 },
    { ...anna, reason: 'opted_out', since: T0 + 1 },
  ]);
});

test('who opts in again takes the opt-out back, never a bounce', async () => {
  for (const reason of ['opted_out', 'hard_bounce'] as const) await suppress(pool, { ...anna, reason }, T0);
  await suppress(pool, { ...boris, reason: 'opted_out' }, T0);
  await unsuppress(pool, anna, ['opted_out']);
  expect(await reasonOf(anna)).toBe('hard_bounce');
  await unsuppress(pool, anna);
  expect(await reasonOf(anna)).toBeUndefined();
  expect(await reasonOf(boris)).toBe('opted_out');
});
