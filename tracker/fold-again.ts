import { isDeepStrictEqual } from 'node:util';
import type { Clock } from '../platform/clock.ts';
import type { Pool } from '../platform/postgres.ts';
import { isProvisional, type OrderKey } from './event.ts';
import { readEvents } from './event-rows.ts';
import { gather } from './gather.ts';
import type { Listener } from './ledger.ts';
import type { Lifecycles } from './lifecycle.ts';
import type { Vault } from './personal-data.ts';
import { untilHeld } from './record.ts';
import { presentLifecycle } from './refold.ts';
import { save } from './save.ts';
import { sealOldEvents } from './seal-rows.ts';
import { settle } from './settle.ts';
import type { StoredState } from './state-rows.ts';

/** Orders to be folded again in one transaction: few enough that intake waits for milliseconds only. */
export const PAGE = 200;

export type FoldAgain = {
  pool: Pool;
  lifecycles: Lifecycles;
  clock: Clock;
  listeners?: readonly Listener[];
  vault: Vault;
};

/**
 * Folds these orders from all their events in one transaction, beside everything else that goes on, and returns how many
 * of them were not as they should be. Nobody is told of what it finds: it is historic.
 * `withNames`: make the names that they state known again, in case these were lost. `wanted` is asked when the rows are
 * held: an order that it refuses is left alone.
 */
export async function foldAgain(
  { pool, lifecycles, clock, listeners = [], vault }: FoldAgain,
  keys: readonly OrderKey[],
  { withNames, wanted }: { withNames: boolean; wanted: (stored: StoredState) => boolean },
): Promise<number> {
  return untilHeld(pool, async (tx, seeds) => {
    const now = clock.now();
    const events = withNames ? await readEvents(tx, keys) : [];
    const held = { others: keys, seeds: [...new Set([...seeds, ...keys.filter(isProvisional)])] };
    const { states, neighbourhood } = await gather(tx, events, held);
    await sealOldEvents(tx, events, vault);
    const rebuild = new Set(keys.filter(key => wanted(states.get(key)!)));
    if (rebuild.size === 0) return 0;
    const settled = await settle(tx, lifecycles, { states, fresh: new Map(), rebuild, neighbourhood, now });
    const changed = settled.states.filter(stored => !sameState(stored, states.get(stored.key)!, lifecycles));
    const opened = await save(tx, { ...settled, states: changed }, now, vault);
    const anomalies = opened.map(({ orderId, kind }) => ({ orderId, kind }));
    const { announcements, revoked, correlated } = settled;
    for (const listener of listeners)
      await listener(tx, { events: [], outcomes: [], announcements, revoked, correlated, anomalies });
    return changed.length;
  });
}

/** Partner and customer stand in the search table, which compares for itself. */
function sameState(after: StoredState, before: StoredState, lifecycles: Lifecycles): boolean {
  const comparable = ({ state, ...stored }: StoredState) => ({
    ...stored,
    lifecycleHash: null,
    state: { ...state, partner: null, customerId: null },
  });
  return presentLifecycle(lifecycles, before) !== null && isDeepStrictEqual(comparable(after), comparable(before));
}
