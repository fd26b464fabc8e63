import type { Instant } from '../platform/clock.ts';
import type { Db } from '../platform/postgres.ts';
import type { Neighbourhood } from './alias-rows.ts';
import { announce } from './announcements.ts';
import { anomalySentence } from './anomaly-facts.ts';
import { type AnomalyChange, difference, type OrderAnomaly, readIdentityConflicts } from './anomaly-rows.ts';
import { isProvisional, type OrderEvent, type OrderKey } from './event.ts';
import { compareText } from './event-order.ts';
import { type Conflict, type Identities, resolveIdentities } from './identity.ts';
import type { Announcement, Revocation } from './ledger.ts';
import type { Lifecycles } from './lifecycle.ts';
import { type FoldedKey, foldKeys, presentLifecycle } from './refold.ts';
import type { Stay } from './state.ts';
import type { StoredState } from './state-rows.ts';

/** What is to be settled: the rows are locked, the events are in the ledger. */
export type Unsettled = {
  states: ReadonlyMap<OrderKey, StoredState>;
  /** The new events by their key. */
  fresh: ReadonlyMap<OrderKey, readonly OrderEvent[]>;
  /** Fold these from all their events, and tell nobody what that brings to light: it is old. */
  rebuild: ReadonlySet<OrderKey>;
  neighbourhood: Neighbourhood;
  now: Instant;
};

export type Settled = {
  /** The states that changed, in the order of their keys. */
  states: StoredState[];
  folded: FoldedKey[];
  anomalies: AnomalyChange;
  announcements: Announcement[];
  revoked: Revocation[];
  correlated: OrderKey[];
};

/**
 * Works new events and new identities into the states: provisional orders first, for they carry people's decisions on
 * who they are; then who is who; then the orders with all their members.
 */
export async function settle(tx: Db, lifecycles: Lifecycles, unsettled: Unsettled): Promise<Settled> {
  const { fresh, rebuild, neighbourhood } = unsettled;
  const states = new Map(unsettled.states);
  const fold = async (keys: readonly OrderKey[], whole: ReadonlySet<OrderKey>) => {
    const work = keys.map(key => {
      const stored = states.get(key)!;
      return { stored, fresh: [key, ...stored.members].flatMap(name => fresh.get(name) ?? []) };
    });
    const done = await foldKeys(tx, lifecycles, work, whole);
    for (const { key, state, lifecycle } of done) {
      states.set(key, { ...states.get(key)!, state, lifecycle: lifecycle.name, lifecycleHash: lifecycle.hash });
    }
    return done;
  };
  const touched = [...new Set([...fresh.keys(), ...rebuild])];
  const provisionals = await fold(touched.filter(isProvisional), rebuild);

  const explored = [...neighbourhood.explored].filter(isProvisional);
  const identities = resolveIdentities(neighbourhood.claims, decisionsOf(states, explored));
  const regrouped = regroup(states, explored, identities);

  const joined = touched.flatMap(key => states.get(key)!.joinedInto ?? []);
  const touchedOrders = touched.filter(key => !isProvisional(key));
  const orders = await fold(
    [...new Set([...touchedOrders, ...joined, ...regrouped])],
    new Set([...rebuild, ...regrouped]),
  );

  const folded = [...new Map([...provisionals, ...orders].map(item => [item.key, item])).values()];
  const told = announceAll(lifecycles, unsettled, states, folded);
  const conflicts = await conflictChange(tx, states, explored, identities.conflicts, unsettled);
  const changed = [...states.values()].filter(stored => stored !== unsettled.states.get(stored.key));
  return {
    states: changed.sort((a, b) => compareText(a.key, b.key)),
    correlated: changed
      .filter(stored => isOtherwiseCorrelated(unsettled.states.get(stored.key)!, stored))
      .map(({ key }) => key),
    folded,
    anomalies: {
      opened: [...folded.flatMap(item => item.anomalies.opened), ...conflicts.opened],
      cleared: [...folded.flatMap(item => item.anomalies.cleared), ...conflicts.cleared],
    },
    ...told,
  };
}

function decisionsOf(states: ReadonlyMap<OrderKey, StoredState>, keys: readonly OrderKey[]) {
  return new Map(
    keys.flatMap(key => {
      const decided = states.get(key)?.state.memory.decided;
      return decided ? [[key, decided.order] as const] : [];
    }),
  );
}

