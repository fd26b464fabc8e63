import type { Instant } from '../platform/clock.ts';
import type { Db } from '../platform/postgres.ts';
import type { OrderKey } from './event.ts';
import type { Lifecycles } from './lifecycle.ts';
import { type Conditions, conditionsOf, type OrderFilter } from './order-filter.ts';
import { type Order, readOrders } from './orders.ts';
import { plainVault, type Vault } from './personal-data.ts';
import { type Condition, type Param, parameters, time } from './sql-condition.ts';

/**
 * `lastEvent`: newest news first. `deadline`: earliest limit first. `age`: longest in its status first. By the last two,
 * orders without a limit (at their end, or frozen) come after all others, by their id.
 */
export type OrderSort = 'lastEvent' | 'deadline' | 'age';

/** The place in the list after which a page begins: the sort key and the id of the last order of the page before. */
export type OrderPosition = { at: Instant | null; orderId: OrderKey };

export type OrderPage = { sort: OrderSort; after: OrderPosition | null; limit: number };

export type OrderList = { orders: Order[]; next: OrderPosition | null };

/** One page of the orders that pass the filter, and where the next page begins (null: this was the last). */
export async function listOrders(
  db: Db,
  lifecycles: Lifecycles,
  filter: OrderFilter,
  page: OrderPage,
  now: Instant,
  vault: Vault = plainVault,
): Promise<OrderList> {
  const conditions = await conditionsOf(db, { lifecycles, vault, now }, filter);
  // One order more than asked for tells whether there is another page.
  const places = await findPlaces(db, conditions, { ...page, limit: page.limit + 1 });
  const shown = places.slice(0, page.limit);
  const ids = shown.map(place => place.orderId);
  const orders = await readOrders(db, { lifecycles, vault, now }, ids);
  return { orders, next: places.length > page.limit ? shown.at(-1)! : null };
}

const COUNTED = 10_000;

/** How many orders pass the filter; `more` than COUNTED are not counted. */
export async function countOrders(
  db: Db,
  lifecycles: Lifecycles,
  filter: OrderFilter,
  now: Instant,
  vault: Vault = plainVault,
): Promise<{ count: number; more: boolean }> {
  const conditions = await conditionsOf(db, { lifecycles, vault, now }, filter);
  const { values, param } = parameters();
  const { rows } = await db.query<{ count: number }>(
    `select count(*) as count from (
       select ${FROM} where ${where(LISTED, Object.values(conditions), param)} limit ${param(COUNTED + 1)}) as found`,
    values,
  );
  const { count } = rows[0]!;
  return { count: Math.min(count, COUNTED), more: count > COUNTED };
}

/**
 * A stretch of the list that is in order by itself. `native`: the filters that an index in this order, or next to it,
 * finds as well; they are part of the walk.
 */
type Slice = {
  key: string;
  orderBy: string;
  where: (param: Param) => string[];
  native: readonly (keyof OrderFilter)[];
};

const FROM = `from tracker.order_state state left join tracker.order_search search on search.order_id = state.order_id`;

/** A provisional order that was joined is shown by the order it is; one without any event was only named by somebody. */
const LISTED = ['state.joined_into is null', 'state.last_event_at is not null'];

// A page of a filter that many orders pass is found among the first orders of the walk. That costs milliseconds, and
// whoever is not found there is looked up by the index of the filter, which then has few: neither can go through a
// million orders. The planner, which has to choose one of them by its estimates, takes seconds when they are wrong.
const WALKED = 2_000;

async function findPlaces(db: Db, conditions: Conditions, page: OrderPage): Promise<OrderPosition[]> {
  const places: OrderPosition[] = [];
  for (const slice of slicesOf(page, conditions)) {
    if (places.length === page.limit) break;
    for (const place of await findInSlice(db, slice, conditions, page.limit - places.length)) places.push(place);
  }
  return places;
}

async function findInSlice(db: Db, slice: Slice, conditions: Conditions, limit: number): Promise<OrderPosition[]> {
  const names = Object.keys(conditions) as (keyof OrderFilter)[];
  const native = names.filter(name => slice.native.includes(name)).map(name => conditions[name]!);
  const others = names.filter(name => !slice.native.includes(name)).map(name => conditions[name]!);
  if (others.length === 0) return walk(db, slice, native, [], { limit, walked: null });
  const [driver] = others.filter(condition => condition.ids);
  if (!driver) return walk(db, slice, native, others, { limit, walked: null });
  const near = await walk(db, slice, native, others, { limit, walked: WALKED });
  return near.length === limit ? near : lookUp(db, slice, driver, [...native, ...others], limit);
}

