import type { Instant } from '../platform/clock.ts';
import { type Db, type Pool, transaction } from '../platform/postgres.ts';

const RETENTION_MS = 30 * 86_400_000;

export type RawPartitions = {
  /** Makes sure that raw messages of this month and the next have a place. Asks the database once a month only. */
  ensure(now: Instant): Promise<void>;
  /** Drops the months that ended more than the retention ago; returns their names. */
  runOnce(now: Instant): Promise<string[]>;
};

// Any fixed number will do; it is the same for every process, so that two trackers don't make the same month.
const PARTITION_LOCK = 7_203_114_882;

export function rawPartitions(pool: Pool, retentionMs = RETENTION_MS): RawPartitions {
  let ensured = '';
  return {
    ensure: async now => {
      const months = [monthOf(now), monthOf(monthOf(now).end)];
      if (ensured === months[0]!.name) return;
      // In a transaction of its own, before the batch's: making a partition locks the table that a batch writes to.
      await transaction(pool, async tx => {
        await tx.query('select pg_advisory_xact_lock($1)', [PARTITION_LOCK]);
        for (const month of months) await createMonth(tx, month);
      });
      ensured = months[0]!.name;
    },
    runOnce: now => dropBefore(pool, now - retentionMs),
  };
}

type Month = { name: string; start: Instant; end: Instant };

function monthOf(at: Instant): Month {
  const date = new Date(at);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
  const name = `raw_message_${year}_${String(month + 1).padStart(2, '0')}`;
  return { name, start: Date.UTC(year, month), end: Date.UTC(year, month + 1) };
}

// Names and bounds come from numbers of ours; `create table` takes no parameters.
async function createMonth(tx: Db, { name, start, end }: Month): Promise<void> {
  await tx.query(
    `create table if not exists collector.${name} partition of collector.raw_message
       for values from ('${new Date(start).toISOString()}') to ('${new Date(end).toISOString()}')`,
  );
}

async function dropBefore(pool: Pool, oldest: Instant): Promise<string[]> {
  const { rows } = await pool.query<{ name: string }>(
    `select child.relname as name from pg_inherits
       join pg_class child on child.oid = pg_inherits.inhrelid
      where pg_inherits.inhparent = 'collector.raw_message'::regclass order by child.relname`,
  );
  const old = rows.map(row => row.name).filter(name => endOf(name) <= oldest);
  for (const name of old) {
    await transaction(pool, async tx => {
      // Dropping waits for every batch that is writing and lets none begin meanwhile: rather come back later.
      await tx.query("set local lock_timeout = '5s'");
      await tx.query(`drop table if exists collector.${name}`);
    });
  }
  return old;
}

function endOf(name: string): Instant {
  const found = /^raw_message_(\d{4})_(\d{2})$/.exec(name);
  return found ? Date.UTC(Number(found[1]), Number(found[2])) : Number.POSITIVE_INFINITY;
}
