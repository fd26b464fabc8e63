import type { Instant } from '../platform/clock.ts';
import type { Lifecycle, Pause } from './lifecycle.ts';
import type { OrderHistory } from './order-histories.ts';
import type { Stay } from './state.ts';
import type { Past } from './usual-samples.ts';

/** A stay with its end and its limits. */
export type WholeStay = Stay & {
  /** Null: the order is there still. Of a last status, which nothing follows, when it came there. */
  end: Instant | null;
  /** Later by the time in which it was frozen there. Null: there are none; or none runs, since it is frozen now. */
  limits: { targetAt: Instant; dueAt: Instant } | null;
};

/** All stays of an order, in the order in which they were. */
export function wholeStays({ state, ...rest }: OrderHistory): WholeStay[] {
  return staysOf({ history: state.memory.history, ...rest });
}

/** The same of whoever has read no more than that. */
export function staysOf({
  lifecycle,
  history: stays,
  pauses,
  frozenSince,
}: Past & { lifecycle: Lifecycle }): WholeStay[] {
  return stays.map((stay, index) => {
    const end = stays[index + 1]?.at ?? (lifecycle.isTerminal(stay.status) ? stay.at : null);
    const isFrozen = end === null && frozenSince !== null;
    const within = pausesWithin(stay.at, end ?? Number.POSITIVE_INFINITY, pauses, frozenSince);
    return { ...stay, end, limits: isFrozen ? null : lifecycle.deadlines(stay.status, stay.at, within) };
  });
}

/** While it was frozen no limit ran; what was still frozen when it moved was so until then. */
function pausesWithin(
  from: Instant,
  to: Instant,
  pauses: readonly Pause[],
  frozenSince: Instant | null,
): readonly Pause[] {
  const all: readonly Pause[] = frozenSince === null ? pauses : [...pauses, [frozenSince, to]];
  return all
    .map(([begun, over]): Pause => [Math.max(begun, from), Math.min(over, to)])
    .filter(([begun, over]) => begun < over);
}
