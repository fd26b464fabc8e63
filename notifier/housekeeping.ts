import { type Instant, toIso } from '../platform/clock.ts';
import type { Db, Pool } from '../platform/postgres.ts';
import type { NotifierSettings } from './settings.ts';

/** Rows in one statement: few enough that nobody waits for their locks. */
const PAGE = 1_000;
const RECEIPTS_KEPT_MS = 90 * 24 * 3_600_000;

/**
 * Clears the texts of messages whose time is over, and what providers have called back with long ago. Messages and notices
 * themselves stay: they are why nobody is told twice. Returns how many rows it touched.
 */
export function createHousekeeping({ pool, settings }: { pool: Pool; settings: () => NotifierSettings }) {
  return {
    runOnce: async (now: Instant): Promise<number> => {
      const bodies = await page(() => clearBodies(pool, now - settings().bodyRetentionMs));
      return bodies + (await page(() => deleteReceipts(pool, now - RECEIPTS_KEPT_MS)));
    },
  };
}

async function page(work: () => Promise<number>): Promise<number> {
  for (let total = 0; ; ) {
    const done = await work();
    total += done;
    if (done < PAGE) return total;
  }
}

async function clearBodies(db: Db, before: Instant): Promise<number> {
  const { rowCount } = await db.query(
    `update notifier.message m set subject = null, body = null
       from (select m.about, m.id from notifier.message m
              where m.body is not null and m.settled_at < $1
              order by m.settled_at limit $2 for update skip locked) old
      where m.about = old.about and m.id = old.id`,
    [toIso(before), PAGE],
  );
  return rowCount ?? 0;
}

/** Worked off or not: a word about a message of a quarter ago changes nothing. From the oldest on, as they were written. */
async function deleteReceipts(db: Db, before: Instant): Promise<number> {
  const { rowCount } = await db.query(
    `delete from notifier.receipt r
      where r.id in (select id from notifier.receipt where received_at < $1 order by id limit $2)`,
    [toIso(before), PAGE],
  );
  return rowCount ?? 0;
}
