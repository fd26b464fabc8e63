import { type Instant, toIso } from '../platform/clock.ts';
import type { Db } from '../platform/postgres.ts';
import { correlationAlias, type OrderKey } from './event.ts';
import type { Lifecycles } from './lifecycle.ts';
import { completed, type Order, type OrderRow, SELECT_ORDER } from './orders.ts';

export type OrderFilter = {
  status?: string | undefined;
  /** Orders of which this system has said something. */
  source?: string | undefined;
  partner?: string | undefined;
  /** The customer's id. */
  customer?: string | undefined;
  correlationId?: string | undefined;
  /** Last event at or after this instant. */
  from?: Instant | undefined;
  /** Last event before this instant. */
  to?: Instant | undefined;
  stuck?: boolean | undefined;
  atRisk?: boolean | undefined;
  overdue?: boolean | undefined;
  provisional?: boolean | undefined;
};

/** `lastEvent`: newest news first. `deadline`: earliest limit first, orders without a limit after all others. */
export type OrderSort = 'lastEvent' | 'deadline';

/** The place in the list after which a page begins: the sort key and the id of the last order of the page before. */
export type OrderPosition = { at: Instant | null; orderId: OrderKey };

export type OrderPage = { sort: OrderSort; after: OrderPosition | null; limit: number };

/** One page of the orders that pass the filter, and where the next page begins (null: this was the last). */
export async function listOrders(
  db: Db,
  lifecycles: Lifecycles,
  filter: OrderFilter,
  page: OrderPage,
  now: Instant,
): Promise<{ orders: Order[]; next: OrderPosition | null }> {
  // One row more than asked for tells whether there is another page.
  const rows = await readPage(db, lifecycles, filter, { ...page, limit: page.limit + 1 }, now);
  const orders = await completed(db, lifecycles, rows.slice(0, page.limit), now);
  const last = orders.at(-1);
  if (rows.length <= page.limit || !last) return { orders, next: null };
  return { orders, next: { at: page.sort === 'deadline' ? last.dueAt : last.lastEventAt, orderId: last.orderId } };
}

/** Adds a value to the statement's parameters and gives the placeholder that stands for it. */
type Param = (value: unknown) => string;

/** A stretch of the list that one index can walk. */
type Slice = { where: (param: Param) => string[]; orderBy: string };

async function readPage(
  db: Db,
  lifecycles: Lifecycles,
  filter: OrderFilter,
  page: OrderPage,
  now: Instant,
): Promise<OrderRow[]> {
  const rows: OrderRow[] = [];
  for (const slice of slicesOf(page)) {
    if (rows.length === page.limit) break;
    const params: unknown[] = [];
    const param: Param = value => `$${params.push(value)}`;
    const where = [...conditions(param, lifecycles, filter, now), ...slice.where(param)];
    const { rows: more } = await db.query<OrderRow>(
      `${SELECT_ORDER} where ${where.join(' and ')} order by ${slice.orderBy} limit ${param(page.limit - rows.length)}`,
      params,
    );
    rows.push(...more);
  }
  return rows;
}

/**
 * By deadline there are two: those with a limit, and then the others by id. In one statement the null limits would keep
 * the order from coming out of an index, and every page would sort the whole table.
 */
function slicesOf({ sort, after }: OrderPage): Slice[] {
  if (sort === 'lastEvent') {
    const where = (param: Param) => [
      'state.last_event_at is not null',
      ...(after ? [`(state.last_event_at, state.order_id) < (${time(param, after.at)}, ${param(after.orderId)})`] : []),
    ];
    return [{ where, orderBy: 'state.last_event_at desc, state.order_id desc' }];
  }
  const limited: Slice = {
    where: param => [
      'state.due_at is not null',
      ...(after ? [`(state.due_at, state.order_id) > (${time(param, after.at)}, ${param(after.orderId)})`] : []),
    ],
    orderBy: 'state.due_at, state.order_id',
  };
  const amongUnlimited = after !== null && after.at === null;
  const unlimited: Slice = {
    where: param => [
      'state.due_at is null and state.last_event_at is not null',
      ...(amongUnlimited ? [`state.order_id > ${param(after.orderId)}`] : []),
    ],
    orderBy: 'state.order_id',
  };
  return amongUnlimited ? [unlimited] : [limited, unlimited];
}

function conditions(param: Param, lifecycles: Lifecycles, filter: OrderFilter, now: Instant): string[] {
  const found = ['state.joined_into is null'];
  const either = (wanted: boolean | undefined, condition: () => string) => {
    // The plain form can come out of an index; `is not true` keeps the orders that have no such limit.
    if (wanted !== undefined) found.push(wanted ? condition() : `(${condition()}) is not true`);
  };
  if (filter.status !== undefined) found.push(`state.status = ${param(filter.status)}`);
  if (filter.source !== undefined) found.push(`state.sources ? ${param(filter.source)}`);
  if (filter.partner !== undefined) found.push(`search.partner = ${param(filter.partner)}`);
  if (filter.customer !== undefined) found.push(`search.customer_id = ${param(filter.customer)}`);
  if (filter.correlationId !== undefined) {
    found.push(`state.order_id in (
      select coalesce(stated.joined_into, stated.order_id)
        from tracker.order_alias alias join tracker.order_state stated on stated.order_id = alias.order_id
       where alias.alias = ${param(correlationAlias(filter.correlationId))})`);
  }
  if (filter.from !== undefined) found.push(`state.last_event_at >= ${time(param, filter.from)}`);
  if (filter.to !== undefined) found.push(`state.last_event_at < ${time(param, filter.to)}`);
  either(filter.stuck, () => `state.due_at < ${time(param, now)}`);
  either(filter.atRisk, () => `state.target_at < ${time(param, now)}`);
  either(filter.overdue, () => `state.promised_at < ${time(param, now)} and not ${isTerminal(param, lifecycles)}`);
  either(filter.provisional, () => 'state.provisional');
  return found;
}

function time(param: Param, instant: Instant | null): string {
  return `${param(instant === null ? null : toIso(instant))}::timestamptz`;
}

function isTerminal(param: Param, lifecycles: Lifecycles): string {
  const ends = lifecycles.all.flatMap(one =>
    one.names.filter(status => one.isTerminal(status)).map(status => [one.name, status] as const),
  );
  const columns = [0, 1].map(column => param(ends.map(end => end[column]))) as [string, string];
  return `exists (select from unnest(${columns[0]}::text[], ${columns[1]}::text[]) as terminal (lifecycle, status)
     where terminal.lifecycle = state.lifecycle and terminal.status = state.status)`;
}
