import type { Instant } from '../../platform/clock.ts';
import { toIso } from '../../platform/clock.ts';
import type { Db } from '../../platform/postgres.ts';

export type SourceDelay = { from: string; to: string; seconds: number };

/** So many events a look at most: where more come, the last of them are enough to tell how late systems are. */
const AT_MOST = 5_000;

/**
 * For each first word of a status by one of these systems that was recorded in this stretch: how long after the first word
 * of the same status of the order by another of them, by the times that they state. What the same system says again is no
 * news, and neither is imported history. What it costs is what came.
 */
export async function readSourceDelays(
  db: Db,
  systems: readonly string[],
  { from, to }: { from: Instant; to: Instant },
): Promise<SourceDelay[]> {
  const { rows } = await db.query<SourceDelay>(
    `with came as (
       select event.order_id, event.event_id, event.status, event.source, event.occurred_at
         from tracker.order_event event
        where event.recorded_at >= $1 and event.recorded_at < $2 and event.status is not null
          and event.occurred_at is not null and not event.historic and event.source = any ($3::text[])
        order by event.recorded_at desc, event.order_id, event.event_id
        limit $4)
     select first.source as "from", came.source as "to",
            extract(epoch from came.occurred_at - first.occurred_at)::float8 as seconds
       from came
      cross join lateral (
        select other.source, other.occurred_at from tracker.order_event other
         where other.order_id = came.order_id and other.status = came.status and other.source = any ($3::text[])
           and other.occurred_at is not null
         order by other.occurred_at, other.event_id limit 1) first
      where first.source <> came.source
        and not exists (
          select from tracker.order_event earlier
           where earlier.order_id = came.order_id and earlier.status = came.status and earlier.source = came.source
             and (earlier.occurred_at, earlier.event_id) < (came.occurred_at, came.event_id))`,
    [toIso(from), toIso(to), systems, AT_MOST],
  );
  return rows;
}
