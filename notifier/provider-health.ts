import type { Instant } from '../platform/clock.ts';
import { type Breaker, createBreaker } from './breaker.ts';
import type { Handed } from './channel.ts';
import type { ChannelName, Message, Recipient } from './message.ts';
import { type Pace, paceAt, perSecondAt } from './pace.ts';
import type { FailureReason } from './reasons.ts';

/** Whether, and how fast, a provider takes messages. Each partner's webhook is a provider of its own. */
export type ProviderHealth = {
  breakerOf(message: Pick<Message, 'recipient'>): Breaker;
  /** Of the provider as a whole. */
  breaker: Breaker;
  /** Those whose own endpoint is left alone. */
  resting(now: Instant): Recipient[];
  /** How many messages may begin now. */
  room(now: Instant): number;
  /** One begins. */
  begin(message: Message, now: Instant): void;
  /** What came of it; null: the provider had nothing to do with it. */
  heed(message: Message, handed: Handed | null, now: Instant): void;
  /** When it last took a message, and when it was last out of order and how; null: not since this process began. */
  lastSentAt(): Instant | null;
  lastFault(): { at: Instant; reason: FailureReason | null } | null;
  /** When there may be room again, if there is none now. */
  roomAfterMs(now: Instant): number;
};

const FAULTS: ReadonlySet<FailureReason> = new Set(['provider_down', 'bad_credentials', 'bad_sender']);
const LONGEST_PAUSE_MS = 60_000;
const LONGEST_IDLE_MS = 1_000;

export function watchProvider(channel: ChannelName, perSecond: () => number | null): ProviderHealth {
  const whole = createBreaker();
  const endpoints = new Map<Recipient, Breaker>();
  let pace: Pace | null = null;
  let pausedUntil: Instant = 0;
  let lastSentAt: Instant | null = null;
  let lastFault: { at: Instant; reason: FailureReason | null } | null = null;

  const breakerOf = ({ recipient }: Pick<Message, 'recipient'>): Breaker => {
    if (channel !== 'webhook') return whole;
    const own = endpoints.get(recipient) ?? createBreaker();
    endpoints.set(recipient, own);
    return own;
  };
  const rate = (now: Instant) => perSecondAt(now, perSecond(), whole.recoveredAt());

  return {
    breaker: whole,
    breakerOf,
    resting: now =>
      [...endpoints].filter(([, own]) => own.isTrying() || own.state(now) === 'open').map(([recipient]) => recipient),
    room: now => {
      const state = whole.state(now);
      if (state === 'open' || whole.isTrying() || now < pausedUntil) return 0;
      if (state === 'halfOpen') return 1;
      const limit = rate(now);
      pace = limit === null ? null : paceAt(pace ?? { tokens: 1, at: now }, now, limit);
      return pace === null ? Number.POSITIVE_INFINITY : Math.floor(pace.tokens);
    },
    begin: (message, now) => {
      breakerOf(message).begin(now);
      if (pace) pace = { ...pace, tokens: pace.tokens - 1 };
    },
    heed: (message, handed, now) => {
      const own = breakerOf(message);
      if (handed === null) return own.unclear();
      if (handed.kind === 'transient' && handed.reason === 'too_many') {
        pausedUntil = now + Math.min(handed.retryAfterMs ?? LONGEST_IDLE_MS, LONGEST_PAUSE_MS);
      }
      const isFault = handed.kind === 'unknown' || (handed.kind !== 'sent' && FAULTS.has(handed.reason));
      if (handed.kind === 'sent') lastSentAt = now;
      if (isFault) {
        lastFault = {
          at: now,
          reason: handed.kind === 'transient' || handed.kind === 'permanent' ? handed.reason : null,
        };
        own.failed(now);
      } else own.succeeded(now);
    },
    lastSentAt: () => lastSentAt,
    lastFault: () => lastFault,
    roomAfterMs: now => {
      const limit = rate(now);
      if (limit === null || pace === null || pace.tokens >= 1) return LONGEST_IDLE_MS;
      return Math.min(LONGEST_IDLE_MS, Math.max(10, Math.ceil(((1 - pace.tokens) / limit) * 1_000)));
    },
  };
}
