import type { Instant } from '../platform/clock.ts';
import type { Pool } from '../platform/postgres.ts';
import { referenceLifecycles as lifecycles, referenceLifecycle } from '../test/support/reference.ts';
import { listOrders } from '../tracker/order-list.ts';
import type { OrderPosition } from '../tracker/order-slices.ts';
import type { Order } from '../tracker/orders.ts';
import { plainVault } from '../tracker/personal-data.ts';
import type { Truth } from './truth.ts';

/** The limits of the reference case, as the story takes them. */
export function limits(status: string, since: Instant): Instant | null {
  return referenceLifecycle.deadlines(status, since, [])?.dueAt ?? null;
}

type Shown = Record<string, unknown>;

/** What the ledger has to show. */
export function expected({ orders }: Truth): Map<string, Shown> {
  return byId(
    orders.map(order => ({
      orderId: order.orderId,
      provisional: order.provisional,
      status: order.status,
      since: order.since,
      dueAt: order.dueAt,
      stuck: order.stuck,
      listedAsStuck: order.stuck,
      names: order.otherNames,
      disagrees: order.disagrees,
      events: order.messages,
      duplicates: order.duplicates,
    })),
  );
}

/** What it shows, by its own reading functions. */
export async function shown(pool: Pool, now: Instant): Promise<Map<string, Shown>> {
  const orders: Order[] = [];
  let after: OrderPosition | null = null;
  do {
    const page = await listOrders(pool, lifecycles, {}, { sort: 'deadline', after, limit: 500 }, now, plainVault);
    orders.push(...page.orders);
    after = page.next;
  } while (after !== null);
  const stuck = await listOrders(
    pool,
    lifecycles,
    { stuck: true },
    { sort: 'deadline', after: null, limit: 5_000 },
    now,
    plainVault,
  );
  const listed = new Set(stuck.orders.map(({ orderId }) => orderId));
  return byId(
    orders.map(order => ({
      orderId: order.orderId,
      provisional: order.provisional,
      status: order.status,
      since: order.statusSince,
      dueAt: order.dueAt,
      stuck: order.stuck,
      listedAsStuck: listed.has(order.orderId),
      names: namesOf(order),
      disagrees: order.anomalies.some(({ kind }) => kind === 'divergence'),
      events: order.eventCount,
      duplicates: order.duplicateCount,
    })),
  );
}

function byId(orders: readonly ({ orderId: string } & Shown)[]): Map<string, Shown> {
  return new Map([...orders].sort((a, b) => (a.orderId < b.orderId ? -1 : 1)).map(order => [order.orderId, order]));
}

function namesOf({ ids, correlationId }: Order): string[] {
  const correlation = correlationId === null ? [] : [`corr:${correlationId}`];
  return [...Object.entries(ids).map(([system, id]) => `${system}:${id}`), ...correlation].sort();
}
