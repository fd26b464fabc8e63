import type { Instant } from '../../platform/clock.ts';
import type { Asked } from './ask-endpoint.ts';
import type { Endpoint } from './endpoint.ts';
import type { WatchedEndpoint } from './watched-endpoints.ts';

/** So many questions are kept: a quarter of an hour of them, where nothing else is declared. */
const KEPT = 60;
/** One slow answer says nothing. */
const OF_LATE = 5;
const LEAST = 3;

/** What is known of an endpoint after one more question. */
export function afterAsking(
  { name, system }: Endpoint,
  known: WatchedEndpoint | null,
  { up, status, ms, obstacle }: Asked,
  now: Instant,
): WatchedEndpoint {
  const since = known?.up === up ? known.since : now;
  const recent = [...(known?.recent ?? []), { up, ms }].slice(-KEPT);
  return { name, system, up, since, status, latencyMs: ms, obstacle, recent, sampledAt: now };
}

/** Share of the last questions that were answered as they should be. */
export function availability({ recent }: WatchedEndpoint): number {
  return recent.length === 0 ? Number.NaN : recent.filter(({ up }) => up).length / recent.length;
}

/** How long the middle one of the last five answers took; null: there are too few to say. */
export function usualLatency({ recent }: WatchedEndpoint): number | null {
  const took = recent.slice(-OF_LATE).flatMap(({ ms }) => ms ?? []);
  return took.length < LEAST ? null : took.toSorted((a, b) => a - b)[took.length >> 1]!;
}
