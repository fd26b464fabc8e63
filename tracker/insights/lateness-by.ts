import { quantile } from '../usual-curve.ts';
import type { Travelled } from './travelled.ts';

/** How orders of somebody, or of some kind, kept their limits and promises. */
export type LatenessOf = {
  /** Null: of those that name none. */
  name: string | null;
  orders: number;
  late: number;
  ended: number;
  /** From the first status to the end, of half of those that ended; null: none did. */
  medianMs: number | null;
  /** Of those to whom something was promised, and of which it is known whether it was kept. */
  promised: number;
  kept: number;
};

/** The largest share of late ones first, those with few orders after those with many. */
export function latenessBy(orders: readonly Travelled[], trait: 'partner' | 'productClass'): LatenessOf[] {
  return [...Map.groupBy(orders, order => order[trait])]
    .map(([name, same]) => ({ name, ...latenessOf(same) }))
    .sort((a, b) => b.late / b.orders - a.late / a.orders || b.orders - a.orders);
}

export function latenessOf(orders: readonly Travelled[]): Omit<LatenessOf, 'name'> {
  const totals = orders.flatMap(({ totalMs }) => totalMs ?? []).sort((a, b) => a - b);
  const promised = orders.filter(({ keptPromise }) => keptPromise !== null);
  return {
    orders: orders.length,
    late: orders.filter(({ late }) => late).length,
    ended: totals.length,
    medianMs: totals.length === 0 ? null : quantile(totals, 0.5),
    promised: promised.length,
    kept: promised.filter(({ keptPromise }) => keptPromise).length,
  };
}
