import type { AskedOrder, Facts } from './evidence-provider.ts';

/** What went on longer ago says nothing about whose turn it is now. */
const LATELY_MS = 24 * 3_600_000;

/**
 * Its turn will come: others that came before it wait, too, or have gone on lately, and none that came after it has gone
 * on.
 */
export function isInTurn({ orderId, lifecycle, status, since }: AskedOrder, facts: Facts): boolean {
  if (status === null || since === null) return false;
  const { waiting, gone } = facts.line(lifecycle, status);
  if (gone.some(one => one.since > since)) return false;
  return (
    waiting.some(one => one.since < since && one.orderId !== orderId) ||
    gone.some(one => one.since < since && one.at > Math.max(since, facts.at - LATELY_MS))
  );
}
