import { randomBytes } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { manualClock } from '../platform/clock.ts';
import { transaction } from '../platform/postgres.ts';
import { testDatabase } from '../test/support/database.ts';
import { DAY, HOUR, T0 } from '../test/support/factory.ts';
import { vaultOf } from '../tracker/personal-data.ts';
import { addressHash } from './address.ts';
import type { Handed } from './channel.ts';
import { enqueueMessages, enqueueNotices } from './enqueue.ts';
import { type ForgottenRecipients, forgetRecipient } from './forget.ts';
import { createHousekeeping } from './housekeeping.ts';
import type { NewMessage } from './message.ts';
import {
  aMessage,
  memoryChannel,
  OUTBOX_TABLES,
  outboxUnderTest,
  readMessages,
  readStates,
} from './outbox-under-test.ts';
import { savePreference } from './preference-rows.ts';
import { findSuppressed, suppress } from './suppression-rows.ts';

const { pool } = await testDatabase();
const clock = manualClock(T0);
const vault = vaultOf(randomBytes(32));
const ofAnna = { recipient: 'customer:C-7', address: 'anna@example.com', variables: { name: 'Anna' } };
const annas = { channel: 'email', addressHash: addressHash('email', 'anna@example.com') } as const;

beforeEach(async () => {
  await pool.query(`truncate ${OUTBOX_TABLES}`);
  clock.set(T0);
});

const enqueue = (...messages: NewMessage[]) => enqueueMessages(pool, messages, { vault, now: clock.now() });
const forget = (whom: ForgottenRecipients) => transaction(pool, tx => forgetRecipient(tx, whom));
const dispatcherWith = (...channels: Parameters<typeof outboxUnderTest>[0]['channels'] & {}) =>
  outboxUnderTest({ pool, clock, vault, channels }).dispatcher;

/** Everything that the room keeps, opened. */
async function kept(): Promise<string> {
  const messages = await readMessages(pool, vault);
  const { rows } = await pool.query('select detail from notifier.message_event');
  const { rows: rest } = await pool.query(
    `select p::text as row from notifier.preference p union all select c::text from notifier.telegram_chat c
     union all select n.variables from notifier.notice n where n.variables is not null`,
  );
  const sealed = [...rows.map(({ detail }) => detail), ...rest.map(({ row }) => row)];
  return JSON.stringify(messages) + sealed.map(text => vault.openText(text ?? '')).join('\n');
}

describe('forgetting', () => {
  it('clears whatever names the customer, and sends them nothing more', async () => {
    const bounce: Handed = { kind: 'permanent', reason: 'filtered', said: 'anna@example.com refused', suppress: null };
    const email = memoryChannel('email', {
      answer: ({ about }) => (about === 'bounced' ? bounce : { kind: 'sent', providerId: 'p', said: null }),
    });
    await enqueue(
      aMessage({ ...ofAnna, about: 'gone' }),
      aMessage({ ...ofAnna, about: 'bounced' }),
      aMessage({ ...ofAnna, about: 'waits', notBefore: T0 + HOUR }),
      aMessage({ about: 'other', recipient: 'customer:C-8', variables: { name: 'Bob' } }),
    );
    const dispatcher = dispatcherWith(email);
    await dispatcher.runOnce(T0);
    const wish = { channels: null, locale: 'ru', zone: null, quietHours: null };
    await savePreference(pool, 'customer:C-7', wish, T0);
    await suppress(pool, { ...annas, reason: 'opted_out' }, T0);
    await pool.query(
      `insert into notifier.telegram_chat (recipient, chat, chat_hash, linked_at) values ('customer:C-7', 'anna-chat', '', now())`,
    );

    expect(await forget({ recipients: ['customer:C-7'], orderIds: [] })).toBe(3);
    expect(await kept()).not.toMatch(/anna/i);
    expect(await kept()).toMatch(/Bob/);
    await dispatcher.runOnce(T0 + HOUR);
    expect((await readStates(pool)).sort()).toEqual(['dropped: forgotten', 'failed: filtered', 'sent', 'sent']);
    expect(email.asked).toHaveLength(3);
    // An opt-out outlives the data.
    expect((await findSuppressed(pool, [annas])).size).toBe(1);
  });

  it('goes by the order where no customer is known, partners’ mails included, but not their webhooks', async () => {
    const about = 'ORD-1';
    const partner = { about, kind: 'partner', recipient: 'partner:acme', address: 'it@acme.example' } as const;
    await enqueue(
      aMessage({ ...ofAnna, about, recipient: 'order:ORD-1' }),
      aMessage({ ...partner, variables: { customer: 'Anna' } }),
      aMessage({ ...partner, channel: 'webhook', address: 'https://acme.example/', variables: { status: 'SHIPPED' } }),
    );
    const notice = { orderId: about, notice: 'order-delayed', occasion: '1', status: null, eventId: null };
    await enqueueNotices(pool, [{ ...notice, at: T0, notedAt: T0, dueAt: T0, variables: { for: 'Anna' } }], vault);
    await forget({ recipients: [], orderIds: [about] });
    expect(await kept()).not.toMatch(/anna/i);
    const hook = memoryChannel('webhook');
    await dispatcherWith(hook, memoryChannel('email')).runOnce(T0);
    expect(hook.taken.map(({ content }) => content)).toEqual([{ channel: 'webhook', body: '{"status":"SHIPPED"}' }]);
    expect((await readStates(pool)).sort()).toEqual(['dropped: forgotten', 'dropped: forgotten', 'sent']);
  });

  it('keeps no text of what a worker had in hands at that moment', async () => {
    const email = memoryChannel('email', {
      answer: async () => {
        await forget({ recipients: ['customer:C-7'], orderIds: [] });
        return { kind: 'sent', providerId: 'p', said: '250 anna@example.com' };
      },
    });
    await enqueue(aMessage(ofAnna));
    await dispatcherWith(email).runOnce(T0);
    expect(await readMessages(pool, vault)).toMatchObject([{ state: 'sent', address: '', subject: null, body: null }]);
    expect(await kept()).not.toMatch(/anna/i);
  });
});

