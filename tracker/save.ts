import type { Instant } from '../platform/clock.ts';
import type { Db } from '../platform/postgres.ts';
import { type OrderAnomaly, saveAnomalies } from './anomaly-rows.ts';
import type { OrderEvent, OrderKey } from './event.ts';
import { compareText } from './event-order.ts';
import { contactOf, type Vault } from './personal-data.ts';
import { renewSearchTerms, replaceSearchTerms } from './search-rows.ts';
import type { Settled } from './settle.ts';
import { noteSources } from './source-rows.ts';
import { type StoredState, saveStates } from './state-rows.ts';

/** Writes what was settled and returns the anomalies that were not open before. The rows of the states are locked. */
export async function save(tx: Db, settled: Settled, now: Instant, vault: Vault): Promise<OrderAnomaly[]> {
  await saveStates(tx, settled.states);
  return saveBesides(tx, settled, now, vault);
}

/** Writes all that stands beside the states. */
export async function saveBesides(tx: Db, settled: Settled, now: Instant, vault: Vault): Promise<OrderAnomaly[]> {
  const terms = settled.folded.map(({ key, whole, events, state: { partner, customerId, eventCount } }) => ({
    key,
    whole,
    isNew: eventCount === events.size,
    partner,
    customerId,
    contact: contactOf(vault, events.values()),
  }));
  await replaceSearchTerms(
    tx,
    terms.filter(term => term.whole),
  );
  await renewSearchTerms(
    tx,
    terms.filter(term => !term.whole),
  );
  await noteSources(tx, settled.folded);
  return saveAnomalies(tx, settled.anomalies, now);
}

/** The states with the duplicates that came in beside the events, in the order of their keys. */
export function countDuplicates(
  settled: readonly StoredState[],
  before: ReadonlyMap<OrderKey, StoredState>,
  duplicates: readonly OrderEvent[],
): StoredState[] {
  const changed = new Map(settled.map(stored => [stored.key, stored]));
  for (const { key } of duplicates) {
    const stored = changed.get(key) ?? before.get(key)!;
    changed.set(key, { ...stored, duplicates: stored.duplicates + 1 });
  }
  return [...changed.values()].sort((a, b) => compareText(a.key, b.key));
}
