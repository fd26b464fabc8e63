import type { Instant } from '../../platform/clock.ts';
import type { Lifecycle, StatusName } from '../lifecycle.ts';

export const KEPT = ['target', 'breach', 'late'] as const;

/** What a stay that is over has kept. When it was frozen is not known of it any more, so that counts as any time. */
export type Kept = (typeof KEPT)[number] | 'unlimited';

export function stayKept(
  lifecycle: Pick<Lifecycle, 'deadlines'>,
  { status, from, to }: { status: StatusName; from: Instant; to: Instant },
): Kept {
  const limits = lifecycle.deadlines(status, from, []);
  if (!limits) return 'unlimited';
  if (to <= limits.targetAt) return 'target';
  return to <= limits.dueAt ? 'breach' : 'late';
}
