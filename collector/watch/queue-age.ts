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
  /**
   * The shortest way that a message which has just left it can have had, by the producers' clocks; null: nobody knows. It
   * is a bound and no measure: an event that is published a day after it happened has not been in the queue for a day.
   */
  wayMs: number | null;
};

/**
 * How old the oldest message is. Without a word of the broker: as long as what is ready takes to leave at the present
 * pace (Little's law); where nothing leaves, it grows older with the time. Nothing of it is older than the last look
 * that found the queue empty, whatever a publisher has written on it.
 */
export function oldestAge(queue: QueueNow, before: Before | null, now: Instant): Age {
  if (queue.messages === 0) return { ms: null, isEstimate: false };
  const { headAt, wayMs, ready, takenPerSecond } = queue;
  const sinceEmpty = before?.wasEmptyAt == null ? Number.POSITIVE_INFINITY : now - before.wasEmptyAt;
  const atMost = (ms: number, bound: number) => Math.max(0, Math.min(ms, bound));
  if (headAt !== null) return { ms: atMost(now - headAt, sinceEmpty), isEstimate: false };
  if (takenPerSecond > 0) {
    const bound = Math.min(sinceEmpty, wayMs ?? Number.POSITIVE_INFINITY);
    return { ms: atMost((ready / takenPerSecond) * 1_000, bound), isEstimate: true };
  }
  return { ms: before === null ? 0 : (before.ageMs ?? 0) + (now - before.sampledAt), isEstimate: true };
}