/** Goes through the orders in the order of the list, all of them or the first `walked`. */
async function walk(
  db: Db,
  slice: Slice,
  native: readonly Condition[],
  others: readonly Condition[],
  { limit, walked }: { limit: number; walked: number | null },
): Promise<OrderPosition[]> {
  const { values, param } = parameters();
  const way = [...LISTED, ...slice.where(param)];
  const sql =
    walked === null
      ? `select state.order_id as "orderId", ${slice.key} as at ${FROM} where ${where(way, [...native, ...others], param)}`
      : `select state.order_id as "orderId", ${slice.key} as at
           from (select state.* from tracker.order_state state where ${where(way, native, param)}
                  order by ${slice.orderBy} limit ${param(walked)}) as state
           left join tracker.order_search search on search.order_id = state.order_id
          where ${where([], others, param)}`;
  const { rows } = await db.query<OrderPosition>(`${sql} order by ${slice.orderBy} limit ${param(limit)}`, values);
  return rows;
}

/** Takes the orders that one filter's index knows, leaves out those that don't pass the others, and sorts the rest. */
async function lookUp(
  db: Db,
  slice: Slice,
  driver: Condition,
  conditions: readonly Condition[],
  limit: number,
): Promise<OrderPosition[]> {
  const { values, param } = parameters();
  const rest = conditions.filter(condition => condition !== driver);
  const { rows } = await db.query<OrderPosition>(
    // `offset 0` keeps the planner from going through all orders in their order after all.
    `select state.order_id as "orderId", ${slice.key} as at
       from (select state.order_id, state.last_event_at, state.due_at, state.status_since
               from (select distinct * from (${driver.ids!(param)}) as found (order_id)) as found
               join tracker.order_state state on state.order_id = found.order_id
               left join tracker.order_search search on search.order_id = state.order_id
              where ${where([...LISTED, ...slice.where(param)], rest, param)} offset 0) as state
      order by ${slice.orderBy} limit ${param(limit)}`,
    values,
  );
  return rows;
}

function where(fixed: readonly string[], conditions: readonly Condition[], param: Param): string {
  return [...fixed, ...conditions.map(condition => condition.check(param))].join(' and ');
}

/**
 * By deadline and age there are two: those with a limit, and then the others by id. In one statement the null limits
 * would keep the order from coming out of an index, and every page would sort the whole table.
 */
function slicesOf({ sort, after }: OrderPage, conditions: Conditions): Slice[] {
  if (sort === 'lastEvent') return [byLastEvent(after)];
  const amongUnlimited = after !== null && after.at === null;
  return [
    ...(amongUnlimited ? [] : [limited(sort === 'deadline' ? 'state.due_at' : 'state.status_since', after)]),
    ...(needsLimit(conditions) ? [] : [unlimited(amongUnlimited ? after : null)]),
  ];
}

function byLastEvent(after: OrderPosition | null): Slice {
  return {
    key: 'state.last_event_at',
    orderBy: 'state.last_event_at desc, state.order_id desc',
    where: param =>
      after ? [`(state.last_event_at, state.order_id) < (${time(param, after.at)}, ${param(after.orderId)})`] : [],
    native: ['from', 'to', 'provisional'],
  };
}

/**
 * No index is in the order of age: it is sorted out of the orders under way. One on the state would cost every event 6 %.
 */
function limited(key: string, after: OrderPosition | null): Slice {
  return {
    key,
    orderBy: `${key}, state.order_id`,
    where: param => [
      'state.due_at is not null',
      ...(after ? [`(${key}, state.order_id) > (${time(param, after.at)}, ${param(after.orderId)})`] : []),
    ],
    native: ['status', 'stuck', 'atRisk'],
  };
}

function unlimited(after: OrderPosition | null): Slice {
  return {
    key: 'null::timestamptz',
    orderBy: 'state.order_id',
    where: param => ['state.due_at is null', ...(after ? [`state.order_id > ${param(after.orderId)}`] : [])],
    native: ['status'],
  };
}

/** Who is past a limit has one. */
function needsLimit({ stuck, atRisk }: Conditions): boolean {
  return stuck?.ids !== undefined || atRisk?.ids !== undefined;
}
