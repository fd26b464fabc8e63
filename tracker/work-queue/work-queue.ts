import type { Instant } from '../../platform/clock.ts';
import type { Db } from '../../platform/postgres.ts';
import { versionOf } from '../decisions/order-now.ts';
import type { Person } from '../decisions/own-event.ts';
import { type DecisionSettings, isQueued } from '../decisions/settings.ts';
import type { OrderKey } from '../event.ts';
import { type Load, type OrderHands, readHands, readLoad } from '../hands/hand-rows.ts';
import type { Lifecycles } from '../lifecycle.ts';
import { type Order, readOrders } from '../orders.ts';
import type { Vault } from '../personal-data.ts';
import { readStates } from '../state-rows.ts';
import { type QueueReason, queueReasons, type Waiting } from './queue-rank.ts';
import { countWaiting, listHeld, listWaiting, type QueuedStatus, type QueuePlace } from './queue-rows.ts';

export type WorkQueueDeps = { db: Db; lifecycles: Lifecycles; vault: Vault; settings: DecisionSettings };

export type QueueItem = {
  order: Order;
  hands: OrderHands;
  /** Of the order, for whoever decides something about it. */
  version: string;
  /** The statuses to which it may be brought. */
  next: readonly string[];
  reasons: readonly QueueReason[];
};

export type WorkQueue = {
  /** What whoever asks has in hand, whatever has become of it. */
  mine: QueueItem[];
  items: QueueItem[];
  next: QueuePlace | null;
  counts: { waiting: number; late: number; held: number };
  load: Load[];
};

/** `statuses`: of these only; undefined: of all that operators work on. */
export async function readWorkQueue(
  deps: WorkQueueDeps,
  person: Person,
  { statuses, after, limit }: { statuses: readonly string[] | undefined; after: QueuePlace | null; limit: number },
  now: Instant,
): Promise<WorkQueue> {
  const { db, settings } = deps;
  const forgottenBefore = now - settings.claimForMs;
  const queued = queuedStatuses(deps).filter(({ status }) => statuses?.includes(status) ?? true);
  const places = await listWaiting(db, queued, { after, limit: limit + 1, forgottenBefore });
  const shown = places.slice(0, limit);
  const held = await listHeld(db, person.id, forgottenBefore);
  const itemOf = await readItems(deps, [...held, ...shown.map(({ orderId }) => orderId)], person, now);
  return {
    mine: held.flatMap(itemOf),
    items: shown.flatMap(({ orderId }) => itemOf(orderId)),
    next: places.length > limit ? shown.at(-1)! : null,
    counts: await countWaiting(db, queued, { now, forgottenBefore }),
    load: await readLoad(db, forgottenBefore),
  };
}

/** One order as the queue shows it; null where there is none. */
export async function readQueueItem(
  deps: WorkQueueDeps,
  orderId: OrderKey,
  person: Person,
  now: Instant,
): Promise<QueueItem | null> {
  return (await readItems(deps, [orderId], person, now))(orderId)[0] ?? null;
}

function queuedStatuses({ lifecycles, settings }: WorkQueueDeps): QueuedStatus[] {
  return lifecycles.all.flatMap(lifecycle =>
    lifecycle.names
      .filter(status => isQueued(settings, { lifecycle }, status))
      .map(status => ({ lifecycle: lifecycle.name, status })),
  );
}

async function readItems(
  { db, lifecycles, vault, settings }: WorkQueueDeps,
  ids: readonly OrderKey[],
  person: Person,
  now: Instant,
): Promise<(orderId: OrderKey) => QueueItem[]> {
  const orders = new Map((await readOrders(db, { lifecycles, vault, now }, ids)).map(one => [one.orderId, one]));
  const states = await readStates(db, ids);
  const hands = await readHands(db, ids, now - settings.claimForMs);
  return orderId => {
    const order = orders.get(orderId);
    const state = states.get(orderId)?.state;
    if (!order || !state) return [];
    const inHand = hands.get(orderId) ?? { orderId, claim: null, assignment: null };
    const next = order.status === null ? [] : (lifecycles.named(order.lifecycle)?.status(order.status)?.next ?? []);
    const isAssigned = inHand.assignment?.assignee === person.name;
    const reasons = queueReasons(waitingOf(order, state.firstEventAt ?? now), { isAssigned, now });
    return [{ order, hands: inHand, version: versionOf(state), next, reasons }];
  };
}

function waitingOf({ orderId, statusSince, dueAt, promisedAt }: Order, begunAt: Instant): Waiting {
  return { orderId, since: statusSince ?? begunAt, begunAt, dueAt, promisedAt };
}
