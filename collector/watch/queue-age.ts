import type { Instant } from '../../platform/clock.ts';

export type Age = { ms: number | null; isEstimate: boolean };

/** What was seen of the queue the last time; `wasEmptyAt` null: it has never been seen empty. */
export type Before = { wasEmptyAt: Instant | null; ageMs: number | null; sampledAt: Instant };

export type QueueNow = {
  messages: number;
  ready: number;
  /** How many a second leave it for good. */
  takenPerSecond: number;
  /** Of the message at its head, where the broker says so. */
  headAt: Instant | null;
  /** How old messages are when we record them, where we are the consumer. */
  lagMs: number | null;
};

/**
 * How old the oldest message is. Without a word of the broker: as long as what is ready takes to leave at the present
 * pace (Little's law); where nothing leaves, it grows older with the time. Nothing of it is older than the last look
 * that found the queue empty.
 */
export function oldestAge(queue: QueueNow, before: Before | null, now: Instant): Age {
  if (queue.messages === 0) return { ms: null, isEstimate: false };
  const { headAt, lagMs, ready, takenPerSecond } = queue;
  if (headAt !== null) return { ms: Math.max(0, now - headAt), isEstimate: false };
  const atMost = (ms: number) => (before?.wasEmptyAt == null ? ms : Math.min(ms, now - before.wasEmptyAt));
  if (lagMs !== null) return { ms: atMost(Math.max(0, lagMs)), isEstimate: false };
  if (takenPerSecond > 0) return { ms: atMost((ready / takenPerSecond) * 1_000), isEstimate: true };
  return { ms: before === null ? 0 : (before.ageMs ?? 0) + (now - before.sampledAt), isEstimate: true };
}
