import type { Instant } from '../platform/clock.ts';
import type { Db } from '../platform/postgres.ts';
import type { OrderKey } from './event.ts';
import type { Lifecycles } from './lifecycle.ts';
import { type Driver, type Few, fewest, mostSelective } from './order-driver.ts';
import { type Conditions, conditionsOf, type OrderFilter } from './order-filter.ts';
import { LISTED, rowsOf } from './order-rows.ts';
import { type Order, readOrders } from './orders.ts';
import type { Vault } from './personal-data.ts';
import { allOf, type Condition, type Param, parameters, time } from './sql-condition.ts';

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
  vault: Vault,
): Promise<OrderList> {
  const conditions = await conditionsOf(db, { lifecycles, vault, now }, filter);
  // One order more than asked for tells whether there is another page.
  const places = await findPlaces(db, conditions, { ...page, limit: page.limit + 1 });
  const shown = places.slice(0, page.limit);
  const ids = shown.map(place => place.orderId);
  const orders = await readOrders(db, { lifecycles, vault, now }, ids);
  return { orders, next: places.length > page.limit ? shown.at(-1)! : null };
}

/**
 * A stretch of the list that is in order by itself. `native`: the filters that an index in this order, or next to it,
 * finds as well; they are part of the walk.
 */
type Slice = {
  key: string;
  orderBy: string;
  /** What makes an order one of the list, as the index of this stretch has it. */
  listed: readonly string[];
  where: (param: Param) => string[];
  native: readonly (keyof OrderFilter)[];
};

type Narrowed = { native: readonly Condition[]; others: readonly Condition[] };

// How far a walk goes when an index knows those who pass as well: milliseconds.
const WALKED = 2_000;
// So few are looked up without trying a walk first.
const FEW = 1_000;
// To look up an order costs three times what it costs to walk past one: at a quarter of all, neither way is longer.
const MANY = 1 / 4;
// And to look up so many takes longer than to go once through the index that holds the order of all.
const FEWER_THAN_ALL = 10_000;

async function findPlaces(db: Db, conditions: Conditions, page: OrderPage): Promise<OrderPosition[]> {
  const places: OrderPosition[] = [];
  const slices = slicesOf(page, conditions);
  const few = await fewest(db, narrowedIn(slices[0]!, conditions).others);
  for (const slice of slices) {
    if (places.length === page.limit) break;
    const limit = page.limit - places.length;
    const found = few
      ? await among(db, slice, few, Object.values(conditions), limit)
      : await findInSlice(db, slice, narrowedIn(slice, conditions), limit);
    for (const place of found) places.push(place);
  }
  return places;
}

function narrowedIn(slice: Slice, conditions: Conditions): Narrowed {
  const names = Object.keys(conditions) as (keyof OrderFilter)[];
  return {
    native: names.filter(name => slice.native.includes(name)).map(name => conditions[name]!),
    others: names.filter(name => !slice.native.includes(name)).map(name => conditions[name]!),
  };
}

/**
 * A page of a filter that many orders pass is found among the first of a walk in the order of the list; where it is not,
 * the index of the filter knows those who pass. Left to itself, the planner takes one of the two ways by its estimates,
 * which know nothing of where in the list those orders are: stuck orders are all at the end of the last events.
 */
async function findInSlice(db: Db, slice: Slice, narrowed: Narrowed, limit: number): Promise<OrderPosition[]> {
  const driver = await mostSelective(db, narrowed.others);
  if (!driver) return walk(db, slice, narrowed, limit);
  if (driver.share > MANY) return walk(db, slice, narrowed, limit);
  if (driver.rows > FEW) {
    const near = await walkNear(db, slice, narrowed, limit);
    if (near.length === limit) return near;
  }
  return lookUp(db, slice, driver, narrowed, limit);
}

const FROM = 'tracker.order_state state left join tracker.order_search search on search.order_id = state.order_id';

/** Who has a limit has an event; and by the limit's index alone the row need not be read. */
const LIMITED = ['state.joined_into is null'];

/** Of these few orders. */
async function among(
  db: Db,
  slice: Slice,
  few: Few,
  conditions: readonly Condition[],
  limit: number,
): Promise<OrderPosition[]> {
  const { values, param } = parameters();
  const rest = conditions.filter(condition => condition !== few.condition);
  const passing = allOf([...LISTED, ...slice.where(param)], rest, param);
  const { rows } = await db.query<OrderPosition>(
    `select state.order_id as "orderId", ${slice.key} as at
       from ${rowsOf(`unnest(${param(few.ids)}::text[])`, passing)}
      order by ${slice.orderBy} limit ${param(limit)}`,
    values,
  );
  return rows;
}

