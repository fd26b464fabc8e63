import type { Instant } from '../platform/clock.ts';
import type { Lifecycle, StatusName } from './lifecycle.ts';
import { mainWay } from './main-way.ts';
import { type Curve, spanFor } from './usual-curve.ts';

/** When an order is expected to come to its end, and what that is said by. */
export type Expected =
  | {
      /** One of ten comes before it. */
      from: Instant;
      /** One of ten comes after it. */
      to: Instant;
      /** Half of them come before it. */
      likely: Instant;
      /** The partner's own orders, those of all of its lifecycle, or the declared service level. */
      basis: 'partner' | 'lifecycle' | 'declared';
      /** Of so many orders. */
      samples: number;
    }
  | typeof NOT_EXPECTED;

/** It has come to its end, nobody works on it, or nobody knows. */
export const NOT_EXPECTED = { from: null, to: null, likely: null, basis: null, samples: 0 } as const;

export type OrderUnderWay = {
  status: StatusName;
  /** When it came into its status, later by the time in which it was frozen there. */
  since: Instant;
  targetAt: Instant | null;
  dueAt: Instant | null;
};

/** By what happened to others like it. */
export function expectBy(
  curve: Curve,
  basis: 'partner' | 'lifecycle',
  since: Instant,
  now: Instant,
): Exclude<Expected, typeof NOT_EXPECTED> {
  const { from, likely, to } = spanFor(curve, Math.max(0, now - since));
  const at = (ms: number) => Math.round(since + ms);
  return { from: at(from), likely: at(likely), to: at(to), basis, samples: curve.ends };
}

/**
 * As nothing has happened yet to go by: when all limits are kept just so, the targets or, at the latest, the breaches.
 * Null where a status on the way has none: an order may rest there for ever.
 */
export function expectDeclared(
  lifecycle: Lifecycle,
  { status, targetAt, dueAt }: OrderUnderWay,
  now: Instant,
): Exclude<Expected, typeof NOT_EXPECTED> | null {
  const way = mainWay(lifecycle, status);
  if (way === null || targetAt === null || dueAt === null) return null;
  let [from, to] = [Math.max(targetAt, now), Math.max(dueAt, now)];
  for (const next of way.slice(0, -1)) {
    const first = lifecycle.deadlines(next, from, []);
    const last = lifecycle.deadlines(next, to, []);
    if (!first || !last) return null;
    [from, to] = [first.targetAt, last.dueAt];
  }
  return { from, likely: from, to: Math.max(from, to), basis: 'declared', samples: 0 };
}
