import type { Clock, Instant } from '../platform/clock.ts';
import { type Db, type Pool, transaction } from '../platform/postgres.ts';
import type { OrderAnomaly } from './anomaly-rows.ts';
import type { OrderEvent, OrderKey } from './event.ts';
import { statedTime } from './event-order.ts';
import { eventName, findDigests, insertEvents, readEventsNamed } from './event-rows.ts';
import { gather, RunAgain } from './gather.ts';
import type { Arrival, Ledger, Listener, PartListener, Recorded, RecordedPart } from './ledger.ts';
import type { Lifecycles } from './lifecycle.ts';
import { Overtaken, recordOptimistically } from './optimistic.ts';
import { openEvent, type Vault } from './personal-data.ts';
import { countDuplicates, save } from './save.ts';
import { settle } from './settle.ts';
import { describeConflict, sortArrivals, stamp } from './sort-arrivals.ts';

const ATTEMPTS = 20;

/** The ledger on a database. `listeners` take part in every transaction that records something. */
export function createLedger(on: {
  pool: Pool;
  /** Asked anew for every batch: they may be declared otherwise while everything runs. */
  lifecycles: () => Lifecycles;
  clock: Clock;
  listeners?: readonly Listener[];
  vault: Vault;
}): Ledger {
  const { pool, lifecycles, clock, listeners = [], vault } = on;

  async function* recordInParts(arrivals: readonly Arrival[], also?: PartListener): AsyncGenerator<RecordedPart> {
    const now = clock.now();
    const events = stamp(arrivals, now);
    const tell = async (tx: Db, part: RecordedPart) => {
      for (const listener of listeners) await listener(tx, part.recorded);
      await also?.(tx, part);
    };
    const plain = await unlessOvertaken(() =>
      inTransaction(pool, async tx => {
        const part = await recordOptimistically(tx, lifecycles(), arrivals, events, now, vault);
        if (part.places.length > 0) await tell(tx, part);
        return part;
      }),
    );
    if (plain && plain.places.length > 0) yield plain;
    const left = plain ? plain.left : [...arrivals.keys()];
    if (left.length === 0) return;
    yield await untilHeld(pool, async (tx, seeds) => {
      const part = { places: left, ...pick(left, { arrivals, events }) };
      const recorded = await recordHolding(tx, lifecycles(), part.arrivals, part.events, seeds, now, vault);
      await tell(tx, { recorded, places: left });
      return { recorded, places: left };
    });
  }

  return {
    recordInParts,
    record: async (arrivals, also) => {
      const parts: RecordedPart[] = [];
      for await (const part of recordInParts(arrivals, also && ((tx, { recorded }) => also(tx, recorded)))) {
        parts.push(part);
      }
      return parts.length === 1 ? parts[0]!.recorded : joined(parts);
    },
  };
}

function pick(places: readonly number[], { arrivals, events }: { arrivals: readonly Arrival[]; events: OrderEvent[] }) {
  return { arrivals: places.map(place => arrivals[place]!), events: places.map(place => events[place]!) };
}

function joined(parts: readonly RecordedPart[]): Recorded {
  const outcomes: Recorded['outcomes'] = [];
  for (const { places, recorded } of parts) {
    for (const [at, place] of places.entries()) outcomes[place] = recorded.outcomes[at]!;
  }
  const all = parts.map(({ recorded }) => recorded);
  return {
    events: all.flatMap(({ events }) => events),
    outcomes,
    announcements: all.flatMap(({ announcements }) => announcements),
    revoked: all.flatMap(({ revoked }) => revoked),
    correlated: all.flatMap(({ correlated }) => correlated),
    anomalies: all.flatMap(({ anomalies }) => anomalies),
  };
}

async function unlessOvertaken<T>(work: () => Promise<T>): Promise<T | null> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Overtaken) return null;
    throw error;
  }
}

function inTransaction<T>(pool: Pool, work: (tx: Db) => Promise<T>): Promise<T> {
  // On a table that nobody has analysed yet the planner reads all of it for a list of keys: ten times slower.
  return transaction(pool, work, 'set local enable_seqscan = off');
}

/** Runs a transaction again, with more to hold, as long as what it must hold grows under its hands. */
export async function untilHeld<T>(pool: Pool, work: (tx: Db, seeds: readonly OrderKey[]) => Promise<T>): Promise<T> {
  let seeds: readonly OrderKey[] = [];
  for (let attempt = 1; ; attempt++) {
    try {
      return await inTransaction(pool, tx => work(tx, seeds));
    } catch (error) {
      if (!(error instanceof RunAgain) || attempt === ATTEMPTS) throw error;
      seeds = [...new Set([...seeds, ...error.keys])];
    }
  }
}

/** The batch of INGEST §3 within an open transaction, with every row locked before it is read. */
async function recordHolding(
  tx: Db,
  lifecycles: Lifecycles,
  arrivals: readonly Arrival[],
  events: readonly OrderEvent[],
  seeds: readonly OrderKey[],
  now: Instant,
  vault: Vault,
): Promise<Recorded> {
  const sorted = sortArrivals(arrivals, events, await findDigests(tx, events));
  const { fresh, duplicates, conflicts } = sorted;
  const repeated = [...duplicates, ...conflicts].map(event => event.key);
  const { states, neighbourhood } = await gather(tx, fresh, { others: repeated, seeds });

  // Somebody else recorded a twin between the look and the lock: look again.
  if ((await insertEvents(tx, fresh, vault)) < fresh.length) throw new RunAgain([]);

  const byKey = Map.groupBy(fresh, event => event.key);
  const settled = await settle(tx, lifecycles, { states, fresh: byKey, rebuild: new Set(), neighbourhood, now });
  const taken = await conflictAnomalies(tx, conflicts, vault);
  const opened = await save(
    tx,
    {
      ...settled,
      states: countDuplicates(settled.states, states, duplicates),
      anomalies: { ...settled.anomalies, opened: [...settled.anomalies.opened, ...taken] },
    },
    now,
    vault,
  );
  return {
    events: fresh,
    outcomes: sorted.outcomes,
    announcements: settled.announcements,
    revoked: settled.revoked,
    correlated: settled.correlated,
    anomalies: opened.map(({ orderId, kind }) => ({ orderId, kind })),
  };
}

async function conflictAnomalies(tx: Db, conflicts: readonly OrderEvent[], vault: Vault): Promise<OrderAnomaly[]> {
  if (conflicts.length === 0) return [];
  const kept = new Map((await readEventsNamed(tx, conflicts)).map(event => [eventName(event), event]));
  return conflicts.map(other => ({
    orderId: other.key,
    kind: 'event_id_conflict',
    eventId: other.eventId,
    at: statedTime(other).at,
    detail: describeConflict(openEvent(vault, kept.get(eventName(other))!), other),
  }));
}