/** Writes who is who into the states and returns the orders whose members changed, and those members. */
function regroup(
  states: Map<OrderKey, StoredState>,
  explored: readonly OrderKey[],
  identities: Identities,
): OrderKey[] {
  const groups = new Map<OrderKey, Set<OrderKey>>();
  const group = (order: OrderKey) => {
    const known = groups.get(order) ?? new Set(states.get(order)!.members);
    groups.set(order, known);
    return known;
  };
  const moved: OrderKey[] = [];
  for (const key of explored) {
    const stored = states.get(key)!;
    const joinedInto = identities.joinedInto.get(key) ?? null;
    // Also an order whose row was lost and that has forgotten its members gets them back.
    const known = joinedInto === null || states.get(joinedInto)!.members.includes(key);
    if (stored.joinedInto === joinedInto && known) continue;
    if (stored.joinedInto !== null) group(stored.joinedInto).delete(key);
    if (joinedInto !== null) group(joinedInto).add(key);
    states.set(key, { ...stored, joinedInto });
    moved.push(key);
  }
  for (const [order, members] of groups) {
    states.set(order, { ...states.get(order)!, members: [...members].sort(compareText) });
  }
  return [...groups.keys(), ...moved];
}

/**
 * Every order speaks for its members: what a joined provisional order had announced is revoked, and it announces
 * nothing of its own until it stands alone again.
 */
function announceAll(
  lifecycles: Lifecycles,
  { states: unsettled, fresh, rebuild }: Unsettled,
  states: Map<OrderKey, StoredState>,
  folded: readonly FoldedKey[],
) {
  const announcements: Announcement[] = [];
  const revoked: Revocation[] = [];
  for (const { key, events } of folded) {
    const stored = states.get(key)!;
    const known = unsettled.get(key)!;
    if (ownWay(known) === ownWay(stored)) continue;
    const reread = rebuild.size > 0 || presentLifecycle(lifecycles, known) === null;
    // What a member brings along when it joins is news for this order, whatever else the fold has dug up.
    const joined = rebuild.size > 0 ? [] : stored.members.filter(member => !known.members.includes(member));
    const { lifecycle } = stored;
    const before = { stays: ownWay(known), revoked: known.revoked };
    const told = announce({ orderId: key, lifecycle }, before, ownWay(stored), eventId => {
      const event = events.get(eventId);
      if (!event || event.historic) return true;
      if (!reread) return false;
      return !joined.includes(event.key) && !fresh.get(event.key)?.some(news => news.eventId === eventId);
    });
    for (const announcement of told.announcements) announcements.push(announcement);
    for (const revocation of told.revoked) revoked.push(revocation);
    states.set(key, { ...stored, revoked: [...told.history.revoked] });
  }
  return { announcements, revoked };
}

function isOtherwiseCorrelated({ state: before }: StoredState, { key, joinedInto, state }: StoredState): boolean {
  if (isProvisional(key) || joinedInto !== null || before.status === null) return false;
  return state.correlationId !== before.correlationId;
}

function ownWay({ joinedInto, state }: StoredState): readonly Stay[] {
  return joinedInto === null ? state.memory.history : [];
}

async function conflictChange(
  tx: Db,
  states: ReadonlyMap<OrderKey, StoredState>,
  explored: readonly OrderKey[],
  conflicts: readonly Conflict[],
  { now }: Unsettled,
): Promise<AnomalyChange> {
  if (explored.length === 0) return { opened: [], cleared: [] };
  const settled = new Set(explored);
  const found = conflicts
    .filter(({ provisional }) => settled.has(provisional))
    .flatMap(conflict => {
      const at = states.get(conflict.provisional)?.state.firstEventAt ?? now;
      return [conflict.provisional, ...conflict.claimants].map(
        (orderId): OrderAnomaly => ({
          orderId,
          kind: 'identity_conflict',
          eventId: conflict.provisional,
          at,
          detail: describe(conflict),
        }),
      );
    });
  return difference(await readIdentityConflicts(tx, explored), found);
}

function describe({ provisional, claimants }: Conflict): string {
  if (claimants.length === 0) return anomalySentence('anyOfMany', { provisional });
  const shown = claimants.slice(0, 5).join(', ');
  const more = claimants.length > 5 ? ` and ${claimants.length - 5} more` : '';
  return anomalySentence('anyOf', { provisional, orders: shown + more });
}
