import { type Instant, toIso } from '../platform/clock.ts';
import type { Db } from '../platform/postgres.ts';
import { countInStatus } from '../tracker/status-count.ts';
import { isShared } from './cause-keys.ts';
import type { Judged } from './join-findings.ts';
import type { StormSettings } from './storm.ts';

/** How many incidents the rule has opened since; those that turned out to be the matter of another one do not count. */
export async function countOpened(
  tx: Db,
  { rule, shadow, since }: { rule: string; shadow: boolean; since: Instant },
): Promise<number> {
  const { rows } = await tx.query<{ count: number }>(
    `select count(*) as count from alerts.incident i
      where i.opened_at > $3 and i.rule = $1 and i.shadow = $2 and i.merged_into is null`,
    [rule, shadow, toIso(since)],
  );
  return rows[0]!.count;
}

/**
 * Of which statuses the rule holds so many orders, new ones included, that it is a storm, and their part of the orders in
 * it. What a shared cause has stopped is one matter already. Asks the ledger only where there are enough of them.
 */
export async function readShares(
  tx: Db,
  rule: string,
  news: readonly Judged[],
  { atLeast, share }: StormSettings,
): Promise<Map<string, number>> {
  const held = new Map<string, number>();
  const count = (status: string | null, orders: number) =>
    status !== null && held.set(status, (held.get(status) ?? 0) + orders);
  for (const { orderId, status, judgement } of news) {
    if (orderId !== null && !isShared(judgement.cause?.key)) count(status, 1);
  }
  if (held.size === 0) return held;
  for (const row of await countHeld(tx, rule, [...held.keys()])) if (!isShared(row.key)) count(row.status, row.orders);
  const shares = new Map<string, number>();
  for (const [status, orders] of held) {
    if (orders < atLeast) continue;
    // No further than where it would be no storm any more.
    const all = await countInStatus(tx, status, Math.ceil(orders / share) + 1, {});
    const part = orders / Math.max(all, orders);
    if (part >= share) shares.set(status, part);
  }
  return shares;
}

async function countHeld(
  tx: Db,
  rule: string,
  statuses: readonly string[],
): Promise<{ status: string; key: string | null; orders: number }[]> {
  const { rows } = await tx.query<{ status: string; key: string | null; orders: number }>(
    `select f.status, f.cause_key as key, count(distinct f.order_id) as orders from alerts.finding f
      where f.rule = $1 and f.status = any ($2) and f.resolved_at is null and f.order_id is not null
      group by f.status, f.cause_key`,
    [rule, statuses],
  );
  return rows;
}
