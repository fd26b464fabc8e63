import type { Judgement } from './evidence.ts';
import type { Thought } from './finding.ts';

/** What is kept of a judgement with what it is about. */
export function thoughtOf({ cause, suspect, usual }: Judgement): Thought {
  return { causeKey: cause?.key ?? null, suspect, usual };
}

/**
 * What is thought of a finding after another look; null: the same. What caused it stays known when it has ended: the order
 * is still behind it. That the numbers of a sentence grow by the minute is nothing to write down for thousands of orders.
 */
export function thinkAgain({ causeKey, suspect, usual }: Thought, judgement: Judgement): Thought | null {
  const now = thoughtOf(judgement);
  const isNews =
    (now.causeKey ?? causeKey) !== causeKey ||
    (now.suspect === null) !== (suspect === null) ||
    (usual === null && now.usual !== null);
  return isNews ? { ...now, causeKey: now.causeKey ?? causeKey, usual: now.usual ?? usual } : null;
}
