import type { Instant } from '../../platform/clock.ts';
import type { Db } from '../../platform/postgres.ts';
import { sqlState } from '../../platform/postgres.ts';
import type { ChangeTopic } from './note-change.ts';

/**
 * What somebody has seen: the snapshot in which they looked (`xmin:xmax:those under way`). What is visible in a later one
 * and was not in this has been committed since, whatever began before it and took longer.
 */
export type Seen = string;

/** `subjects` null: more than anybody wants to be told one by one. */
export type SeenChange = { at: Instant; topic: ChangeTopic; subjects: readonly string[] | null };

/** `more`: there were more changes than are read at once, and those are lost to whoever reads on from `seen`. */
export type Changes = { seen: Seen; changes: SeenChange[]; more: boolean };

/** What one look takes along at most: 300 batches, each of them with up to 500 subjects. */
const MOST_CHANGES = 300;
const MOST_SUBJECTS = 500;

const SEEN = /^\d{1,20}:\d{1,20}:[\d,]{0,8000}$/;
const BAD_VALUES = new Set(['22P02', '22003']);

/** What is to be seen from now on. */
export async function seenNow(db: Db): Promise<Seen> {
  const { rows } = await db.query<{ seen: Seen }>('select pg_current_snapshot()::text as seen');
  return rows[0]!.seen;
}

/**
 * What was committed since then, once and completely, up to `upTo` or else to now. One statement, for a snapshot is one
 * statement's. A transaction that is open for hours holds up nobody but itself.
 */
export async function readChanges(db: Db, since: Seen, upTo: Seen | null = null): Promise<Changes> {
  const { rows } = await db.query<{ seen: Seen } & (SeenChange | { at: null })>(
    `select until.seen::text as seen, change.at, change.topic, change.subjects
       from (select coalesce($2::pg_snapshot, pg_current_snapshot()) as seen) as until
       left join lateral (
         select c.at, c.topic, case when cardinality(c.subjects) <= $4 then c.subjects end as subjects
           from tracker.change c
          where c.transaction >= pg_snapshot_xmin($1::pg_snapshot)
            and not pg_visible_in_snapshot(c.transaction, $1::pg_snapshot)
            and pg_visible_in_snapshot(c.transaction, until.seen)
          order by c.transaction, c.place limit $3 + 1) as change on true`,
    [since, upTo, MOST_CHANGES, MOST_SUBJECTS],
  );
  const changes = rows.flatMap(({ seen: _seen, ...row }) => (row.at === null ? [] : [row]));
  return { seen: rows[0]!.seen, changes: changes.slice(0, MOST_CHANGES), more: changes.length > MOST_CHANGES };
}

/**
 * Whether all is still kept that came after somebody saw this. False also for what no snapshot of this database says: it
 * was made of anything, or the database has been restored since.
 */
export async function isKeptSince(db: Db, since: string): Promise<boolean> {
  if (!SEEN.test(since)) return false;
  try {
    const { rows } = await db.query<{ kept: boolean }>(
      `select pg_visible_in_snapshot(coalesce((select through from tracker.change_cleared), '3'::xid8), $1::pg_snapshot)
              and pg_snapshot_xmax($1::pg_snapshot) <= pg_snapshot_xmax(pg_current_snapshot()) as kept`,
      [since],
    );
    return rows[0]!.kept;
  } catch (error) {
    if (BAD_VALUES.has(sqlState(error) ?? '')) return false;
    throw error;
  }
}
