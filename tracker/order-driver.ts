import type { Db } from '../platform/postgres.ts';
import type { OrderKey } from './event.ts';
import { type Condition, type Param, parameters } from './sql-condition.ts';

/** All orders that pass a condition. */
export type Few = { condition: Condition; ids: readonly OrderKey[] };

// So many are looked at one after another in 10 ms, whatever the size of the ledger.
const AT_MOST = 3_000;
// And so many are few enough not to look whether another condition leaves fewer.
const SURELY_FEW = 300;

/**
 * Of the conditions with an index, one that few orders pass, and which they are; null when many pass each. They are
 * looked up rather than estimated: of parts of names and numbers the planner knows nothing, and expects hardly anybody
 * or thousands.
 */
export async function fewest(db: Db, conditions: readonly Condition[]): Promise<Few | null> {
  let best: Few | null = null;
  for (const condition of conditions) {
    if (!condition.ids) continue;
    const ids = await idsUpTo(db, condition.ids, AT_MOST);
    if (ids === null) continue;
    if (best === null || ids.length < best.ids.length) best = { condition, ids };
    if (best.ids.length <= SURELY_FEW) break;
  }
  return best;
}

/** Null when they are more. */
async function idsUpTo(db: Db, ids: (param: Param) => string, limit: number): Promise<OrderKey[] | null> {
  const { values, param } = parameters();
  const { rows } = await db.query<{ order_id: OrderKey }>(
    `select found.order_id from (${ids(param)}) as found (order_id) limit ${param(limit + 1)}`,
    values,
  );
  return rows.length > limit ? null : [...new Set(rows.map(row => row.order_id))];
}

/** A condition whose index leads to the orders that pass. */
export type Driver = {
  condition: Condition;
  ids: (param: Param) => string;
  /** How many they are, and of all orders, as the planner estimates them. */
  rows: number;
  share: number;
};

/** The one that the fewest orders pass; null when no index knows any. A millisecond for each. */
export async function mostSelective(db: Db, conditions: readonly Condition[]): Promise<Driver | null> {
  const drivers: Omit<Driver, 'share'>[] = [];
  for (const condition of conditions) {
    const { ids } = condition;
    if (ids) drivers.push({ condition, ids: distinct(ids), rows: await estimate(db, ids) });
  }
  const [best] = drivers.sort((a, b) => a.rows - b.rows);
  return best ? { ...best, share: best.rows / Math.max(1, await estimate(db, () => ALL)) } : null;
}

function distinct(ids: (param: Param) => string) {
  return (param: Param) => `select distinct known.order_id from (${ids(param)}) as known (order_id)`;
}

const ALL = 'select 1 from tracker.order_state where joined_into is null';

async function estimate(db: Db, ids: (param: Param) => string): Promise<number> {
  const { values, param } = parameters();
  const { rows } = await db.query<{ 'QUERY PLAN': [{ Plan: { 'Plan Rows': number } }] }>(
    `explain (format json) ${ids(param)}`,
    values,
  );
  return rows[0]!['QUERY PLAN'][0].Plan['Plan Rows'];
}
