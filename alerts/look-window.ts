import type { Db } from '../platform/postgres.ts';
import type { OrderKey } from '../tracker/event.ts';
import { findRecordedOrders } from '../tracker/recorded-orders.ts';
import type { Look } from './condition.ts';

/** Of a rule that has never looked; what is older was nobody's concern until now. */
const FIRST_LOOK_MS = 24 * 3_600_000;

/** Of one that could not look for longer: all that came in half a year is more than a look has time for, every minute. */
const LONGEST_LOOK_MS = 7 * FIRST_LOOK_MS;

/**
 * The orders that may have become late since the last look because nothing came after what was recorded `forMs` ago, and
 * those found before, which may have mended.
 */
export async function ordersToLookAt(
  db: Db,
  { now, since, open }: Look,
  forMs: number,
  sort: Parameters<typeof findRecordedOrders>[2],
): Promise<OrderKey[]> {
  const last = Math.min(Math.max(since ?? now - FIRST_LOOK_MS, now - LONGEST_LOOK_MS), now);
  const recorded = await findRecordedOrders(db, { after: last - forMs, upTo: now - forMs }, sort);
  return [...new Set([...recorded, ...open.flatMap(({ orderId }) => orderId ?? [])])];
}
