import { type Instant, toIso } from '../../platform/clock.ts';
import type { Db } from '../../platform/postgres.ts';

/** For so long somebody may be away and go on where they left off, and the flow between statuses is counted over. */
export const KEPT_MS = 3_600_000;
// What is counted over an hour must not lack the minute in which it is cleared.
const SPARE_MS = 5 * 60_000;

/** Clears away what is older; the newest row of orders stays, for it says when something came last. */
export async function clearChanges(db: Db, now: Instant): Promise<void> {
  await db.query(
    `with cleared as (
       delete from tracker.change c
        where c.at < $1
          and c.place is distinct from (select n.place from tracker.change n where n.topic = 'order'
                                         order by n.at desc, n.place desc limit 1)
       returning c.transaction)
     insert into tracker.change_cleared as known (through)
     select cleared.transaction from cleared order by cleared.transaction desc limit 1
     on conflict (one) do update set through = greatest(known.through, excluded.through)`,
    [toIso(now - KEPT_MS - SPARE_MS)],
  );
}
