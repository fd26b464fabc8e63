import { type Instant, toIso } from '../../platform/clock.ts';
import { masked } from '../../tracker/masked-customer.ts';
import { listOrders } from '../../tracker/order-list.ts';
import type { OrderPosition } from '../../tracker/order-slices.ts';
import type { Order } from '../../tracker/orders.ts';
import { type CsvCell, csvLine } from '../csv.ts';
import type { OrderListDeps } from '../order-list.ts';
import { time } from '../present.ts';
import type { OrdersAsked } from './orders-asked.ts';

const PAGE = 500;

const COLUMNS: Readonly<Record<string, (order: Order) => CsvCell>> = {
  orderId: order => order.orderId,
  status: order => order.status,
  statusSince: order => time(order.statusSince),
  targetAt: order => time(order.targetAt),
  dueAt: order => time(order.dueAt),
  promisedAt: order => time(order.promisedAt),
  expectedFrom: order => time(order.expected.from),
  expectedTo: order => time(order.expected.to),
  stuck: order => order.stuck,
  atRisk: order => order.atRisk,
  overdue: order => order.overdue,
  frozen: order => order.frozen,
  partner: order => order.partner,
  customerId: order => order.customer?.id ?? null,
  customerName: order => order.customer?.name ?? null,
  customerEmail: order => order.customer?.email ?? null,
  customerPhone: order => order.customer?.phone ?? null,
  correlationId: order => order.correlationId,
  ids: order =>
    Object.entries(order.ids)
      .map(([system, id]) => `${system}:${id}`)
      .join(' '),
  anomalies: order => [...new Set(order.anomalies.map(({ kind }) => kind))].join(' '),
  lastEventAt: order => time(order.lastEventAt),
};

/**
 * All orders that pass, page by page: what is in memory is one of them. Each page begins where the one before it ended, so
 * an order that gets news meanwhile may be in it twice or, by a sort in which it moves back, not at all.
 */
export async function* ordersCsv(
  { db, lifecycles, vault }: OrderListDeps,
  { filter, sort, withContacts }: OrdersAsked,
  now: Instant,
): AsyncGenerator<string> {
  yield csvLine(Object.keys(COLUMNS));
  let after: OrderPosition | null = null;
  do {
    const { orders, next }: Awaited<ReturnType<typeof listOrders>> = await listOrders(
      db,
      lifecycles,
      filter,
      { sort, after, limit: PAGE },
      now,
      vault,
    );
    const shown = withContacts ? orders : orders.map(withMasked);
    yield shown.map(order => csvLine(Object.values(COLUMNS).map(column => column(order)))).join('');
    after = next;
  } while (after !== null);
}

function withMasked(order: Order): Order {
  return { ...order, customer: order.customer && masked(order.customer) };
}

export function csvName(now: Instant): string {
  return `orders-${toIso(now).slice(0, 10)}.csv`;
}
