import type { AskedOrder, Facts } from './evidence-provider.ts';

/** What went on longer ago says nothing about whose turn it is now. */
const LATELY_MS = 24 * 3_600_000;
/** Where several are worked on at the same time one that came later is ready earlier now and then. */
const OVERTOOK = 0.1;
const SEVERAL = 2;

/**
 * Its turn will come: others that came before it wait, too, or have gone on lately, and hardly any that came after it has
 * gone on.
 */
export function isInTurn({ orderId, lifecycle, status, since }: AskedOrder, facts: Facts): boolean {
  if (status === null || since === null) return false;
  const { waiting, gone } = facts.line(lifecycle, status);
  const lately = Math.max(since, facts.at - LATELY_MS);
  const before =
    waiting.filter(one => one.since < since && one.orderId !== orderId).length +
    gone.filter(one => one.since < since && one.at > lately).length;
  const overtook = gone.filter(one => one.since > since).length;
  return before > 0 && overtook <= Math.max(before > SEVERAL ? SEVERAL : 0, OVERTOOK * before);
}
