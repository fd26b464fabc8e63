import type { Instant } from '../platform/clock.ts';
import type { Db } from '../platform/postgres.ts';
import type { Lifecycles } from './lifecycle.ts';
import { type Driver, type Few, fewest, mostSelective } from './order-driver.ts';
import { type Conditions, conditionsOf, type OrderFilter } from './order-filter.ts';
import { LISTED, rowsOf } from './order-rows.ts';
import { FROM, firstOf, type OrderPage, type OrderPosition, type Slice, slicesOf } from './order-slices.ts';
import { type Order, readOrders } from './orders.ts';
import type { Vault } from './personal-data.ts';
import { allOf, type Condition, parameters } from './sql-condition.ts';

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
  const { rows } = await db.query<OrderPosition>(firstOf(slice, passing, param(limit)), values);
  return rows;
}

/** Goes through the first WALKED only. */
async function walkNear(db: Db, slice: Slice, { native, others }: Narrowed, limit: number): Promise<OrderPosition[]> {
  const { values, param } = parameters();
  const near = allOf([...slice.listed, ...slice.where(param)], native, param);
  const first = `(select near."orderId" from (${firstOf(slice, near, param(WALKED))}) as near)`;
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
