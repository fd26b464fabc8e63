import type { Db } from '../platform/postgres.ts';
import { type OrderEvent, type OrderKey, OWN_SOURCE, OWN_TYPES } from './event.ts';
import type { Placed } from './event-order.ts';
import { readEvents } from './event-rows.ts';
import { type FoldedWhole, fold } from './fold.ts';
import type { Lifecycles } from './lifecycle.ts';
import { type FreezeEvent, frozenIn } from './past-orders.ts';
import type { Past } from './usual-samples.ts';

/** All that is known of the way of an order: its events in the order in which they count, and what follows from them. */
export type OrderHistory = FoldedWhole & { orderId: OrderKey } & Omit<Past, 'history'>;

/**
 * All events of those of these orders that have an order id and any event, in no particular order, for `historyOf`. Two
 * statements on keys for any number.
 */
export async function readOrderEvents(
  db: Db,
  ids: readonly OrderKey[],
): Promise<{ orderId: OrderKey; events: OrderEvent[] }[]> {
  const keys = await readKeysOf(db, ids);
  const events = Map.groupBy(
    await readEvents(
      db,
      keys.map(({ key }) => key),
    ),
    ({ key }) => key,
  );
  return [...Map.groupBy(keys, ({ orderId }) => orderId)].map(([orderId, ofOrder]) => ({
    orderId,
    events: ofOrder.flatMap(({ key }) => events.get(key) ?? []),
  }));
}

export function historyOf(lifecycles: Lifecycles, orderId: OrderKey, events: readonly OrderEvent[]): OrderHistory {
  const folded = fold(lifecycles, orderId, events);
  return { orderId, ...folded, ...frozenIn(folded.state.memory.history, folded.placed.flatMap(freezeIn)) };
}

function freezeIn({ event: { source, type, data }, position }: Placed): FreezeEvent[] {
  if (source !== OWN_SOURCE || (type !== OWN_TYPES.frozen && type !== OWN_TYPES.unfrozen)) return [];
  return [{ at: position.effectiveAt, freezes: type === OWN_TYPES.frozen, byRule: data?.by === 'rule' }];
}

/** A key of an order: its own, or that of a provisional one that turned out to be it. */
async function readKeysOf(db: Db, ids: readonly OrderKey[]): Promise<{ orderId: OrderKey; key: OrderKey }[]> {
  const { rows } = await db.query<{ orderId: OrderKey; key: OrderKey }>(
    `select state.order_id as "orderId", named.key
       from unnest($1::text[]) as wanted (order_id)
       join tracker.order_state state on state.order_id = wanted.order_id
      cross join unnest(state.order_id || state.members) as named (key)
      where not state.provisional and state.event_count > 0`,
    [ids],
  );
  return rows;
}
