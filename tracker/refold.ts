import type { Db } from '../platform/postgres.ts';
import { type AnomalyChange, difference, type OrderAnomaly, readFoldedAnomalies } from './anomaly-rows.ts';
import type { OrderEvent, OrderKey } from './event.ts';
import { eventName, findDigests, readEvents } from './event-rows.ts';
import { divergences, fold, foldOn } from './fold.ts';
import type { Lifecycle, Lifecycles } from './lifecycle.ts';
import type { Anomaly, OrderState } from './state.ts';
import type { StoredState } from './state-rows.ts';

export type FoldedKey = {
  key: OrderKey;
  /** The one it was folded under. */
  lifecycle: Lifecycle;
  state: OrderState;
  /** Folded from all its events, not from the new ones only. */
  whole: boolean;
  /** The events it was folded from: their keys and whether nobody is to be told of them. */
  events: ReadonlyMap<string, Pick<OrderEvent, 'key' | 'historic'>>;
  anomalies: AnomalyChange;
};

/** `fresh`: the new events of the key and of its members, whether or not they are in the ledger yet. */
type Work = { stored: StoredState; fresh: readonly OrderEvent[] };

/**
 * Folds the new events of each key into its state: on top of it where that is right, else from all its events and
 * those of its members. One read for all keys that need one. `refold`: keys to fold whole in any case.
 */
export async function foldKeys(
  tx: Db,
  lifecycles: Lifecycles,
  work: readonly Work[],
  refold: ReadonlySet<OrderKey>,
): Promise<FoldedKey[]> {
  const clashing = await findClashes(
    tx,
    work.filter(({ stored }) => stored.members.length > 0 && !refold.has(stored.key)),
  );
  const folded = work.map(item =>
    refold.has(item.stored.key) || clashing.has(item.stored.key) ? null : goOn(lifecycles, item),
  );
  const left = work.filter((_, index) => folded[index] === null);
  return [...folded.filter(item => item !== null), ...(await foldWhole(tx, lifecycles, left))];
}

/** The keys of which a new event shares its id with one under another key of the same order: only one may count. */
async function findClashes(tx: Db, work: readonly Work[]): Promise<Set<OrderKey>> {
  const twins = work.flatMap(({ stored: { key, members }, fresh }) =>
    fresh.flatMap(event =>
      [key, ...members]
        .filter(name => name !== event.key)
        .map(name => ({ order: key, key: name, eventId: event.eventId })),
    ),
  );
  if (twins.length === 0) return new Set();
  const found = await findDigests(tx, twins);
  return new Set(twins.filter(twin => found.has(eventName(twin))).map(twin => twin.order));
}

function goOn(lifecycles: Lifecycles, { stored, fresh }: Work): FoldedKey | null {
  const { key } = stored;
  const lifecycle = presentLifecycle(lifecycles, stored);
  if (!lifecycle) return null;
  const next = foldOn(lifecycles, lifecycle, stored.state, fresh);
  if (!next) return null;
  const diverged = difference(
    ofOrder(key, divergences(lifecycle, stored.state)),
    ofOrder(key, divergences(lifecycle, next.state)),
  );
  return {
    key,
    lifecycle,
    state: next.state,
    whole: false,
    events: byId(fresh),
    anomalies: { opened: [...ofOrder(key, next.told), ...diverged.opened], cleared: diverged.cleared },
  };
}

/** The lifecycle under which the state was folded, if that still is what it was then. An empty state was under any. */
export function presentLifecycle(lifecycles: Lifecycles, { lifecycle, lifecycleHash, state }: StoredState) {
  const named = state.eventCount === 0 ? lifecycles.all[0]! : lifecycles.named(lifecycle);
  return named && (state.eventCount === 0 || named.hash === lifecycleHash) ? named : null;
}

async function foldWhole(tx: Db, lifecycles: Lifecycles, work: readonly Work[]): Promise<FoldedKey[]> {
  if (work.length === 0) return [];
  const events = Map.groupBy(
    await readEvents(tx, [...new Set(work.flatMap(({ stored }) => [stored.key, ...stored.members]))]),
    event => event.key,
  );
  const keys = work.map(({ stored }) => stored.key);
  const open = Map.groupBy(await readFoldedAnomalies(tx, keys), anomaly => anomaly.orderId);
  return work.map(({ stored: { key, members }, fresh }) => {
    const kept = [key, ...members].flatMap(name => events.get(name) ?? []);
    const all = [...new Map([...fresh, ...kept].map(event => [eventName(event), event])).values()];
    const { lifecycle, state, told, placed } = fold(lifecycles, key, all);
    const found = ofOrder(key, [...told, ...divergences(lifecycle, state)]);
    const anomalies = difference(open.get(key) ?? [], found);
    return { key, lifecycle, state, whole: true, events: byId(placed.map(({ event }) => event)), anomalies };
  });
}

function ofOrder(orderId: OrderKey, anomalies: readonly Anomaly[]): OrderAnomaly[] {
  return anomalies.map(anomaly => ({ ...anomaly, orderId }));
}

function byId(events: readonly OrderEvent[]): Map<string, OrderEvent> {
  return new Map(events.map(event => [event.eventId, event]));
}
