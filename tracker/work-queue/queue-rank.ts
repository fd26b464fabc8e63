import type { Instant } from '../../platform/clock.ts';

/** What the place of an order in the work queue follows from. */
export type Waiting = {
  orderId: string;
  /** When it came into its status. */
  since: Instant;
  /** When anything was heard of it first. */
  begunAt: Instant;
  dueAt: Instant | null;
  promisedAt: Instant | null;
};

/** An order without a limit is to be done within this, or it would wait for as long as others have one. */
export const USUAL_LIMIT_MS = 7 * 24 * 3_600_000;

/** What must be kept next: its limit, or what the customer was promised. */
export function deadlineOf({ since, dueAt, promisedAt }: Omit<Waiting, 'orderId'>): Instant {
  return Math.min(dueAt ?? since + USUAL_LIMIT_MS, promisedAt ?? Number.POSITIVE_INFINITY);
}

/**
 * The lower, the sooner: the deadline, less what the order has waited already since anybody heard of it. Both shrink by the
 * clock for all orders alike, so `now` falls out, and an order keeps its place for as long as it waits. An order that
 * begins at s has a rank of 2 s at least: once half its rank has passed, nothing that begins ever comes before an order,
 * so none waits for ever, however many new ones with short limits come.
 */
export function queueRank(waiting: Omit<Waiting, 'orderId'>): number {
  return deadlineOf(waiting) + waiting.begunAt;
}

/** Total, so that any number of people see one queue. */
export function byQueue(one: Waiting, other: Waiting): number {
  return queueRank(one) - queueRank(other) || (one.orderId < other.orderId ? -1 : one.orderId > other.orderId ? 1 : 0);
}

/** Why an order is where it is in the queue; milliseconds. */
export type QueueReason =
  /** It is past its limit, or past what was promised. */
  | { kind: 'late' | 'promiseBroken'; ms: number }
  /** It comes to its limit, or to what was promised. */
  | { kind: 'due' | 'promised'; ms: number }
  | { kind: 'noLimit' }
  /** It has been under way longer than it may be in this status: it is before some whose limit comes sooner. */
  | { kind: 'old'; ms: number }
  | { kind: 'assignedToYou' };

/** The weightiest first. Pure. */
export function queueReasons(
  waiting: Omit<Waiting, 'orderId'>,
  { isAssigned, now }: { isAssigned: boolean; now: Instant },
): QueueReason[] {
  const { since, begunAt, dueAt, promisedAt } = waiting;
  const reasons: QueueReason[] = [];
  if (isAssigned) reasons.push({ kind: 'assignedToYou' });
  const promiseFirst = promisedAt !== null && (dueAt === null || promisedAt < dueAt);
  if (promiseFirst) {
    reasons.push(timed(promisedAt, now, { passed: 'promiseBroken', ahead: 'promised' }));
  } else if (dueAt !== null) reasons.push(timed(dueAt, now, { passed: 'late', ahead: 'due' }));
  else reasons.push({ kind: 'noLimit' });
  const limitMs = (dueAt ?? since + USUAL_LIMIT_MS) - since;
  if (since - begunAt > limitMs) reasons.push({ kind: 'old', ms: now - begunAt });
  return reasons;
}

function timed(
  at: Instant,
  now: Instant,
  { passed, ahead }: { passed: 'late' | 'promiseBroken'; ahead: 'due' | 'promised' },
): QueueReason {
  return now > at ? { kind: passed, ms: now - at } : { kind: ahead, ms: at - now };
}
