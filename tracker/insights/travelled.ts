import type { Instant } from '../../platform/clock.ts';
import type { Lifecycle, StatusName } from '../lifecycle.ts';
import type { PastOrder } from '../past-orders.ts';
import { staysOf } from '../whole-stays.ts';

/** A stay of an order that has gone on from there, with what became of its limit. */
export type EndedStay = {
  status: StatusName;
  next: StatusName;
  leftAt: Instant;
  /** By the clock: time in which it was frozen is in it. */
  ms: number;
  /** Past the limit that must be kept; null: there is none. */
  late: boolean | null;
};

/** What figures over many orders are made of: one order with its way, and how it kept to it. */
export type Travelled = {
  orderId: string;
  lifecycle: string;
  partner: string | null;
  productClass: string | null;
  /** The statuses in the order in which it came into them. */
  way: readonly StatusName[];
  stays: readonly EndedStay[];
  /** Any stay was late, the present one, too. */
  late: boolean;
  /** From its first status to its end; null: it is under way. */
  totalMs: number | null;
  /** It came to its end before what was promised; null: nothing was, or it is under way and in time. */
  keptPromise: boolean | null;
};

/** Null: of an order of which nothing has said where it is. */
export function travelled(lifecycle: Lifecycle, past: PastOrder, now: Instant): Travelled | null {
  const { orderId, partner, productClass, promisedAt } = past;
  const all = staysOf({ ...past, lifecycle });
  const [first] = all;
  const last = all.at(-1);
  if (!first || !last) return null;
  const stays = all.slice(0, -1).map(({ status, at, limits }, index): EndedStay => {
    const next = all[index + 1]!;
    return {
      status,
      next: next.status,
      leftAt: next.at,
      ms: Math.max(0, next.at - at),
      late: limits && next.at > limits.dueAt,
    };
  });
  const hasEnded = lifecycle.isTerminal(last.status);
  const isLateNow = !hasEnded && last.limits !== null && now > last.limits.dueAt;
  return {
    orderId,
    lifecycle: lifecycle.name,
    partner,
    productClass,
    way: all.map(({ status }) => status),
    stays,
    late: isLateNow || stays.some(({ late }) => late === true),
    totalMs: hasEnded ? Math.max(0, last.at - first.at) : null,
    keptPromise: promiseKept(promisedAt, hasEnded ? last.at : null, now),
  };
}

function promiseKept(promisedAt: Instant | null, endedAt: Instant | null, now: Instant): boolean | null {
  if (promisedAt === null) return null;
  if (endedAt !== null) return endedAt <= promisedAt;
  return now > promisedAt ? false : null;
}
