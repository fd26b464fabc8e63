import { z } from 'zod';
import type { Instant } from '../platform/clock.ts';
import type { Db } from '../platform/postgres.ts';
import { readToken, signToken } from '../platform/signed-token.ts';
import type { Vault } from '../tracker/personal-data.ts';
import { CHANNELS, type ChannelName, type Recipient } from './message.ts';
import type { NotifierAccess } from './settings.ts';
import { suppress, unsuppress } from './suppression-rows.ts';

/** What a link in a message is about: whose it is, where it arrived, and what it was. The address itself is not in it. */
export type Unsubscribing = { recipient: Recipient; channel: ChannelName; addressHash: Buffer; template: string };

type Key = Pick<NotifierAccess, 'signingKey'>;

const PURPOSE = 'unsubscribe';
const HASH_BYTES = 32;

const claims = z
  .strictObject({ r: z.string(), c: z.enum(CHANNELS), h: z.string(), t: z.string(), exp: z.number().optional() })
  .transform(({ r, c, h, t }) => ({
    recipient: r,
    channel: c,
    addressHash: Buffer.from(h, 'base64url'),
    template: t,
  }))
  .refine(({ addressHash }) => addressHash.length === HASH_BYTES);

/** Without an end: somebody may want to hear no more when they come across an old mail. */
export function unsubscribeUrl(
  { publicUrl, signingKey }: Pick<NotifierAccess, 'publicUrl' | 'signingKey'>,
  { recipient, channel, addressHash, template }: Unsubscribing,
): string {
  const said = { r: recipient, c: channel, h: addressHash.toString('base64url'), t: template };
  return `${publicUrl}/unsubscribe/${signToken(signingKey, PURPOSE, said)}`;
}

/** Null for whatever is no link of ours. */
export function readUnsubscribe({ signingKey }: Key, token: string, now?: Instant): Unsubscribing | null {
  return readToken(signingKey, PURPOSE, token, claims, now);
}

/** Nothing is sent to the address any more. As often as somebody says it, it is the same; false: it was so already. */
export async function unsubscribe(
  db: Db,
  { channel, addressHash }: Pick<Unsubscribing, 'channel' | 'addressHash'>,
  now: Instant,
): Promise<boolean> {
  return suppress(db, { channel, addressHash, reason: 'opted_out' }, now);
}

/** Takes it back; what mail servers and networks say of the address stays. False: nobody had ended it. */
export async function resubscribe(db: Db, address: Pick<Unsubscribing, 'channel' | 'addressHash'>): Promise<boolean> {
  return unsuppress(db, address, ['opted_out']);
}

/** Where the newest message of the link went and in which language; null when that is forgotten. */
export async function readAddressee(
  db: Db,
  { recipient, channel, addressHash }: Unsubscribing,
  vault: Vault,
): Promise<{ address: string; locale: string } | null> {
  const { rows } = await db.query<{ address: string; locale: string }>(
    `select address, locale from notifier.message
      where recipient = $1 and channel = $2 and address_hash = $3
      order by queued_at desc limit 1`,
    [recipient, channel, addressHash],
  );
  const [row] = rows;
  return row ? { ...row, address: vault.openText(row.address) } : null;
}
