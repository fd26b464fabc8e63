import { beforeEach, describe, expect, test } from 'vitest';
import { manualClock } from '../platform/clock.ts';
import { testDatabase } from '../test/support/database.ts';
import { anEvent, arrivals, HOUR, T0 } from '../test/support/factory.ts';
import { referenceLifecycles as lifecycles } from '../test/support/reference.ts';
import { plainVault as vault } from '../tracker/personal-data.ts';
import { createLedger } from '../tracker/record.ts';
import { addressesOf } from './addresses-of.ts';
import type { ChannelName } from './message.ts';
import { type Preference, readPreferences } from './preference-rows.ts';
import { suppress } from './suppression-rows.ts';
import { tell } from './told-under-test.ts';
import { readOptOuts, takeWish } from './wishes.ts';

const { pool } = await testDatabase();
const ledger = createLedger({ pool, lifecycles: () => lifecycles, clock: manualClock(T0), vault });
const recipient = 'customer:C-7';
const known = (who = recipient) => addressesOf(pool, { lifecycles, vault, now: T0, country: 'RU' }, who);
const shown = async (who?: string) => (await known(who)).map(({ channel, address }) => `${channel} ${address}`).sort();

await ledger.record(
  arrivals([
    anEvent({ orderId: 'ORD-1', customer: { id: 'C-7', email: 'anna@Example.com', phone: '+7 916 123-45-67' } }),
    anEvent({ orderId: 'ORD-2', customer: { id: 'C-7', email: 'anna@work.example', phone: '8 916 123-45-67' } }),
    anEvent({ orderId: 'ORD-3', customer: { email: 'boris@example.com' } }),
  ]),
);

describe('the addresses of somebody', () => {
  test('of a customer: those of their orders, of messages, and their chat', async () => {
    await tell(pool, T0, { address: 'anna@old.example' });
    await tell(pool, T0, { occasion: 'CLOSED', address: 'anna@example.com' });
    await tell(pool, T0, { occasion: 'x', recipient: 'customer:C-8', address: 'c8@example.com' });
    await pool.query(
      `insert into notifier.telegram_chat (recipient, chat, chat_hash, linked_at) values ($1, '77', '', $2)`,
      [recipient, new Date(T0)],
    );
    expect(await shown()).toEqual([
      'email anna@example.com',
      'email anna@old.example',
      'email anna@work.example',
      'sms +79161234567',
      'telegram 77',
    ]);
  });

  test('of whoever an order is of, and of others', async () => {
    expect(await shown('order:ORD-3')).toEqual(['email boris@example.com']);
    expect(await shown('order:ORD-9')).toEqual([]);
    expect(await shown('partner:acme')).toEqual([]);
  });
});

describe('a wish', () => {
  beforeEach(() => pool.query('truncate notifier.suppression, notifier.preference'));
  const preference: Preference = { channels: null, locale: null, zone: null, quietHours: null };
  const takes = async (channels: Preference['channels'], optIn: readonly ChannelName[]) =>
    takeWish(pool, recipient, { preference: { ...preference, channels }, optIn, addresses: await known() }, T0);
  const optOuts = async () =>
    (await readOptOuts(pool, await known())).map(({ address, reason }) => `${address} ${reason}`).sort();

  test('that asks for a channel ends the opt-outs there, and no bounce', async () => {
    for (const { channel, addressHash } of await known()) {
      await suppress(pool, { channel, addressHash, reason: 'opted_out' }, T0 - HOUR);
    }
    const mail = (await known()).find(({ address }) => address === 'anna@work.example')!;
    await suppress(pool, { ...mail, reason: 'hard_bounce' }, T0);
    expect(await optOuts()).toHaveLength(6);
    await takes({ 'order-shipped': ['email'], '*': [] }, ['email']);
    expect(await optOuts()).toEqual(['+79161234567 opted_out', '77 opted_out', 'anna@work.example hard_bounce']);
    expect((await readPreferences(pool, [recipient])).get(recipient)?.channels).toEqual({
      'order-shipped': ['email'],
      '*': [],
    });
  });

  test('that asks for none leaves them', async () => {
    const [address] = await known();
    await suppress(pool, { ...address!, reason: 'opted_out' }, T0);
    await takes(null, []);
    await takes({ '*': ['email'] }, []);
    expect(await optOuts()).toEqual([`${address!.address} opted_out`]);
  });
});
