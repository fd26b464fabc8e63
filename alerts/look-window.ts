import type { Db } from '../platform/postgres.ts';
import type { OrderKey } from '../tracker/event.ts';
import { findRecordedOrders } from '../tracker/recorded-orders.ts';
import type { Look } from './condition.ts';

/** Of a rule that has never looked; what is older was nobody's concern until now. */
const FIRST_LOOK_MS = 24 * 3_600_000;

/** Of one that could not look for longer: all that came in half a year is more than a look has time for, every minute. */
const LONGEST_LOOK_MS = 7 * FIRST_LOOK_MS;

/** What is so old is due; at the last look it may have been what was `beforeMs` old. */
export type Age = { ms: number; beforeMs: number };

/**
 * The orders that may have become late since the last look because nothing came after what was recorded so long ago, and
 * those found before, which may have mended.
 */
export async function ordersToLookAt(
  db: Db,
  { now, since, open }: Look,
  ages: readonly Age[],
  sort: Parameters<typeof findRecordedOrders>[2],
): Promise<OrderKey[]> {
  const last = Math.min(Math.max(since ?? now - FIRST_LOOK_MS, now - LONGEST_LOOK_MS), now);
  const orders = new Set(open.flatMap(({ orderId }) => orderId ?? []));
  for (const { ms, beforeMs } of ages) {
    const recorded = await findRecordedOrders(db, { after: last - Math.max(ms, beforeMs), upTo: now - ms }, sort);
    for (const orderId of recorded) orders.add(orderId);
  }
  return [...orders];
}
