import { toIso } from '../../platform/clock.ts';
import type { Db } from '../../platform/postgres.ts';
import type { Lifecycles } from '../../tracker/lifecycle.ts';
import { readTimeline } from '../../tracker/timeline.ts';
import { orderChanged, type Problem } from '../problem.ts';

/** Who was faster, and what they did: the last that changed the order. */
export async function overtakenOrder(
  { db, lifecycles }: { db: Db; lifecycles: Lifecycles },
  orderId: string,
): Promise<Problem> {
  const timeline = await readTimeline(db, lifecycles, orderId);
  const last = timeline.findLast(({ kind }) => kind === 'transition' || kind === 'correction');
  return orderChanged(last ? { by: last.by, at: toIso(last.at), what: last.title } : null);
}