/** Goes through the orders in the order of the list until the page is full. */
async function walk(db: Db, slice: Slice, { native, others }: Narrowed, limit: number): Promise<OrderPosition[]> {
  const { values, param } = parameters();
  const passing = allOf([...slice.listed, ...slice.where(param)], [...native, ...others], param);
  const { rows } = await db.query<OrderPosition>(
    `select state.order_id as "orderId", ${slice.key} as at from ${FROM} where ${passing}
      order by ${slice.orderBy} limit ${param(limit)}`,
    values,
  );
  return rows;
}

/** Goes through the first WALKED only. */
async function walkNear(db: Db, slice: Slice, { native, others }: Narrowed, limit: number): Promise<OrderPosition[]> {
  const { values, param } = parameters();
  const near = allOf([...slice.listed, ...slice.where(param)], native, param);
  const first = `(select state.order_id from tracker.order_state state where ${near}
                   order by ${slice.orderBy} limit ${param(WALKED)})`;
  const { rows } = await db.query<OrderPosition>(
    `select state.order_id as "orderId", ${slice.key} as at
       from ${rowsOf(first, allOf(LISTED, others, param))}
      order by ${slice.orderBy} limit ${param(limit)}`,
    values,
  );
  return rows;
}

/**
 * Takes the orders that one filter's index knows and puts them in order, which for many of them needs no more than
 * another index; then looks at their rows one after another until the page is full.
 */
async function lookUp(
  db: Db,
  slice: Slice,
  driver: Driver,
  { native, others }: Narrowed,
  limit: number,
): Promise<OrderPosition[]> {
  const { values, param } = parameters();
  const within = allOf([...slice.listed, ...slice.where(param)], native, param);
  const rest = others.filter(condition => condition !== driver.condition);
  // `offset 0` keeps the planner from going through all orders in their order after all, and of many from looking up
  // one after another what it finds sooner by going through the index once.
  const keyed = `select state.order_id, ${slice.key} as at from tracker.order_state state where ${within}
                 ${driver.rows > FEWER_THAN_ALL ? 'offset 0' : ''}`;
  const direction = slice.orderBy.endsWith(' desc') ? ' desc' : '';
  const order = (table: string) => `${table}.at${direction}, ${table}.order_id${direction}`;
  const { rows } = await db.query<OrderPosition>(
    `select state.order_id as "orderId", ordered.at
       from (select keyed.* from (${driver.ids(param)}) as found (order_id)
               join (${keyed}) as keyed on keyed.order_id = found.order_id order by ${order('keyed')} offset 0) as ordered
       join ${FROM} on state.order_id = ordered.order_id
      where ${allOf(LISTED, rest, param)}
      order by ${order('ordered')} limit ${param(limit)}`,
    values,
  );
  return rows;
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
    ...(needsLimit(conditions) ? [] : [unlimited(amongUnlimited ? after : null, conditions)]),
  ];
}

function byLastEvent(after: OrderPosition | null): Slice {
  return {
    key: 'state.last_event_at',
    orderBy: 'state.last_event_at desc, state.order_id desc',
    listed: LISTED,
    where: param =>
      after ? [`(state.last_event_at, state.order_id) < (${time(param, after.at)}, ${param(after.orderId)})`] : [],
    native: ['from', 'provisional'],
  };
}

/**
 * No index is in the order of age: it is sorted out of the orders under way. One on the state would cost every event 6 %.
 */
function limited(key: string, after: OrderPosition | null): Slice {
  return {
    key,
    orderBy: `${key}, state.order_id`,
    listed: LIMITED,
    where: param => [
      'state.due_at is not null',
      ...(after ? [`(${key}, state.order_id) > (${time(param, after.at)}, ${param(after.orderId)})`] : []),
    ],
    native: ['status', 'stuck'],
  };
}

function unlimited(after: OrderPosition | null, { status }: Conditions): Slice {
  return {
    key: 'null::timestamptz',
    // The limits are all null; named, they lead to the index by status, limit and id.
    orderBy: status ? 'state.due_at, state.order_id' : 'state.order_id',
    listed: LISTED,
    where: param => ['state.due_at is null', ...(after ? [`state.order_id > ${param(after.orderId)}`] : [])],
    native: ['status'],
  };
}

/** Who is past a limit has one. */
function needsLimit({ stuck, atRisk }: Conditions): boolean {
  return stuck?.ids !== undefined || atRisk?.ids !== undefined;
}
