import type { Lifecycle } from './lifecycle.ts';

/** What a system's claim means for an order (INGEST §1, *Whose word counts*). */
export type Judgement =
  | { kind: 'confirmation'; byOwner: boolean }
  | { kind: 'move'; byOwner: boolean; skipped: readonly string[] }
  /** The order has been there before and the claim is not its owner's: only that system's view. */
  | { kind: 'echo' }
  | { kind: 'illegal' };

/**
 * Judges the claim of `claimed` by `source` about an order that is in `present` and has been in `visited`.
 * Going back to a visited status (rework) needs a declared way and the word of the status's owner.
 */
export function judgeClaim(
  lifecycle: Lifecycle,
  order: { present: string | null; visited: (status: string) => boolean },
  claimed: string,
  source: string,
): Judgement {
  const byOwner = lifecycle.owner(claimed) === source;
  if (claimed === order.present) return { kind: 'confirmation', byOwner };
  if (order.visited(claimed) && !byOwner) return { kind: 'echo' };
  const way = lifecycle.path(order.present, claimed);
  if (way === null) return { kind: 'illegal' };
  return { kind: 'move', byOwner, skipped: way.slice(0, -1) };
}

/** Two systems disagree when neither can become what the other says. One behind the other is mere lag. */
export function diverge(lifecycle: Lifecycle, one: string, other: string): boolean {
  return one !== other && lifecycle.path(one, other) === null && lifecycle.path(other, one) === null;
}

/** A source relapses when it goes back to a status it claimed before, by no declared way. */
export function relapses(lifecycle: Lifecycle, last: string, earlier: readonly string[], claimed: string): boolean {
  return claimed !== last && earlier.includes(claimed) && lifecycle.path(last, claimed) === null;
}
