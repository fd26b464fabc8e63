import type { Instant } from '../platform/clock.ts';
import type { Content, Handed } from './channel.ts';
import type { MessageEvent } from './event-rows.ts';
import type { Verdict } from './judge.ts';
import { lookUpAfter } from './look-up-times.ts';
import type { Message } from './message.ts';
import type { SuppressionReason } from './reasons.ts';
import type { Next } from './retry.ts';
import type { Settlement } from './settle-rows.ts';

/** What became of a message, and what else is to be written because of it. */
export type Outcome = {
  message: Message;
  settlement: Settlement;
  event: MessageEvent | null;
  suppress: SuppressionReason | null;
};

/** It goes back to where it was, untried. */
export function released(message: Message, reason: string | null): Outcome {
  return outcome(message, { state: 'queued', reason, attempts: message.attempts - 1 });
}

export function unsent(message: Message, verdict: Exclude<Verdict, { kind: 'send' }>, now: Instant): Outcome {
  const attempts = message.attempts - 1;
  return verdict.kind === 'wait'
    ? outcome(message, { state: 'queued', reason: verdict.reason, attempts, notBefore: verdict.until })
    : outcome(message, { state: 'dropped', reason: verdict.reason, attempts, settledAt: now });
}

export function dryRun(message: Message, content: Content, now: Instant): Outcome {
  return outcome(message, {
    state: 'dry_run',
    attempts: message.attempts - 1,
    content: kept(content),
    settledAt: now,
  });
}

/** A template that can't be filled is our fault, and trying again would not mend it. */
export function unmade(message: Message, error: Error, now: Instant): Outcome {
  const failed = { state: 'failed', reason: 'our_fault', detail: error.message } as const;
  return outcome(message, { ...failed, settledAt: now }, attemptEvent(message, failed, now));
}

export function handedOver(
  message: Message,
  {
    content,
    handed,
    next,
    provider,
    now,
  }: { content: Content; handed: Handed; next: Next; provider: string; now: Instant },
): Outcome {
  const detail = handed.said;
  const common = { provider, detail, content: kept(content) };
  switch (next.state) {
    case 'sent':
      return outcome(message, { ...common, state: 'sent', providerId: next.providerId, sentAt: now, settledAt: now });
    case 'queued': {
      const again = { ...common, state: 'queued', reason: next.reason, notBefore: next.notBefore } as const;
      return outcome(message, again, attemptEvent(message, again, now));
    }
    case 'unknown': {
      const unknown = { ...common, state: 'unknown', reason: null, notBefore: lookUpAfter(now, now) } as const;
      return outcome(message, { ...unknown, sentAt: now, settledAt: now }, attemptEvent(message, unknown, now));
    }
    case 'failed':
    case 'dead':
    case 'dropped': {
      const over = { ...common, state: next.state, reason: next.reason, settledAt: now };
      const suppress = next.state === 'failed' ? next.suppress : null;
      return { ...outcome(message, over, attemptEvent(message, over, now)), suppress };
    }
    default:
      return next satisfies never;
  }
}

function outcome(
  message: Message,
  said: Partial<Settlement> & Pick<Settlement, 'state'>,
  event: MessageEvent | null = null,
): Outcome {
  const { about, id, attempts, notBefore } = message;
  const settlement: Settlement = {
    about,
    id,
    reason: null,
    detail: null,
    attempts,
    claimedAttempt: attempts,
    notBefore,
    provider: null,
    providerId: null,
    content: null,
    sentAt: null,
    settledAt: null,
    ...said,
  };
  return { message, settlement, event, suppress: null };
}

function attemptEvent(
  { about, id, attempts }: Message,
  { state, reason, detail }: Pick<Settlement, 'state' | 'reason' | 'detail'>,
  now: Instant,
): MessageEvent {
  // With its time, for attempts are counted anew when a message is sent again by hand.
  const key = `attempt:${attempts}:${now}`;
  return { about, messageId: id, key, at: now, notedAt: now, kind: 'attempt', state, reason, detail };
}

/** What is kept of a text for people to read: of a mail its plain twin. */
export function kept(content: Content): { subject: string | null; body: string } {
  switch (content.channel) {
    case 'email':
      return { subject: content.subject, body: content.text };
    case 'sms':
      return { subject: null, body: content.text };
    case 'telegram':
      return { subject: null, body: content.html };
    case 'slack':
      return { subject: content.title, body: content.text };
    case 'webhook':
      return { subject: null, body: content.body };
    default:
      return content satisfies never;
  }
}
