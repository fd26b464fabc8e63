import type { Instant } from '../../platform/clock.ts';
import type { OrderNow } from '../decisions/order-now.ts';
import type { Lifecycle } from '../lifecycle.ts';

export type CorrectionVerdict =
  /** `skipped`: statuses on the way that never came. */
  | { kind: 'legal'; skipped: readonly string[] }
  /** The lifecycle has no way there: somebody else has to agree. */
  | { kind: 'needsSecond'; why: string }
  /** Nobody can do so. */
  | { kind: 'refused'; why: string };

/** Whether the order may be put into `to`, by what it was at that time. Pure; `why` is a sentence. */
export function judgeCorrection(
  { lifecycle, state }: Pick<OrderNow, 'lifecycle' | 'state'>,
  { to, at, now }: { to: string; at: Instant | null; now: Instant },
): CorrectionVerdict {
  if (!lifecycle.knows(to)) {
    return { kind: 'refused', why: `${to} is no status of the lifecycle ${lifecycle.name}, that of this order.` };
  }
  if (at !== null && at > now) return { kind: 'refused', why: 'What is still to come can not be put right.' };
  const from = at === null ? state.status : (state.memory.history.findLast(stay => stay.at <= at)?.status ?? null);
  if (from === to) return atThatStatus(from, state.confirmed, at);
  const way = lifecycle.path(from, to);
  if (way !== null) return { kind: 'legal', skipped: way.slice(0, -1) };
  return { kind: 'needsSecond', why: whyNot(lifecycle, from, to) };
}

function atThatStatus(status: string, confirmed: boolean, at: Instant | null): CorrectionVerdict {
  // Its owner has said nothing yet: a person's word confirms it.
  if (!confirmed && at === null) return { kind: 'legal', skipped: [] };
  return { kind: 'refused', why: at === null ? `It is ${status} already.` : `It was ${status} at that time.` };
}

function whyNot(lifecycle: Lifecycle, from: string | null, to: string): string {
  if (from === null) return `No order of the lifecycle ${lifecycle.name} begins with ${to}.`;
  if (lifecycle.isTerminal(from)) return `${from} is where orders end.`;
  return `${to} cannot follow ${from}.`;
}
