import type { Instant } from '../platform/clock.ts';
import type { Db } from '../platform/postgres.ts';
import { findNeeded, findNewClaims, insertClaims, lockAliases } from './alias-rows.ts';
import { aliasesOf, isProvisional, type OrderEvent, type OrderKey, OWN_TYPES } from './event.ts';
import { own } from './event-order.ts';
import { findDigests, insertEvents } from './event-rows.ts';
import { type Claim, uniqueClaims } from './identity.ts';
import type { Arrival, RecordedPart } from './ledger.ts';
import type { Lifecycles } from './lifecycle.ts';
import type { Vault } from './personal-data.ts';
import { countDuplicates, saveBesides } from './save.ts';
import { settle } from './settle.ts';
import { sortArrivals } from './sort-arrivals.ts';
import { emptyStored, readStates, type StoredState, saveStatesIfUnchanged } from './state-rows.ts';

/** Somebody else wrote one of the rows between our look and our write. Thrown to roll back. */
export class Overtaken extends Error {}

/** `left`: the places of the arrivals for which the locks must be taken (gather.ts). */
export type PlainPart = RecordedPart & { left: readonly number[] };

type Candidate = { place: number; arrival: Arrival; event: OrderEvent };

/**
 * Records what concerns nobody's identity: events under an order id that state no name which a provisional order
 * states too. That is nearly all of them, and they need no lock before the write: the states are read as they are,
 * folded, and written only if nobody else has written since. Throws `Overtaken` when somebody has, or when a twin of
 * one of the events was faster. Names are locked all the same, for whoever needs one must not miss it (INGEST §3, 2).
 */
export async function recordOptimistically(
  tx: Db,
  lifecycles: Lifecycles,
  arrivals: readonly Arrival[],
  events: readonly OrderEvent[],
  now: Instant,
  vault: Vault,
): Promise<PlainPart> {
  const candidates = arrivals
    .map((arrival, place): Candidate => ({ place, arrival, event: events[place]! }))
    .filter(({ event }) => !isProvisional(event.key) && event.type !== OWN_TYPES.identityDecided);
  const states = await readStates(tx, [...new Set(candidates.map(({ event }) => event.key))]);
  const mayBeKnown = candidates.map(({ event }) => event).filter(event => !isNewer(event, states.get(event.key)));
  const sorted = sortArrivals(
    candidates.map(({ arrival }) => arrival),
    candidates.map(({ event }) => event),
    await findDigests(tx, mayBeKnown),
  );
  const newClaims = await claimsNotKnown(tx, states, sorted.fresh);
  const aliases = [...new Set(newClaims.map(claim => claim.alias))];
  await lockAliases(tx, aliases);
  const needed = new Set(await findNeeded(tx, aliases));
  const special = new Set([
    ...newClaims.filter(claim => needed.has(claim.alias)).map(claim => claim.key),
    ...sorted.conflicts.map(({ key }) => key),
  ]);
  const isPlain = ({ key }: { key: OrderKey }) => !special.has(key);
  await insertClaims(tx, newClaims.filter(isPlain));

  const fresh = sorted.fresh.filter(isPlain);
  const settled = await settle(tx, lifecycles, {
    states: withEmpty(states, fresh),
    fresh: Map.groupBy(fresh, event => event.key),
    rebuild: new Set(),
    neighbourhood: { claims: [], explored: new Set() },
    now,
  });
  const counted = countDuplicates(settled.states, states, sorted.duplicates.filter(isPlain));
  if ((await saveStatesIfUnchanged(tx, counted)) < counted.length) throw new Overtaken();
  const opened = await saveBesides(tx, settled, now, vault);
  if ((await insertEvents(tx, fresh, vault)) < fresh.length) throw new Overtaken();

  const taken = candidates.map((candidate, at) => ({ ...candidate, outcome: sorted.outcomes[at]! }));
  const plain = taken.filter(({ event }) => isPlain(event));
  const done = new Set(plain.map(({ place }) => place));
  return {
    recorded: {
      events: fresh,
      outcomes: plain.map(({ outcome }) => outcome),
      announcements: settled.announcements,
      revoked: settled.revoked,
      correlated: settled.correlated,
      anomalies: opened.map(({ orderId, kind }) => ({ orderId, kind })),
    },
    places: plain.map(({ place }) => place),
    left: [...arrivals.keys()].filter(place => !done.has(place)),
  };
}

/**
 * What happened after all that is known of an order is not known yet, so there is no need to look for it. Another content
 * under its event id may be: that shows when it is inserted.
 */
function isNewer({ occurredAt }: OrderEvent, stored: StoredState | undefined): boolean {
  const { lastEventAt = null } = stored?.state ?? {};
  return lastEventAt === null || (occurredAt !== null && occurredAt > lastEventAt);
}

function withEmpty(states: ReadonlyMap<OrderKey, StoredState>, fresh: readonly OrderEvent[]) {
  const all = new Map(states);
  for (const { key } of fresh) if (!all.has(key)) all.set(key, emptyStored(key));
  return all;
}

/** The names that events state for their orders for the first time. What the state already shows needs no look. */
async function claimsNotKnown(
  tx: Db,
  states: ReadonlyMap<OrderKey, StoredState>,
  fresh: readonly OrderEvent[],
): Promise<Claim[]> {
  const ofNewOrders: Claim[] = [];
  const open: Claim[] = [];
  for (const event of fresh) {
    const stored = states.get(event.key);
    if (stored && stored.members.length === 0 && saysNoNewName(stored, event)) continue;
    for (const alias of aliasesOf(event)) (stored ? open : ofNewOrders).push({ alias, key: event.key });
  }
  const missing = open.length > 0 ? await findNewClaims(tx, uniqueClaims(open)) : [];
  return [...uniqueClaims(ofNewOrders), ...missing];
}

/** The ids of an order that nobody has joined are those that its own events stated. */
function saysNoNewName({ state }: StoredState, { ids, correlationId }: OrderEvent): boolean {
  return (
    (correlationId === null || correlationId === state.correlationId) &&
    Object.entries(ids).every(([system, id]) => own(state.ids, system) === id)
  );
}
