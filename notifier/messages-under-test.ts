import type { Db } from '../platform/postgres.ts';
import { plainVault, type Vault } from '../tracker/personal-data.ts';
import { addressHash, normalAddress } from './address.ts';
import { type Message, messageId } from './message.ts';

/** A message of the outbox as the notifier keeps it; a test names what matters to it. */
export async function insertMessage(db: Db, named: Partial<Message> & { queuedAt: number }, vault: Vault = plainVault) {
  const message = {
    about: 'ORD-1',
    occasion: 'SHIPPED',
    recipient: 'customer:C-7',
    channel: 'email' as const,
    template: 'order-shipped',
    address: 'anna@example.com',
    locale: 'ru',
    state: 'sent' as const,
    sentAt: null,
    ...named,
  };
  const { channel, address } = message;
  const hash = addressHash(channel, normalAddress(channel, address) ?? '');
  await db.query(
    `insert into notifier.message
       (about, id, kind, template, occasion, channel, recipient, address, address_hash, locale, zone, urgent, variables,
        fact_at, queued_at, not_before, expires_at, state, sent_at)
     values ($1, $2, 'customer', $3, $4, $5, $6, $7, $8, $9, 'UTC', false, '{}', $10, $10, $10, $10, $11, $12)`,
    [
      message.about,
      messageId(message),
      message.template,
      message.occasion,
      channel,
      message.recipient,
      vault.sealText(address),
      hash,
      message.locale,
      new Date(message.queuedAt),
      message.state,
      message.sentAt && new Date(message.sentAt),
    ],
  );
  return { recipient: message.recipient, channel, addressHash: hash, template: message.template };
}
