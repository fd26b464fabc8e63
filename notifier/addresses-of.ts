import type { Db } from '../platform/postgres.ts';
import { listOrders } from '../tracker/order-list.ts';
import { type Reading, readOrders } from '../tracker/orders.ts';
import type { Vault } from '../tracker/personal-data.ts';
import { addressHash, type Country, normalAddress } from './address.ts';
import type { ChannelName, Recipient } from './message.ts';
import { findChats } from './telegram-chats.ts';

export type KnownAddress = { channel: ChannelName; address: string; addressHash: Buffer };

/** `country`: of numbers that are written without one. */
export type AddressReading = Reading & { country: Country | null };

const ORDERS = 20;
const MESSAGES = 200;

/** The addresses at which somebody can be reached, or could: of their latest orders and messages, and their chat. */
export async function addressesOf(db: Db, reading: AddressReading, recipient: Recipient): Promise<KnownAddress[]> {
  const stated = [
    ...(await ofOrders(db, reading, recipient)),
    ...(await ofMessages(db, reading.vault, recipient)),
    ...(await ofChat(db, reading.vault, recipient)),
  ];
  const known = new Map<string, KnownAddress>();
  for (const { channel, address } of stated) {
    const normal = normalAddress(channel, address, reading.country);
    if (normal === null) continue;
    const hash = addressHash(channel, normal);
    const key = hash.toString('hex');
    if (!known.has(key)) known.set(key, { channel, address: normal, addressHash: hash });
  }
  return [...known.values()];
}

type Stated = { channel: ChannelName; address: string };

async function ofOrders(db: Db, reading: Reading, recipient: Recipient): Promise<Stated[]> {
  const [, kind, id = ''] = /^(customer|order):(.*)$/s.exec(recipient) ?? [];
  if (kind === undefined) return [];
  const { lifecycles, vault, now } = reading;
  const latest = { sort: 'lastEvent', after: null, limit: ORDERS } as const;
  const orders =
    kind === 'order'
      ? await readOrders(db, reading, [id])
      : (await listOrders(db, lifecycles, { customer: id }, latest, now, vault)).orders;
  return orders.flatMap(({ customer }) => [
    ...(customer?.email ? [{ channel: 'email' as const, address: customer.email }] : []),
    ...(customer?.phone ? [{ channel: 'sms' as const, address: customer.phone }] : []),
  ]);
}

async function ofMessages(db: Db, vault: Vault, recipient: Recipient): Promise<Stated[]> {
  const { rows } = await db.query<Stated>(
    `select distinct on (channel, address_hash) channel, address
       from (select channel, address_hash, address, queued_at from notifier.message
              where recipient = $1 order by queued_at desc limit ${MESSAGES}) as latest
      order by channel, address_hash, queued_at desc`,
    [recipient],
  );
  return rows.map(({ channel, address }) => ({ channel, address: vault.openText(address) }));
}

async function ofChat(db: Db, vault: Vault, recipient: Recipient): Promise<Stated[]> {
  const chat = (await findChats(db, [recipient], vault)).get(recipient);
  return chat === undefined ? [] : [{ channel: 'telegram', address: chat }];
}
