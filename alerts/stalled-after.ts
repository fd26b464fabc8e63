import type { Instant } from '../platform/clock.ts';

export type Stalling = {
  /** What a rule declares. */
  declaredMs: number;
  /** How late a single message of the source may be; less than that where nobody knows. */
  lateMs: number;
  /** So many reports usually come; null: nobody knows. */
  usual: number | null;
};

/** What is slow reports seldom; a rule looks at these ages of the last report only. */
const STEPS = [1, 1.5, 2];

/** How old the last report may be at which a rule looks, the youngest first. */
export function agesOfStalled({ declaredMs, lateMs }: Omit<Stalling, 'usual'>): number[] {
  return [...STEPS.map(times => times * declaredMs).filter(ms => ms < lateMs), Math.max(declaredMs, lateMs)];
}

/**
 * For so long nothing may come after the last report before work counts as stopped. Where messages are late now and then,
 * one may just be: when all usual reports have come, that is what moves the order. Before, it is twice the longest pause
 * between the reports of this order, since then two of them would have to be late.
 */
export function stalledAfter(
  { reports, since }: { reports: readonly Instant[]; since: Instant },
  { declaredMs, lateMs, usual }: Stalling,
): number {
  if (lateMs <= declaredMs) return declaredMs;
  if (usual === null || reports.length >= usual) return lateMs;
  const pauses = reports.slice(1).map((at, place) => at - reports[place]!);
  // Before the first it may have waited for its turn.
  const longest = pauses.length > 0 ? Math.max(...pauses) : Math.min(reports[0]! - since, declaredMs);
  return agesOfStalled({ declaredMs, lateMs }).find(ms => ms >= 2 * longest) ?? lateMs;
}
