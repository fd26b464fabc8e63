import { expect, test } from 'vitest';
import { testDatabase } from '../../test/support/database.ts';
import { HOUR, T0 } from '../../test/support/factory.ts';
import { plainVault } from '../../tracker/personal-data.ts';
import type { Message } from '../message.ts';
import { aMessage, putMessages } from '../message-rows-under-test.ts';
import { findSuppressed, suppressionKey } from '../suppression-rows.ts';
import { aReport } from './bounces-under-test.ts';
import { takeBounce } from './take-bounce.ts';

const { pool } = await testDatabase();
const take = (raw: Buffer) => takeBounce({ pool, vault: plainVault }, raw, T0 + HOUR);

async function sent(about: string, address: string): Promise<Message> {
  const message = aMessage({ about, address, state: 'sent', provider: 'smtp', sentAt: T0 });
  await putMessages(pool, [message]);
  return message;
}

async function rowOf({ id }: Message) {
  const { rows } = await pool.query('select state, reason, detail from notifier.message where id = $1', [id]);
  return rows[0]!;
}

async function suppression({ channel, addressHash }: Message) {
  const found = await findSuppressed(pool, [{ channel, addressHash }]);
  return found.get(suppressionKey({ channel, addressHash }));
}

test('an address that does not exist: failed, and nothing is sent there any more; the same mail again changes nothing', async () => {
  const message = await sent('ORD-1', 'anna@example.com');
  const raw = aReport({ id: message.id });
  expect(await take(raw)).toMatchObject({
    kind: 'noted',
    about: 'ORD-1',
    state: 'failed',
    sentence: 'It did not arrive: the address or number does not exist. Nothing is sent to this address any more.',
  });
  await take(raw);
  expect(await rowOf(message)).toEqual({
    state: 'failed',
    reason: 'invalid_address',
    detail: '550 5.1.1 <anna@example.com>: Recipient address rejected',
  });
  expect(await suppression(message)).toBe('hard_bounce');
  const { rows } = await pool.query('select kind from notifier.message_event where message_id = $1', [message.id]);
  expect(rows).toEqual([{ kind: 'receipt' }]);
});

test('a server that still tries: only noted', async () => {
  const message = await sent('ORD-2', 'boris@example.com');
  expect(await take(aReport({ id: message.id, action: 'delayed', status: '4.4.1' }))).toMatchObject({
    kind: 'noted',
    state: 'sent',
  });
  expect(await rowOf(message)).toMatchObject({ state: 'sent', reason: null });
  expect(await suppression(message)).toBeUndefined();
});

test('a full mailbox: this one failed, the next one may arrive', async () => {
  const message = await sent('ORD-3', 'clara@example.com');
  await take(aReport({ id: message.id, status: '5.2.2' }));
  expect(await rowOf(message)).toMatchObject({ state: 'failed', reason: 'mailbox_full' });
  expect(await suppression(message)).toBeUndefined();
});

test('of nobody here', async () => {
  expect(await take(aReport({ id: 'f'.repeat(32) }))).toMatchObject({ kind: 'noMessage' });
});

test('no bounce at all', async () => {
  expect(await take(Buffer.from('From: anna@example.com\r\n\r\nThank you!'))).toMatchObject({ kind: 'notABounce' });
});
