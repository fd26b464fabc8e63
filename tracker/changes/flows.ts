import { type Instant, toIso } from '../../platform/clock.ts';
import type { Db } from '../../platform/postgres.ts';
import { KEPT_MS } from './clear-changes.ts';
import type { Move } from './note-change.ts';

/** How many orders went from where to where in the last hour, as it was recorded. A walk through what is kept. */
export async function readFlows(db: Db, now: Instant): Promise<Move[]> {
  const { rows } = await db.query<Move>(
    `select move.lifecycle, move."from", move."to", sum(move.orders)::int as orders
       from tracker.change c
      cross join jsonb_to_recordset(c.moves) as move (lifecycle text, "from" text, "to" text, orders integer)
      where c.at > $1 and c.at <= $2 and c.moves is not null
      group by 1, 2, 3 order by 1, 2 nulls first, 3`,
    [toIso(now - KEPT_MS), toIso(now)],
  );
  return rows;
}

/** When something was recorded last; null: nothing ever was. */
export async function lastRecordedAt(db: Db): Promise<Instant | null> {
  const { rows } = await db.query<{ at: Instant }>(
    `select c.at from tracker.change c where c.topic = 'order' order by c.transaction desc, c.place desc limit 1`,
  );
  return rows[0]?.at ?? null;
}
