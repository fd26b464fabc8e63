import type { Instant } from '../../platform/clock.ts';
import type { ChannelName } from '../message.ts';
import type { SuppressionReason } from '../reasons.ts';
import type { SlackPress } from './slack-press.ts';
import type { Said } from './state-after.ts';

/** A provider's word about a message of ours. */
export type Receipt = {
  /** `twilio`, `sendgrid`; `bounce`, of any mail server. */
  provider: string;
  /** Of this word: with the provider it makes the one key under which it is kept. */
  key: string;
  /** As we gave it along with the message, where the provider hands it back; a Message-ID says only which one. */
  message: { about: string | null; id: string } | null;
  /** The provider's name for this sending, where it gave us the same one when it took the message. */
  providerId: string | null;
  /** When it happened, as the provider says; else when we heard of it. */
  at: Instant;
  said: Said;
  /** The provider's words, which may hold personal data. */
  detail: string;
  /** Nothing else arrives at the address of the message either. */
  suppress: SuppressionReason | null;
  /** Its recipient has opted in again. */
  unsuppress: boolean;
};

/** What somebody wrote back. */
export type Reply = { channel: ChannelName; from: string; text: string; word: ReplyWord | null };

export type ReplyWord = 'stop' | 'start' | 'help';

/** What a payload of the inbox says; null: nothing that anybody here has to know. */
export type Understood =
  | { kind: 'receipt'; receipt: Receipt }
  | { kind: 'reply'; reply: Reply }
  | { kind: 'press'; press: SlackPress }
  | null;
