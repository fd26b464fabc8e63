import type { Instant } from '../platform/clock.ts';
import type { Db } from '../platform/postgres.ts';
import type { Lifecycles } from './lifecycle.ts';
import { type Few, fewest, mostSelective } from './order-driver.ts';
import { conditionsOf, type OrderFilter, ofState } from './order-filter.ts';
import { LISTED, rowsOf } from './order-rows.ts';
import type { Vault } from './personal-data.ts';
import { allOf, type Condition, parameters } from './sql-condition.ts';

const COUNTED = 10_000;
/** Orders looked at, whether they pass or not: what bounds the work where few of many pass. */
const LOOKED_AT = 12_000;

/** How many orders pass the filter, up to COUNTED; `more`: there may be more, which were not looked at. */
export async function countOrders(
  db: Db,
  lifecycles: Lifecycles,
  filter: OrderFilter,
  now: Instant,
  vault: Vault,
): Promise<{ count: number; more: boolean }> {
  const all = Object.values(await conditionsOf(db, { lifecycles, vault, now }, filter));
  const few = await fewest(db, all);
  return few ? { count: await countAmong(db, few, all), more: false } : countMany(db, merged(all));
}

async function countAmong(db: Db, few: Few, conditions: readonly Condition[]): Promise<number> {
  const { values, param } = parameters();
  const rest = conditions.filter(condition => condition !== few.condition);
  const { rows } = await db.query<{ count: number }>(
    `select count(*) as count from ${rowsOf(`unnest(${param(few.ids)}::text[])`, allOf(LISTED, rest, param))}`,
    values,
  );
  return rows[0]!.count;
}

async function countMany(db: Db, conditions: readonly Condition[]): Promise<{ count: number; more: boolean }> {
  const driver = await mostSelective(db, conditions);
  const { values, param } = parameters();
  const ids =
    driver?.ids(param) ??
    `select order_id from tracker.order_state where joined_into is null and last_event_at is not null
      order by last_event_at desc, order_id desc`;
  const { rows } = await db.query<{ count: number; looked_at: number }>(
    `with looked_at (order_id) as materialized (${ids} limit ${param(LOOKED_AT)})
     select (select count(*) from looked_at) as looked_at,
            (select count(*) from (
               select from looked_at
                 join tracker.order_state state on state.order_id = looked_at.order_id
                 left join tracker.order_search search on search.order_id = state.order_id
                where ${allOf(
                  LISTED,
                  conditions.filter(one => one !== driver?.condition),
                  param,
                )}
                limit ${param(COUNTED + 1)}) as passing) as count`,
    values,
  );
  const { count, looked_at } = rows[0]!;
  return { count: Math.min(count, COUNTED), more: count > COUNTED || looked_at === LOOKED_AT };
}

/** Several filters on the state are one for its indexes, so that only those are looked at that pass them all. */
function merged(conditions: readonly Condition[]): Condition[] {
  const tests = conditions.flatMap(({ test }) => test ?? []);
  if (!conditions.some(({ test, ids }) => test && ids)) return [...conditions];
  const all = ofState((state, param) => tests.map(test => `(${test(state, param)})`).join(' and '));
  return [all, ...conditions.filter(({ test }) => !test)];
}
