import type { Instant } from '../platform/clock.ts';
import type { Fact } from '../tracker/progress.ts';

/** What a system usually reports of an order before it moves on. Null where too few tell. */
export type UsualProgress = {
  /** So many reports. */
  count: number | null;
  types: ReadonlySet<string> | null;
  /** The longest that anybody waited for the next report and got it. */
  longestPauseMs: number | null;
};

const LEAST_SAMPLES = 10;
/** So many of them agree on how many reports there are. */
const AGREED = 0.8;
/** A machine that is busy is not one that hangs. */
const SHORTEST_STOP_MS = 10 * 60_000;
const HOUR_MS = 3_600_000;

/** `said`: of each order that went on lately, its reports. Those of which nothing was reported tell nothing of reports. */
export function learnProgress(said: readonly (readonly Fact[])[]): UsualProgress {
  const reported = said.filter(facts => facts.length > 0);
  if (reported.length < LEAST_SAMPLES) return { count: null, types: null, longestPauseMs: null };
  return {
    count: agreedCount(reported.map(({ length }) => length)),
    types: new Set(reported.flat().map(({ type }) => type)),
    longestPauseMs: Math.max(...reported.flatMap(pauses), 0) || null,
  };
}

/** So many reports does nearly everybody of these have of whom anything was reported; null: there is no such number. */
export function agreedCount(counts: readonly number[]): number | null {
  const reported = counts.filter(count => count > 0);
  if (reported.length < LEAST_SAMPLES) return null;
  const [[count, agreed] = [0, []]] = [...Map.groupBy(reported, count => count)].toSorted(
    ([, a], [, b]) => b.length - a.length,
  );
  return agreed.length >= AGREED * reported.length ? count : null;
}

/**
 * For so long nothing may come before the work counts as stopped: twice the longest pause of this order, since what is slow
 * is slow all along. The first pause may have been a wait in the queue, so it does not count for more than twice of what
 * others ever paused, an hour at least.
 */
export function stoppedAfter(progress: readonly Fact[], since: Instant, usual: UsualProgress): number {
  const first = Math.min(progress[0]!.at - since, Math.max(HOUR_MS, 2 * (usual.longestPauseMs ?? 0)));
  const own = Math.max(...(progress.length > 1 ? pauses(progress) : [first]));
  return Math.max(SHORTEST_STOP_MS, 2 * own);
}

function pauses(facts: readonly Fact[]): number[] {
  return facts.slice(1).map(({ at }, place) => at - facts[place]!.at);
}
