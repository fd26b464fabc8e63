import { isDeepStrictEqual } from 'node:util';
import type { Instant } from '../platform/clock.ts';
import { anomalySentence } from './anomaly-facts.ts';
import { contentDigest, type OrderEvent } from './event.ts';
import { eventName } from './event-rows.ts';
import type { Arrival, Recorded } from './ledger.ts';

export type SortedArrivals = {
  outcomes: Recorded['outcomes'];
  fresh: OrderEvent[];
  /** Twins to be counted: those that the broker did not deliver a second time by itself. */
  duplicates: OrderEvent[];
  /** Other contents under an event id that is taken. */
  conflicts: OrderEvent[];
};

/** Gives arrivals their time of recording and their digest. */
export function stamp(arrivals: readonly Arrival[], now: Instant): OrderEvent[] {
  return arrivals.map(({ event }) => ({ ...event, recordedAt: now, digest: contentDigest(event) }));
}

/** Tells new events from twins of known ones and of each other: the first of an id stays. */
export function sortArrivals(
  arrivals: readonly Arrival[],
  events: readonly OrderEvent[],
  knownDigests: ReadonlyMap<string, string>,
): SortedArrivals {
  const digests = new Map(knownDigests);
  const sorted: SortedArrivals = { outcomes: [], fresh: [], duplicates: [], conflicts: [] };
  for (const [index, event] of events.entries()) {
    const name = eventName(event);
    const digest = digests.get(name);
    if (digest === undefined) {
      digests.set(name, event.digest);
      sorted.outcomes.push('recorded');
      sorted.fresh.push(event);
    } else if (digest === event.digest) {
      sorted.outcomes.push('duplicate');
      if (!arrivals[index]!.redelivered) sorted.duplicates.push(event);
    } else {
      sorted.outcomes.push('conflict');
      sorted.conflicts.push(event);
    }
  }
  return sorted;
}

/** What another content under a known id says differently, in words. Personal data is named, never shown. */
export function describeConflict(kept: OrderEvent, other: OrderEvent): string {
  const shown = [
    'type',
    'status',
    'source',
    'occurredAt',
    'sequence',
    'correlationId',
    'partner',
    'promisedAt',
  ] as const;
  const named = ['causationId', 'ids', 'customer', 'data'] as const;
  const differing = [
    ...shown.filter(field => kept[field] !== other[field]).map(field => `${field} ${kept[field]} → ${other[field]}`),
    ...named.filter(field => !isDeepStrictEqual(kept[field], other[field])),
  ];
  return anomalySentence('differs', { source: other.source, fields: differing.join(', ') });
}
