import type { Instant } from '../platform/clock.ts';
import type { Db } from '../platform/postgres.ts';

// Enough to tell, and as much work whatever came in meanwhile.
const SAMPLE = 500;

/**
 * How long events had been on their way when they were recorded: half of those recorded since then took longer. Null
 * when none was, or none says when it occurred.
 */
export async function readLag(db: Db, since: Instant): Promise<number | null> {
  const { rows } = await db.query<{ ms: number | null }>(
    `select percentile_disc(0.5) within group (order by extract(epoch from e.recorded_at - e.occurred_at)::float8) * 1000 as ms
       from (select e.recorded_at, e.occurred_at from tracker.order_event e
              where e.recorded_at >= to_timestamp($1 / 1000.0) and e.occurred_at is not null and not e.historic
              limit $2) as e`,
    [since, SAMPLE],
  );
  return rows[0]?.ms ?? null;
}
