import type { Lifecycle, StatusName } from '../tracker/lifecycle.ts';

/** The status that an order is to come into next, and the system that is to say so. Null: it has come to its end. */
export type NextMove = { status: StatusName; owner: string };

/** An order that only waits to be cancelled waits for nobody in particular, but for whoever would do that. */
export function nextMove(lifecycle: Lifecycle, status: StatusName): NextMove | null {
  const next = lifecycle.status(status)?.next ?? [];
  const move = next.find(name => !lifecycle.isTerminal(name)) ?? next[0];
  return move === undefined ? null : { status: move, owner: lifecycle.owner(move)! };
}
