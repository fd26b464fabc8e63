import { beforeEach, expect, test } from 'vitest';
import { testDatabase } from '../test/support/database.ts';
import { T0 } from '../test/support/factory.ts';
import { deletePreferences, type Preference, readPreferences, savePreference } from './preference-rows.ts';

const { pool } = await testDatabase();
beforeEach(() => pool.query('truncate notifier.preference'));

const nothing: Preference = { channels: null, locale: null, zone: null, quietHours: null };
const saved = async (recipient: string) => (await readPreferences(pool, [recipient])).get(recipient);

test.each<Preference>([
  nothing,
  { ...nothing, channels: { '*': ['email', 'sms'], 'price-ready': [] }, locale: 'ru', zone: 'Europe/Moscow' },
  { ...nothing, channels: {}, quietHours: 'none' },
  { ...nothing, quietHours: { from: '22:00', to: '09:00' } },
])('what is saved is read again: %j', async preference => {
  await savePreference(pool, 'customer:C-7', { ...nothing, locale: 'en', channels: { '*': [] } }, T0);
  await savePreference(pool, 'customer:C-7', preference, T0 + 1);
  expect(await saved('customer:C-7')).toEqual(preference);
});

test('of many at once, those who have said something', async () => {
  await savePreference(pool, 'customer:C-7', nothing, T0);
  await savePreference(pool, 'partner:acme', { ...nothing, locale: 'ru' }, T0);
  expect(await readPreferences(pool, [])).toEqual(new Map());
  const found = await readPreferences(pool, ['customer:C-7', 'customer:C-8', 'partner:acme']);
  expect([...found.keys()].sort()).toEqual(['customer:C-7', 'partner:acme']);
});

test('the forgotten have none', async () => {
  await savePreference(pool, 'customer:C-7', nothing, T0);
  await savePreference(pool, 'customer:C-8', nothing, T0);
  await deletePreferences(pool, []);
  await deletePreferences(pool, ['customer:C-7']);
  expect(await saved('customer:C-7')).toBeUndefined();
  expect(await saved('customer:C-8')).toEqual(nothing);
});
