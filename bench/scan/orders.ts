import { toIso } from '../../platform/clock.ts';
import type { Pool } from '../../platform/postgres.ts';
import { referenceLifecycle } from '../../test/support/reference.ts';

/**
 * Open orders as the tracker leaves them, in five statuses. Those overdue are in SUBMITTED and lie anywhere among the
 * others; none of the others is.
 */
export async function fillOrders(
  pool: Pool,
  { size, overdue, now }: { size: number; overdue: number; now: number },
): Promise<void> {
  await pool.query(
    `insert into tracker.order_state (order_id, lifecycle, lifecycle_hash, status, confirmed, status_since, target_at,
            due_at, provisional, ids, sources, correlation_id, event_count, first_event_at, last_event_at, memory)
     select 'ORD-' || lpad(((o.n::bigint * 7919) % $1)::text, 8, '0'), $4, $5, o.status, true, o.due_at - interval '1 day',
            o.due_at - interval '23 hours', o.due_at, false, jsonb_build_object('mes', 'M-' || o.n),
            jsonb_build_object('shop', jsonb_build_object('status', o.status, 'at', o.n)), md5(o.n::text), 4,
            o.due_at - interval '2 days', o.due_at - interval '1 day', repeat(md5(o.n::text), 8)
       from (select n,
                    case when n < $2 then 'SUBMITTED'
                         else (array['SUBMITTED', 'PRICE_CALCULATED', 'MANUFACTURING_APPROVED',
                                     'MANUFACTURING_STARTED', 'MANUFACTURING_COMPLETED'])[1 + n % 5] end as status,
                    case when n < $2 then $3::timestamptz - n * interval '1 minute' - interval '1 minute'
                         else $3::timestamptz + interval '2 hours' + (n % 20000) * interval '1 minute' end as due_at
               from generate_series(0, $1 - 1) as n) o`,
    [size, overdue, toIso(now), referenceLifecycle.name, referenceLifecycle.hash],
  );
  // As autovacuum leaves it in time: what is measured is not the first look after an import.
  await pool.query('vacuum analyze tracker.order_state');
}
