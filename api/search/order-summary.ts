import type { z } from 'zod';
import { findMostCommon } from '../../alerts/incidents-of-orders.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Db } from '../../platform/postgres.ts';
import { readOldestStuck } from '../../tracker/oldest-stuck.ts';
import type { contract } from '../contract.ts';
import { time } from '../present.ts';
import type { Summary } from '../summary/summary.ts';

/** `summary`: the counts that all pages share. */
export type OrderSummaryDeps = { db: Db; clock: Clock; summary: { current(): Promise<Summary> } };

/** The counts, with since when and why: what it takes for one sentence. Both look-ups cost what is found now. */
export async function orderSummary({
  db,
  clock,
  summary,
}: OrderSummaryDeps): Promise<z.infer<typeof contract.OrderSummary>> {
  const { asOf, totals } = await summary.current();
  const { open, stuck, atRisk, overdue } = totals;
  const common = await findMostCommon(db);
  return {
    asOf: asOf.at,
    ...{ open, stuck, atRisk, overdue },
    oldestStuckSince: time(await readOldestStuck(db, clock.now())),
    mostCommon: common && { ...common, incident: String(common.incident) },
  };
}
