import { expect, it } from 'vitest';
import type { Db } from '../platform/postgres.ts';
import { testDatabase } from '../test/support/database.ts';
import { T0 } from '../test/support/factory.ts';
import { plainVault as vault } from '../tracker/personal-data.ts';
import { enqueueMessages } from './enqueue.ts';
import { aMessage } from './outbox-under-test.ts';
import { lockMessages } from './receipts/match.ts';
import type { Receipt } from './receipts/receipt.ts';
import { takeUnknown } from './unknown-rows.ts';

const { pool } = await testDatabase();

/** How the database goes about what is asked, where many messages have failed for good and still have their text. */
async function planOf(ask: (db: Db) => Promise<unknown>): Promise<string> {
  const plan: string[] = [];
  const explaining = {
    query: async (text: string, values: unknown[]) => {
      const { rows } = await pool.query(`explain ${text}`, values);
      plan.push(...rows.map(row => row['QUERY PLAN']));
      return { rows: [] };
    },
  };
  await ask(explaining as unknown as Db);
  return plan.join('\n');
}

it('nothing that is done every few seconds reads what has failed for good, or all that has a text', async () => {
  const failed = Array.from({ length: 3_000 }, () => aMessage({ channel: 'sms', address: '+79161234567' }));
  await enqueueMessages(pool, failed, { vault, now: T0 });
  await pool.query(
    `update notifier.message set state = 'failed', settled_at = queued_at, body = 'text', provider_id = id`,
  );
  await pool.query('analyze notifier.message');
  const looking = await planOf(db => takeUnknown(db, { channel: 'sms', now: T0, limit: 20 }, vault));
  expect(looking).toContain('message_undecided');
  const named = { message: { about: null, id: 'f'.repeat(32) }, providerId: null } as Receipt;
  const receipts = await planOf(db => lockMessages(db, [named]));
  expect(receipts).toContain('message_id');
  expect(receipts).not.toMatch(/message_body|Seq Scan/);
});
