import type { Instant } from '../platform/clock.ts';
import type { ChannelName, MessageName, Recipient } from './message.ts';
import type { FailureReason, SuppressionReason } from './reasons.ts';

/** What goes over the wire, made by a template for its channel (template.ts). */
export type Content =
  | { channel: 'email'; subject: string; text: string; html: string }
  | { channel: 'sms'; text: string }
  /** `html`: Telegram's subset. */
  | { channel: 'telegram'; html: string; buttons: readonly ChatButton[] }
  | { channel: 'slack'; text: string; title: string; paragraphs: readonly string[]; buttons: readonly ChatButton[] }
  /** `body`: JSON, signed as it is. */
  | { channel: 'webhook'; body: string };

export type Button = { label: string; url: string };

/** `press`: what we are told when somebody presses it; without it, it opens its link. */
export type ChatButton = (Button & { press?: undefined }) | { label: string; press: string };

/** What a press of a button may want, as templates name it. */
export const PRESSES = ['take', 'real', 'not_real', 'our_data'] as const;
export type PressName = (typeof PRESSES)[number];

/** What we are told of each press; of those that are not here there is no button to press. */
export type Presses = Readonly<Partial<Record<PressName, string>>>;

export type Outgoing = MessageName & {
  recipient: Recipient;
  address: string;
  locale: string;
  content: Content;
  /** One click and they get no more; null where that makes no sense. */
  unsubscribeUrl: string | null;
  /** Which attempt this is, from 1. */
  attempt: number;
};

/** What became of handing it over. `said`: the provider's words, which may hold personal data. */
export type Handed =
  | { kind: 'sent'; providerId: string | null; said: string | null }
  /** Trying again may help; not before `retryAfterMs`, where the provider says so. */
  | { kind: 'transient'; reason: FailureReason; said: string; retryAfterMs: number | null }
  /** Trying again would not help. `suppress`: nothing else will arrive at the address either. */
  | { kind: 'permanent'; reason: FailureReason; said: string; suppress: SuppressionReason | null }
  /** The provider may have it or not. */
  | { kind: 'unknown'; said: string };

export type LookedUp =
  | { kind: 'found'; providerId: string }
  | { kind: 'absent' }
  | { kind: 'cannotTell'; said: string };

/** A way to reach people. Another one joins by a file in channels/ and a place in channels/all.ts. */
export interface Channel {
  readonly name: ChannelName;
  /** For metrics and the row: `smtp`, `twilio`, … */
  readonly provider: string;
  /** How many it hands over at once, so that a slow provider holds up nobody but itself. */
  readonly concurrency: number;
  /**
   * What to do about a message that may have been handed over: a second mail with the same Message-ID does no harm, a
   * second SMS does.
   */
  readonly whenUnknown: 'sendAgain' | 'lookUp';
  /** Never rejects for what the provider or the network does: that is its result. */
  send(message: Outgoing, signal: AbortSignal): Promise<Handed>;
  /** Whether the provider has the message that was handed over at about `at`. */
  lookUp?(message: Outgoing, at: Instant): Promise<LookedUp>;
  stop(): Promise<void>;
}
