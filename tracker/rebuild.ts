import type { Db } from '../platform/postgres.ts';
import type { OrderKey } from './event.ts';
import { type FoldAgain, foldAgain, PAGE } from './fold-again.ts';

export type Rebuild = FoldAgain & { onProgress?: (done: number, total: number) => void };

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
    if (keys.length > 0) changed += await foldAgain(on, keys, { withNames: true, wanted: () => true });
    done += keys.length;
    onProgress(done, Math.max(done, total));
    after = keys.length < PAGE ? null : keys.at(-1)!;
  }
  return { orders: done, changed };
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
