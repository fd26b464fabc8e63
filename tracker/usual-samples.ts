import type { Instant } from '../platform/clock.ts';
import type { Lifecycle, Pause, StatusName } from './lifecycle.ts';
import { mainEnd } from './main-way.ts';
import type { Stay } from './state.ts';

/** What became of an order, as far as it is known now. */
export type Past = {
  history: readonly Stay[];
  /** In which it was frozen, in their order. */
  pauses: readonly Pause[];
  /** It is frozen; null: it is not. */
  frozenSince: Instant | null;
};

/** How long an order was in a status that it left for another one on its way. */
export type EndedStay = { status: StatusName; ms: number };

/** How an order went from a status to its end, or how far it has come. Durations without the time in which it was frozen. */
export type Course = {
  status: StatusName;
  /** In the status: as long as it took, or as long as it has been there. */
  stayMs: number;
  /** From coming into the status to the end; of an order under way: until now. */
  totalMs: number;
  hasEnded: boolean;
  /** How old it was when the time began from which everything is known: had it ended before, it would not be here. */
  knownFromMs: number;
};

export type Samples = { stays: readonly EndedStay[]; courses: readonly Course[] };

/**
 * What an order tells of how long things usually take, from `since` on. Each time that it comes into a status (rework)
 * counts for itself. Whoever is cancelled has not gone on: that stay is none, and it says nothing of when others end.
 */
export function samplesOf(lifecycle: Lifecycle, past: Past, { since, now }: { since: Instant; now: Instant }): Samples {
  const stays: EndedStay[] = [];
  const courses: Course[] = [];
  const { history } = past;
  for (const [index, { status, at }] of history.entries()) {
    const end = mainEnd(lifecycle, status);
    if (end === null || at > now) continue;
    const later = history.slice(index + 1).filter(stay => stay.at <= now);
    const next = later[0];
    const isAside = (stay: Stay) => stay.status !== end && lifecycle.isTerminal(stay.status);
    if (next && next.at >= since && !isAside(next)) stays.push({ status, ms: elapsed(past, at, next.at) });
    if (later.some(isAside)) continue;
    const ended = later.find(stay => stay.status === end);
    if (ended && ended.at < since) continue;
    // What became of a frozen order is known until then: nobody works on it.
    const until = ended?.at ?? Math.max(at, past.frozenSince ?? now);
    courses.push({
      status,
      stayMs: elapsed(past, at, Math.min(next?.at ?? until, until)),
      totalMs: elapsed(past, at, until),
      hasEnded: ended !== undefined,
      knownFromMs: elapsed(past, at, Math.min(Math.max(since, at), until)),
    });
  }
  return { stays, courses };
}

function elapsed({ pauses }: Past, from: Instant, to: Instant): number {
  const paused = pauses.reduce((sum, [begin, end]) => sum + Math.max(0, Math.min(end, to) - Math.max(begin, from)), 0);
  return Math.max(0, to - from - paused);
}
