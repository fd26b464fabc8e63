import { z } from 'zod';
import { readIncidentsOf } from '../alerts/incidents-of-orders.ts';
import type { Instant } from '../platform/clock.ts';
import type { Db } from '../platform/postgres.ts';
import { readAssigned } from '../tracker/assigned.ts';
import type { OrderKey } from '../tracker/event.ts';
import type { Lifecycles } from '../tracker/lifecycle.ts';
import { countOrders } from '../tracker/order-count.ts';
import { listOrders } from '../tracker/order-list.ts';
import type { Vault } from '../tracker/personal-data.ts';
import type { contract } from './contract.ts';
import { decodeCursor, encodeCursor, instantForm, nameForm } from './cursor.ts';
import { presentOrder } from './present.ts';
import { type Asker, type OrdersAsked, ordersAsked } from './search/orders-asked.ts';
import { type Links, readTraceUrls } from './trace-urls.ts';

type OrderPage = z.infer<typeof contract.OrderPage>;

export type OrderListDeps = { db: Db; lifecycles: Lifecycles; vault: Vault } & Links;

const positions = {
  lastEvent: z.tuple([z.literal('lastEvent'), instantForm, nameForm]),
  deadline: z.tuple([z.literal('deadline'), instantForm.nullable(), nameForm]),
  age: z.tuple([z.literal('age'), instantForm.nullable(), nameForm]),
};

/** The page of orders that a query asks for, also for those who ask on the command line. Throws Refused. */
export async function orderPage(
  deps: OrderListDeps,
  asked: unknown,
  now: Instant,
  who: Asker = null,
): Promise<OrderPage> {
  return pageOf(deps, ordersAsked(asked, { lifecycles: deps.lifecycles, who }), now);
}

export async function pageOf(
  { db, lifecycles, vault, ...links }: OrderListDeps,
  { cursor, limit, sort, count, include, filter, understood }: OrdersAsked,
  now: Instant,
): Promise<OrderPage> {
  const position = cursor === undefined ? null : decodeCursor(positions[sort], cursor);
  const after = position && { at: position[1], orderId: position[2] };
  const { orders, next } = await listOrders(db, lifecycles, filter, { sort, after, limit }, now, vault);
  const ids = orders.map(({ orderId }) => orderId);
  const traceUrls = await readTraceUrls(db, links, ids);
  const extrasOf = await readExtras(db, ids, include);
  return {
    items: orders.map(order => ({ ...presentOrder(order, traceUrls), ...extrasOf(order.orderId) })),
    nextCursor: next && encodeCursor([sort, next.at, next.orderId]),
    ...(understood && { understood: { ...understood, words: [...understood.words] } }),
    ...(count === true && { total: await countOrders(db, lifecycles, filter, now, vault) }),
  };
}

type Extras = Pick<OrderPage['items'][number], 'incidents' | 'assignedTo'>;

async function readExtras(
  db: Db,
  ids: readonly OrderKey[],
  include: OrdersAsked['include'],
): Promise<(orderId: OrderKey) => Extras> {
  const incidents = include?.has('incidents') ? await readIncidentsOf(db, ids) : null;
  const assigned = include?.has('assignment') ? await readAssigned(db, ids) : null;
  return orderId => ({
    ...(incidents && {
      incidents: (incidents.get(orderId) ?? []).map(({ id, title, severity, state, cause }) => ({
        id: String(id),
        title,
        severity,
        state,
        cause,
      })),
    }),
    ...(assigned && { assignedTo: assigned.get(orderId) ?? null }),
  });
}
