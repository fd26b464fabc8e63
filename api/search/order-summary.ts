import type { z } from 'zod';
import { findMostCommon } from '../../alerts/incidents-of-orders.ts';
import { type Clock, type Instant, toIso } from '../../platform/clock.ts';
import type { Db } from '../../platform/postgres.ts';
import type { Lifecycles } from '../../tracker/lifecycle.ts';
import { summarizeOrders } from '../../tracker/order-summary.ts';
import type { contract } from '../contract.ts';
import { time } from '../present.ts';

type Summary = z.infer<typeof contract.OrderSummary>;

// A walk along all that is under way; everybody who looks at the list within these seconds shares it.
const KEPT_MS = 5_000;

export function orderSummaries({ db, lifecycles, clock }: { db: Db; lifecycles: () => Lifecycles; clock: Clock }) {
  let last: { at: Instant; summary: Promise<Summary> } | null = null;
  return (): Promise<Summary> => {
    const now = clock.now();
    if (last && now - last.at < KEPT_MS && now >= last.at) return last.summary;
    const summary = summaryAt(db, lifecycles(), now);
    const kept = { at: now, summary };
    last = kept;
    // What failed is not kept: the next one asks again.
    summary.catch(() => {
      if (last === kept) last = null;
    });
    return summary;
  };
}

async function summaryAt(db: Db, lifecycles: Lifecycles, now: Instant): Promise<Summary> {
  const { oldestStuckSince, ...counts } = await summarizeOrders(db, lifecycles, now);
  const common = await findMostCommon(db);
  return {
    asOf: toIso(now),
    ...counts,
    oldestStuckSince: time(oldestStuckSince),
    mostCommon: common && { ...common, incident: String(common.incident) },
  };
}
