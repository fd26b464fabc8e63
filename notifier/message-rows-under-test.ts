import type { Db } from '../platform/postgres.ts';
import { HOUR, T0 } from '../test/support/factory.ts';
import { plainVault, type Vault } from '../tracker/personal-data.ts';
import { addressHash, normalAddress } from './address.ts';
import { type Message, messageId } from './message.ts';

/** A plausible message that waits to be sent at T0: the mail "price ready" to customer C-7. A test names what matters. */
export function aMessage(named: Partial<Message> = {}): Message {
  const message: Omit<Message, 'id' | 'addressHash'> = {
    about: 'ORD-1',
    kind: 'customer',
    template: 'price-ready',
    occasion: 'PRICE_CALCULATED',
    status: 'PRICE_CALCULATED',
    eventId: 'event-1',
    channel: 'email',
    recipient: 'customer:C-7',
    address: named.channel === 'sms' ? '+79161234567' : 'anna@example.com',
    locale: 'ru',
    zone: 'Europe/Moscow',
    urgent: false,
    variables: {},
    factAt: T0,
    notBefore: T0,
    expiresAt: T0 + 24 * HOUR,
    traceparent: null,
    state: 'queued',
    reason: null,
    detail: null,
    attempts: 0,
    queuedAt: T0,
    provider: null,
    providerId: null,
    subject: null,
    body: null,
    sentAt: null,
    settledAt: null,
    insisted: false,
    ...named,
  };
  const normal = normalAddress(message.channel, message.address) ?? message.address;
  return { id: messageId(message), addressHash: addressHash(message.channel, normal), ...message };
}

/** Puts the messages into the outbox as they are; those in the state `sending` are claimed for an hour. */
export async function putMessages(db: Db, messages: readonly Message[], vault: Vault = plainVault): Promise<void> {
  for (const message of messages) {
    const sealed = (text: string | null) => (text === null ? null : vault.sealText(text));
    await db.query(
      `insert into notifier.message
         (about, id, kind, template, occasion, status, event_id, channel, recipient, address, address_hash, locale, zone,
          urgent, variables, fact_at, queued_at, not_before, expires_at, state, reason, detail, attempts, claimed_by,
          claimed_until, provider, provider_id, subject, body, sent_at, settled_at)
       select m.about, m.id, m.kind, m.template, m.occasion, m.status, m."eventId", m.channel, m.recipient, m.address, $2,
              m.locale, m.zone, m.urgent, m.variables, m."factAt", m."queuedAt", m."notBefore", m."expiresAt", m.state,
              m.reason, m.detail, m.attempts, case m.state when 'sending' then 'a worker' end,
              case m.state when 'sending' then $3::timestamptz end, m.provider, m."providerId", m.subject, m.body,
              m."sentAt", m."settledAt"
         from jsonb_to_record($1) as m (about text, id text, kind text, template text, occasion text, status text,
              "eventId" text, channel text, recipient text, address text, locale text, zone text, urgent boolean,
              variables text, "factAt" timestamptz, "queuedAt" timestamptz, "notBefore" timestamptz,
              "expiresAt" timestamptz, state text, reason text, detail text, attempts integer, provider text,
              "providerId" text, subject text, body text, "sentAt" timestamptz, "settledAt" timestamptz)`,
      [
        JSON.stringify({
          ...message,
          address: sealed(message.address),
          variables: sealed(JSON.stringify(message.variables)),
          detail: sealed(message.detail),
          subject: sealed(message.subject),
          body: sealed(message.body),
          factAt: new Date(message.factAt),
          queuedAt: new Date(message.queuedAt),
          notBefore: new Date(message.notBefore),
          expiresAt: new Date(message.expiresAt),
          sentAt: message.sentAt && new Date(message.sentAt),
          settledAt: message.settledAt && new Date(message.settledAt),
        }),
        message.addressHash,
        new Date(message.queuedAt + HOUR),
      ],
    );
  }
}