describe('housekeeping', () => {
  const { settings } = outboxUnderTest({ pool, clock }).deps;
  const housekeeping = createHousekeeping({ pool, settings });

  it('clears texts when their time is over, and keeps that they were sent', async () => {
    const dispatcher = dispatcherWith(memoryChannel('email'));
    await enqueue(aMessage({ about: 'old' }));
    await dispatcher.runOnce(T0);
    clock.set(T0 + DAY);
    await enqueue(aMessage({ about: 'new' }));
    await dispatcher.runOnce(T0 + DAY);
    expect(await housekeeping.runOnce(T0 + 30 * DAY)).toBe(0);
    expect(await housekeeping.runOnce(T0 + 30 * DAY + 1)).toBe(1);
    expect(await readMessages(pool, vault)).toMatchObject([
      { about: 'old', state: 'sent', subject: null, body: null },
      { about: 'new', state: 'sent', subject: 'order-received' },
    ]);
  });

  it('lets go of what providers called back with a quarter ago', async () => {
    await pool.query(
      `insert into notifier.receipt (provider, key, payload, received_at)
       select 'twilio', n::text, '{}', to_timestamp($1) + n * interval '1 day' from generate_series(1, 3) as n`,
      [T0 / 1_000],
    );
    expect(await housekeeping.runOnce(T0 + 92 * DAY + 1)).toBe(2);
    expect((await pool.query('select key from notifier.receipt')).rows).toEqual([{ key: '3' }]);
  });
});

it('clears also what somebody made of an address that they had read before', async () => {
  const planning = await pool.connect();
  const ofOrder = { about: 'ORD-1', ...ofAnna };
  await enqueueNotices(pool, [aNoticeOf('ORD-1')], vault);
  await planning.query('begin');
  await planning.query('select from notifier.notice for update');
  const forgetting = forget({ recipients: ['customer:C-7'], orderIds: ['ORD-1'] });
  await untilSomebodyWaits();
  await enqueueMessages(planning, [aMessage(ofOrder)], { vault, now: T0 });
  await planning.query('commit');
  planning.release();
  await forgetting;
  expect(await kept()).not.toMatch(/anna/i);
  expect(await readStates(pool)).toEqual(['dropped: forgotten']);
});

function aNoticeOf(orderId: string) {
  const named = { orderId, notice: 'order-received', occasion: 'SUBMITTED', status: 'SUBMITTED', eventId: null };
  return { ...named, at: T0, notedAt: T0, dueAt: T0, variables: null };
}

async function untilSomebodyWaits(): Promise<void> {
  const waiting = `select from pg_locks where not granted and database =
    (select oid from pg_database where datname = current_database())
    union all select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`;
  while ((await pool.query(waiting)).rowCount === 0);
}
