import { createHash } from 'node:crypto';
import type { Db } from '../../platform/postgres.ts';
import type { OrderEvent, OrderKey } from '../event.ts';
import { readEvents } from '../event-rows.ts';
import { fold } from '../fold.ts';
import type { Lifecycle, Lifecycles } from '../lifecycle.ts';
import type { OrderState } from '../state.ts';
import { readKeys } from '../timeline.ts';

/** An order as somebody sees it who is about to decide something: its events, and what they add up to. */
export type OrderNow = {
  orderId: OrderKey;
  events: readonly OrderEvent[];
  lifecycle: Lifecycle;
  state: OrderState;
  version: string;
};

/** Null where there is no event of it. `without`: as if this one had not happened. */
export async function readOrderNow(
  db: Db,
  lifecycles: Lifecycles,
  orderId: OrderKey,
  without?: string,
): Promise<OrderNow | null> {
  const all = await readEvents(db, await readKeys(db, orderId));
  const events = without === undefined ? all : all.filter(event => event.eventId !== without);
  return events.length === 0 ? null : orderNow(lifecycles, orderId, events);
}

export function orderNow(lifecycles: Lifecycles, orderId: OrderKey, events: readonly OrderEvent[]): OrderNow {
  const { lifecycle, state } = fold(lifecycles, orderId, events);
  return { orderId, events, lifecycle, state, version: versionOf(state) };
}

/**
 * What a decision about the order stands on: the way it went, its status and whether it is frozen. News of progress, notes
 * and who has it in hand leave it as it is, since they take the ground from under no decision.
 */
export function versionOf({ status, confirmed, frozen, memory }: OrderState): string {
  const way = memory.history.map(({ status: was, eventId }) => [was, eventId]);
  const said = JSON.stringify([status, confirmed, frozen, memory.frozenSince, way]);
  return createHash('sha256').update(said).digest('hex').slice(0, 16);
}
