import type { Db } from '../platform/postgres.ts';
import { type Condition, type Param, parameters } from './sql-condition.ts';

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
    if (ids) drivers.push({ condition, ids, rows: await estimate(db, ids) });
  }
  const [best] = drivers.sort((a, b) => a.rows - b.rows);
  return best ? { ...best, share: best.rows / Math.max(1, await estimate(db, () => ALL)) } : null;
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
