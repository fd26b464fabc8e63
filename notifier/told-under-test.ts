import { type Instant, toIso } from '../platform/clock.ts';
import type { Db } from '../platform/postgres.ts';
import type { Vault } from '../tracker/personal-data.ts';
import { addressHash, normalAddress } from './address.ts';
import { type ChannelName, messageId } from './message.ts';
import type { Unsubscribing } from './unsubscribe.ts';

type Told = {
  recipient: string;
  channel: ChannelName;
  address: string;
  occasion: string;
  locale: string;
  sentAt: Instant | null;
};

/** Somebody was told of something, by default Anna by e-mail that her order was shipped; gives what its link is about. */
export async function tell(
  db: Db,
  at: Instant,
  named: Partial<Told> = {},
  vault: Pick<Vault, 'sealText'> = { sealText: plain => plain },
): Promise<Unsubscribing> {
  const { recipient = 'customer:C-7', channel = 'email', address = 'anna@example.com', ...rest } = named;
  const { occasion = 'SHIPPED', locale = 'ru', sentAt = null } = rest;
  const hash = addressHash(channel, normalAddress(channel, address) ?? '');
  const name = { about: 'ORD-1', occasion, recipient, channel, template: 'order-shipped' };
  const row = {
    ...name,
    id: messageId(name),
    kind: 'customer',
    address: vault.sealText(address),
    address_hash: `\\x${hash.toString('hex')}`,
    locale,
    zone: 'UTC',
    urgent: false,
    variables: '{}',
    fact_at: toIso(at),
    queued_at: toIso(at),
    not_before: toIso(at),
    expires_at: toIso(at),
    state: 'sent',
    attempts: 1,
    insisted: false,
    sent_at: sentAt && toIso(sentAt),
  };
  await db.query('insert into notifier.message select (jsonb_populate_record(null::notifier.message, $1)).*', [row]);
  return { recipient, channel, addressHash: hash, template: name.template };
}
