import { isDeepStrictEqual } from 'node:util';
import type { Clock } from '../platform/clock.ts';
import type { Db, Pool } from '../platform/postgres.ts';
import { isProvisional, type OrderKey } from './event.ts';
import { readEvents } from './event-rows.ts';
import { gather } from './gather.ts';
import type { Listener } from './ledger.ts';
import type { Lifecycles } from './lifecycle.ts';
import { plainVault, type Vault } from './personal-data.ts';
import { untilHeld } from './record.ts';
import { presentLifecycle } from './refold.ts';
import { save } from './save.ts';
import { sealOldEvents } from './seal-rows.ts';
import { settle } from './settle.ts';
import type { StoredState } from './state-rows.ts';

/** Orders folded in one transaction: few enough that intake waits for milliseconds only. */
const PAGE = 200;

export type Rebuild = {
  pool: Pool;
  lifecycles: Lifecycles;
  clock: Clock;
  listeners?: readonly Listener[];
  vault?: Vault;
  onProgress?: (done: number, total: number) => void;
};

/**
 * Folds every order again from its events, names and identities included, while everything else goes on: states that
 * were folded under another lifecycle or damaged come back right. Nobody is told of what it finds: it is historic.
 * Personal data from before there was a key is sealed on the way.
 * Where states were lost as a whole, stop the trackers first: with its state an order also lost what was announced of
 * it, and the next late event would be told as news.
 * `onProgress` gets orders done and the number of orders there were at the beginning.
 */
export async function rebuild(on: Rebuild): Promise<{ orders: number; changed: number }> {
  const { pool, onProgress = () => {} } = on;
  const total = await countOrders(pool);
  let done = 0;
  let changed = 0;
  for (let after: OrderKey | null = ''; after !== null; ) {
    const keys = await nextKeys(pool, after);
    if (keys.length > 0) changed += await rebuildPage(on, keys);
    done += keys.length;
    onProgress(done, Math.max(done, total));
    after = keys.length < PAGE ? null : keys.at(-1)!;
  }
  return { orders: done, changed };
}

async function rebuildPage(on: Rebuild, keys: readonly OrderKey[]): Promise<number> {
  const { pool, lifecycles, clock, listeners = [], vault = plainVault } = on;
  return untilHeld(pool, async (tx, seeds) => {
    const now = clock.now();
    const events = await readEvents(tx, keys);
    const held = { others: keys, seeds: [...new Set([...seeds, ...keys.filter(isProvisional)])] };
    const { states, neighbourhood } = await gather(tx, events, held);
    await sealOldEvents(tx, events, vault);
    const settled = await settle(tx, lifecycles, {
      states,
      fresh: new Map(),
      rebuild: new Set(keys),
      neighbourhood,
      now,
    });
    const changed = settled.states.filter(stored => !sameState(stored, states.get(stored.key)!, lifecycles));
    const opened = await save(tx, { ...settled, states: changed }, now, vault);
    const anomalies = opened.map(({ orderId, kind }) => ({ orderId, kind }));
    const { announcements, revoked } = settled;
    for (const listener of listeners)
      await listener(tx, { events: [], outcomes: [], announcements, revoked, anomalies });
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

async function countOrders(db: Db): Promise<number> {
  const { rows } = await db.query<{ count: number }>('select count(*) as count from tracker.order_state');
  return rows[0]!.count;
}

async function nextKeys(db: Db, after: OrderKey): Promise<OrderKey[]> {
  const { rows } = await db.query<{ order_id: OrderKey }>(
    `select distinct e.order_id from tracker.order_event e where e.order_id > $1 order by e.order_id limit $2`,
    [after, PAGE],
  );
  return rows.map(row => row.order_id);
}
