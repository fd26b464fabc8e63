import { createHash } from 'node:crypto';
import type { Instant } from '../platform/clock.ts';

export const CHANNELS = ['email', 'sms', 'telegram', 'slack', 'webhook'] as const;
export type ChannelName = (typeof CHANNELS)[number];

export const MESSAGE_STATES = [
  /** Waits for its time or for a worker. */
  'queued',
  /** A worker has it. */
  'sending',
  /** The provider took it. */
  'sent',
  /** The provider says that it arrived. */
  'delivered',
  /** It will not arrive, and trying again would not help. */
  'failed',
  /** The provider may have it or not: a worker ended between handing over and writing down. */
  'unknown',
  /** Tried as often as makes sense. */
  'dead',
  /** Not sent, on purpose. */
  'dropped',
  /** What would have been sent, had the channel been set up. */
  'dry_run',
] as const;
export type MessageState = (typeof MESSAGE_STATES)[number];

/** `customer:C-7`, `partner:acme`, `staff:olga`; `order:ORD-1` for a customer of whom no id is known. */
export type Recipient = string;

/** What a template is filled with, as JSON has it; instants are ISO 8601 texts. */
export type Variables = { readonly [name: string]: unknown };

/** A message to somebody, ready for the outbox. */
export type NewMessage = {
  /** The order; else what it is about, such as `incident:31`. */
  about: string;
  kind: 'customer' | 'partner' | 'staff';
  template: string;
  /** Told once for each: the status, which delay, which escalation. */
  occasion: string;
  /** In which the order must still be when it is sent; null: in any. */
  status: string | null;
  eventId: string | null;
  channel: ChannelName;
  recipient: Recipient;
  /** E-mail address, E.164 number, chat id, or URL. */
  address: string;
  locale: string;
  /** IANA time zone of the recipient: of quiet hours and of dates in the text. */
  zone: string;
  /** Goes out in quiet hours, too. */
  urgent: boolean;
  variables: Variables;
  /** When what it tells became known. */
  factAt: Instant;
  notBefore: Instant;
  /** Useless from then on. */
  expiresAt: Instant;
  /** W3C: where the trace of what caused it goes on; null: of whatever is under way when it is put into the outbox. */
  traceparent: string | null;
};

/** A message in the outbox; `address`, `variables` and `detail` opened. */
export type Message = NewMessage & {
  id: string;
  addressHash: Buffer;
  state: MessageState;
  reason: string | null;
  detail: string | null;
  attempts: number;
  queuedAt: Instant;
  provider: string | null;
  providerId: string | null;
  subject: string | null;
  body: string | null;
  sentAt: Instant | null;
  settledAt: Instant | null;
  /** Somebody wants it to go out although it is not true any more. */
  insisted: boolean;
};

export type MessageName = { about: string; id: string };

/**
 * The same message is the same row, whoever makes it, however often: order, occasion, recipient, channel and template
 * make its id: the key is what keeps a redelivery, a replay and a second tracker quiet.
 */
export function messageId(
  message: Pick<NewMessage, 'about' | 'occasion' | 'recipient' | 'channel' | 'template'>,
): string {
  const { about, occasion, recipient, channel, template } = message;
  return createHash('sha256')
    .update(JSON.stringify([about, occasion, recipient, channel, template]))
    .digest('hex')
    .slice(0, 32);
}
