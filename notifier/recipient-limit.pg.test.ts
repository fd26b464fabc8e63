import { expect, test } from 'vitest';
import { testDatabase } from '../test/support/database.ts';
import { HOUR, T0 } from '../test/support/factory.ts';
import { readSentLately } from './recipient-limit.ts';
import { tell } from './told-under-test.ts';

const { pool } = await testDatabase();

test('when each was sent something since then', async () => {
  const sent = (recipient: string, occasion: string, sentAt: number | null) =>
    tell(pool, T0 - 48 * HOUR, { recipient, occasion, sentAt });
  await sent('customer:C-7', 'SHIPPED', T0 - HOUR);
  await sent('customer:C-7', 'CLOSED', T0 - 2 * HOUR);
  await sent('customer:C-7', 'SUBMITTED', T0 - 24 * HOUR);
  await sent('customer:C-7', 'CANCELLED', null);
  await sent('customer:C-8', 'SHIPPED', T0 - HOUR);
  const found = await readSentLately(pool, ['customer:C-7', 'customer:C-9'], T0 - 24 * HOUR);
  expect([...found].map(([recipient, times]) => [recipient, [...times].sort()])).toEqual([
    ['customer:C-7', [T0 - 2 * HOUR, T0 - HOUR]],
  ]);
  expect(await readSentLately(pool, [], T0)).toEqual(new Map());
});
