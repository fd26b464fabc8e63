import type { Instant } from '../platform/clock.ts';
import type { Channel, Handed } from './channel.ts';
import type { ChannelName } from './message.ts';
import type { FailureReason, SuppressionReason } from './reasons.ts';

/** What follows from handing a message over. */
export type Next =
  | { state: 'sent'; providerId: string | null }
  | { state: 'queued'; notBefore: Instant; reason: FailureReason }
  | { state: 'failed'; reason: FailureReason; suppress: SuppressionReason | null }
  | { state: 'dead'; reason: FailureReason }
  | { state: 'unknown' }
  | { state: 'dropped'; reason: 'expired' };

export type Attempt = {
  channel: ChannelName;
  whenUnknown: Channel['whenUnknown'];
  /** Which one it was, from 1. */
  attempt: number;
  expiresAt: Instant;
  now: Instant;
  /** From 0 to 1: so that those that failed together do not come back together. */
  random: number;
};

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** As partners know it from others (Standard Webhooks): the time before each attempt. */
export const WEBHOOK_LADDER_MS: readonly number[] = [
  0,
  5 * SECOND,
  5 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  5 * HOUR,
  10 * HOUR,
];

const FIRST_MS = 30 * SECOND;
const LONGEST_MS = HOUR;
/** Then a person has to look: after six hours, usually. */
export const MOST_ATTEMPTS = 20;
// Each may arrive, though nobody says so: a reader forgives one mail too many, not twenty.
const MOST_UNKNOWN = 3;

/** Nothing that the message or its reader could help: tried until the message expires, at the pace of the breaker. */
const PROVIDERS_OWN: ReadonlySet<FailureReason> = new Set(['provider_down', 'bad_credentials', 'too_many']);

export function afterHanding(handed: Handed, attempt: Attempt): Next {
  switch (handed.kind) {
    case 'sent':
      return { state: 'sent', providerId: handed.providerId };
    case 'permanent':
      return { state: 'failed', reason: handed.reason, suppress: handed.suppress };
    case 'transient':
      return again(handed.reason, handed.retryAfterMs ?? 0, attempt);
    case 'unknown':
      if (attempt.whenUnknown === 'lookUp') return { state: 'unknown' };
      if (attempt.attempt >= MOST_UNKNOWN && attempt.channel !== 'webhook') return { state: 'unknown' };
      return again('provider_down', 0, attempt);
    default:
      return handed satisfies never;
  }
}

function again(reason: FailureReason, atLeastMs: number, attempt: Attempt): Next {
  const { now, expiresAt } = attempt;
  const waitMs = backOffMs(reason, attempt);
  if (waitMs === null) return { state: 'dead', reason };
  const notBefore = now + Math.max(waitMs, atLeastMs);
  return notBefore >= expiresAt ? { state: 'dropped', reason: 'expired' } : { state: 'queued', notBefore, reason };
}

/** Null: it was tried as often as makes sense. Full jitter: "Exponential Backoff and Jitter", AWS Architecture Blog 2015. */
function backOffMs(reason: FailureReason, { channel, attempt, random }: Attempt): number | null {
  if (channel === 'webhook') return WEBHOOK_LADDER_MS[attempt] ?? null;
  if (attempt >= MOST_ATTEMPTS && !PROVIDERS_OWN.has(reason)) return null;
  return Math.round(Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(attempt - 1, 20)) * random);
}
