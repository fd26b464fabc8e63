import { type Instant, toIso } from '../platform/clock.ts';
import type { Db } from '../platform/postgres.ts';
import type { OrderKey } from './event.ts';

/** Of these orders, those that are under way past what their customers were promised. By key. */
export async function findBrokenPromises(db: Db, ids: readonly OrderKey[], now: Instant): Promise<Set<OrderKey>> {
  if (ids.length === 0) return new Set();
  const { rows } = await db.query<{ order_id: OrderKey }>(
    `select state.order_id from unnest($1::text[]) as wanted (order_id)
       join tracker.order_state state on state.order_id = wanted.order_id
      where state.promised_at < $2 and state.due_at is not null and state.joined_into is null`,
    [ids, toIso(now)],
  );
  return new Set(rows.map(row => row.order_id));
}
