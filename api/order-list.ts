import { z } from 'zod';
import type { Instant } from '../platform/clock.ts';
import type { Db } from '../platform/postgres.ts';
import type { Lifecycles } from '../tracker/lifecycle.ts';
import { countOrders } from '../tracker/order-count.ts';
import { listOrders } from '../tracker/order-list.ts';
import type { Vault } from '../tracker/personal-data.ts';
import { amongOwn, type OwnOrders } from './access/own-orders.ts';
import type { contract } from './contract.ts';
import { decodeCursor, encodeCursor, instantForm, nameForm } from './cursor.ts';
import { readQuery } from './parameters.ts';
import { presentOrder } from './present.ts';
import { badParameter, Refused } from './problem.ts';
import { query } from './requests.ts';
import { type Links, readTraceUrls } from './trace-urls.ts';

const positions = {
  lastEvent: z.tuple([z.literal('lastEvent'), instantForm, nameForm]),
  deadline: z.tuple([z.literal('deadline'), instantForm.nullable(), nameForm]),
  age: z.tuple([z.literal('age'), instantForm.nullable(), nameForm]),
};

/** `own`: whose orders there are for whoever asks; null: everybody's. */
type OrderListDeps = { db: Db; lifecycles: Lifecycles; vault: Vault; own: OwnOrders | null };

/** The page of orders that a query asks for, also for those who ask on the command line. Throws Refused. */
export async function orderPage(
  { db, lifecycles, vault, own, ...links }: OrderListDeps & Links,
  asked: unknown,
  now: Instant,
): Promise<z.infer<typeof contract.OrderPage>> {
  const { cursor, limit, sort, count, ...named } = readQuery(query.orders, asked);
  const filter = amongOwn(own, named);
  if (filter === null)
    return { items: [], nextCursor: null, ...(count === true && { total: { count: 0, more: false } }) };
  if (filter.status !== undefined && !lifecycles.knows(filter.status)) {
    throw new Refused(badParameter('status', `status: must be one of ${lifecycles.names.join(', ')}.`));
  }
  const position = cursor === undefined ? null : decodeCursor(positions[sort], cursor);
  const after = position && { at: position[1], orderId: position[2] };
  const { orders, next } = await listOrders(db, lifecycles, filter, { sort, after, limit }, now, vault);
  const traceUrls = await readTraceUrls(
    db,
    links,
    orders.map(({ orderId }) => orderId),
  );
  return {
    items: orders.map(order => presentOrder(order, traceUrls)),
    nextCursor: next && encodeCursor([sort, next.at, next.orderId]),
    ...(count === true && { total: await countOrders(db, lifecycles, filter, now, vault) }),
  };
}
