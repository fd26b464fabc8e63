import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { findPrincipal } from '../api/keys.ts';
import { testDatabase } from '../test/support/database.ts';
import { T0 } from '../test/support/factory.ts';
import { admitAdminKey, knownAdminKey, makeAdminKey } from './admin-key.ts';

const { pool } = await testDatabase();
const homes = [1, 2].map(() => mkdtempSync(join(tmpdir(), 'orderwatch-key-'))) as [string, string];
afterAll(() => {
  for (const home of homes) rmSync(home, { recursive: true });
});
beforeEach(() => pool.query('delete from api.key'));

const admitGiven = (home: string, key: string) => admitAdminKey(pool, home, knownAdminKey(home, key)!, T0);
const isValid = async (key: string) => (await findPrincipal(pool, key, T0)) !== null;

test('a new ORDERWATCH_ADMIN_KEY revokes the old one, whichever machine had registered that', async () => {
  for (const home of homes) await admitGiven(home, 'the-key-of-last-year');
  await admitGiven(homes[1], 'the-key-of-this-year');
  expect(await isValid('the-key-of-last-year')).toBe(false);
  expect(await isValid('the-key-of-this-year')).toBe(true);
  await expect(admitGiven(homes[0], 'the-key-of-last-year')).rejects.toThrow(/ORDERWATCH_ADMIN_KEY was revoked/);
});

test('two homes with one database have a key each, and neither takes the other one away', async () => {
  const keys = homes.map(makeAdminKey);
  for (const round of [1, 2]) {
    for (const home of homes) await admitAdminKey(pool, home, knownAdminKey(home, null)!, T0);
    expect(await Promise.all(keys.map(({ key }) => isValid(key))), `round ${round}`).toEqual([true, true]);
  }
});

test('a key is only made where that is asked for, and then found again', () => {
  const home = mkdtempSync(join(tmpdir(), 'orderwatch-key-'));
  homes.push(home);
  expect(knownAdminKey(home, null)).toBeNull();
  expect(existsSync(join(home, 'admin-key'))).toBe(false);
  const made = makeAdminKey(home);
  expect(made.isNew).toBe(true);
  expect(makeAdminKey(home)).toEqual({ ...made, isNew: false });
  expect(knownAdminKey(home, null)).toEqual({ ...made, isNew: false });
});
