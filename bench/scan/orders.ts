import type { Instant } from '../../platform/clock.ts';
import type { Pool } from '../../platform/postgres.ts';
import { referenceLifecycle } from '../../test/support/reference.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const OVERDUE_IN = 'SUBMITTED';
const STATUSES = [
  OVERDUE_IN,
  'PRICE_CALCULATED',
  'MANUFACTURING_APPROVED',
  'MANUFACTURING_STARTED',
  'MANUFACTURING_COMPLETED',
];
/** So many different beginnings of a stay in each status. */
const STAYS = 2_000;
/** None of the others becomes overdue while it is measured. */
const LEFT_MS = 2 * HOUR;

type Stay = { status: string; since: Instant; targetAt: Instant; dueAt: Instant };

/**
 * Open orders as the tracker leaves them, in five statuses, each within the limits of its status. Those overdue are in
 * SUBMITTED and lie anywhere among the others.
 */
export async function fillOrders(
  pool: Pool,
  { size, overdue, now }: { size: number; overdue: number; now: Instant },
): Promise<void> {
  const breachMs = stayOf(OVERDUE_IN, now).dueAt - now;
  const late = Array.from({ length: overdue }, (_, nth) => stayOf(OVERDUE_IN, now - breachMs - (nth + 1) * MINUTE));
  const others = STATUSES.map(status => staysWithin(status, now));
  // By turns, so that each number of orders has as many in every status.
  const stays = Array.from({ length: STAYS }, (_, nth) => others.map(one => one[nth]!)).flat();
  const { name, hash } = referenceLifecycle;
  await pool.query(
    `with stay as (
       select r.nth, r.status, to_timestamp(r.since / 1000) as since, to_timestamp(r.target_at / 1000) as target_at,
              to_timestamp(r.due_at / 1000) as due_at
         from jsonb_to_recordset($3) as r (nth integer, status text, since float8, target_at float8, due_at float8))
     insert into tracker.order_state (order_id, lifecycle, lifecycle_hash, status, confirmed, status_since, target_at,
            due_at, provisional, ids, sources, correlation_id, event_count, first_event_at, last_event_at, memory)
     select 'ORD-' || lpad(((o.n::bigint * 7919) % $1)::text, 8, '0'), $4, $5, stay.status, true, stay.since,
            stay.target_at, stay.due_at, false, jsonb_build_object('mes', 'M-' || o.n),
            jsonb_build_object('shop', jsonb_build_object('status', stay.status, 'at', o.n)), md5(o.n::text), 4,
            stay.since - interval '1 day', stay.since, repeat(md5(o.n::text), 8)
       from generate_series(0, $1 - 1) as o (n)
       join stay on stay.nth = case when o.n < $2 then o.n else $2 + o.n % $6 end`,
    [size, overdue, JSON.stringify([...late, ...stays].map(written)), name, hash, stays.length],
  );
  // As autovacuum leaves it in time: what is measured is not the first look after an import.
  await pool.query('vacuum analyze tracker.order_state');
}

/** Spread evenly over as long as an order may be there. */
function staysWithin(status: string, now: Instant): Stay[] {
  const allowedMs = stayOf(status, now).dueAt - now - LEFT_MS;
  return Array.from({ length: STAYS }, (_, nth) => stayOf(status, now - Math.floor((allowedMs * nth) / STAYS)));
}

function stayOf(status: string, since: Instant): Stay {
  return { status, since, ...referenceLifecycle.deadlines(status, since, [])! };
}

function written({ status, since, targetAt, dueAt }: Stay, nth: number) {
  return { nth, status, since, target_at: targetAt, due_at: dueAt };
}
