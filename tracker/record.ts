import type { Clock, Instant } from '../platform/clock.ts';
import { type Db, type Pool, transaction } from '../platform/postgres.ts';
import { type OrderAnomaly, saveAnomalies } from './anomaly-rows.ts';
import type { OrderEvent, OrderKey } from './event.ts';
import { statedTime } from './event-order.ts';
import { eventName, findDigests, insertEvents, readEventsNamed } from './event-rows.ts';
import { gather, RunAgain } from './gather.ts';
import type { Arrival, Ledger, Listener, Recorded } from './ledger.ts';
import type { Lifecycles } from './lifecycle.ts';
import { renewSearchTerms, replaceSearchTerms } from './search-rows.ts';
import { type Settled, settle } from './settle.ts';
import { describeConflict, sortArrivals, stamp } from './sort-arrivals.ts';
import { type StoredState, saveStates } from './state-rows.ts';

const ATTEMPTS = 20;

/** The ledger on a database. `listeners` take part in every transaction that records something. */
export function createLedger(on: {
  pool: Pool;
  /** Asked anew for every batch: they may be declared otherwise while everything runs. */
  lifecycles: () => Lifecycles;
  clock: Clock;
  listeners?: readonly Listener[];
}): Ledger {
  const { pool, lifecycles, clock, listeners = [] } = on;
  return {
    record: (arrivals, also) => {
      const now = clock.now();
      const events = stamp(arrivals, now);
      return untilHeld(pool, async (tx, seeds) => {
        const recorded = await recordBatch(tx, lifecycles(), arrivals, events, seeds, now);
        for (const listener of also ? [...listeners, also] : listeners) await listener(tx, recorded);
        return recorded;
      });
    },
  };
}

/** Runs a transaction again, with more to hold, as long as what it must hold grows under its hands. */
export async function untilHeld<T>(pool: Pool, work: (tx: Db, seeds: readonly OrderKey[]) => Promise<T>): Promise<T> {
  let seeds: readonly OrderKey[] = [];
  for (let attempt = 1; ; attempt++) {
    try {
      return await transaction(pool, async tx => {
        // On a table that nobody has analysed yet the planner reads all of it for a list of keys: ten times slower.
        await tx.query('set local enable_seqscan = off');
        return work(tx, seeds);
      });
    } catch (error) {
      if (!(error instanceof RunAgain) || attempt === ATTEMPTS) throw error;
      seeds = [...new Set([...seeds, ...error.keys])];
    }
  }
}

/** The batch of INGEST §3 within an open transaction. */
async function recordBatch(
  tx: Db,
  lifecycles: Lifecycles,
  arrivals: readonly Arrival[],
  events: readonly OrderEvent[],
  seeds: readonly OrderKey[],
  now: Instant,
): Promise<Recorded> {
  const sorted = sortArrivals(arrivals, events, await findDigests(tx, events));
  const { fresh, duplicates, conflicts } = sorted;
  const repeated = [...duplicates, ...conflicts].map(event => event.key);
  const { states, neighbourhood } = await gather(tx, fresh, { others: repeated, seeds });

  // Somebody else recorded a twin between the look and the lock: look again.
  if ((await insertEvents(tx, fresh)) < fresh.length) throw new RunAgain([]);

  const byKey = Map.groupBy(fresh, event => event.key);
  const settled = await settle(tx, lifecycles, { states, fresh: byKey, rebuild: new Set(), neighbourhood, now });
  const taken = await conflictAnomalies(tx, conflicts);
  const opened = await save(
    tx,
    {
      ...settled,
      states: countDuplicates(settled.states, states, duplicates),
      anomalies: { ...settled.anomalies, opened: [...settled.anomalies.opened, ...taken] },
    },
    now,
  );
  return {
    events: fresh,
    outcomes: sorted.outcomes,
    announcements: settled.announcements,
    revoked: settled.revoked,
    anomalies: opened.map(({ orderId, kind }) => ({ orderId, kind })),
  };
}

/** Writes what was settled and returns the anomalies that were not open before. */
export async function save(tx: Db, settled: Settled, now: Instant): Promise<OrderAnomaly[]> {
  await saveStates(tx, settled.states);
  const terms = settled.folded.map(({ key, whole, state: { partner, customerId } }) => ({
    key,
    whole,
    partner,
    customerId,
  }));
  await replaceSearchTerms(
    tx,
    terms.filter(term => term.whole),
  );
  await renewSearchTerms(
    tx,
    terms.filter(term => !term.whole),
  );
  return saveAnomalies(tx, settled.anomalies, now);
}

function countDuplicates(
  settled: readonly StoredState[],
  before: ReadonlyMap<OrderKey, StoredState>,
  duplicates: readonly OrderEvent[],
): StoredState[] {
  const changed = new Map(settled.map(stored => [stored.key, stored]));
  for (const { key } of duplicates) {
    const stored = changed.get(key) ?? before.get(key)!;
    changed.set(key, { ...stored, duplicates: stored.duplicates + 1 });
  }
  return [...changed.values()];
}

async function conflictAnomalies(tx: Db, conflicts: readonly OrderEvent[]): Promise<OrderAnomaly[]> {
  if (conflicts.length === 0) return [];
  const kept = new Map((await readEventsNamed(tx, conflicts)).map(event => [eventName(event), event]));
  return conflicts.map(other => ({
    orderId: other.key,
    kind: 'event_id_conflict',
    eventId: other.eventId,
    at: statedTime(other).at,
    detail: describeConflict(kept.get(eventName(other))!, other),
  }));
}
