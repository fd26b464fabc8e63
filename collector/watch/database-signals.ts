import { type Db, sqlState } from '../../platform/postgres.ts';
import { withoutLiterals } from './statement-text.ts';
import type { SlowQuery, SlowStatement } from './watched-database.ts';

// How long something takes is told by the clock of the server where it runs: both ends of it are read there.

const SLOW_MS = 1_000;
const MOST = 20;
const OFTEN = 10;

/** Of the whole server: they share its limit. Whoever may not see what others do may still see how many there are. */
export async function readConnections(db: Db): Promise<{ connections: number; maxConnections: number }> {
  const { rows } = await db.query<{ connections: number; maxConnections: number }>(
    `select sum(d.numbackends)::integer as connections, current_setting('max_connections')::integer as "maxConnections"
       from pg_stat_database d`,
  );
  return rows[0]!;
}

/** What runs long in this database and is not ours. Without the role pg_read_all_stats: of our own user only. */
export async function readSlowQueries(db: Db): Promise<SlowQuery[]> {
  const { rows } = await db.query<SlowQuery>(
    `select a.pid, extract(epoch from clock_timestamp() - a.query_start)::float8 * 1000 as ms, a.query
       from pg_stat_activity a
      where a.datname = current_database() and a.state = 'active' and a.backend_type = 'client backend'
        and a.application_name not like 'orderwatch%'
        and a.query_start < clock_timestamp() - $1 * interval '1 millisecond'
      order by a.query_start limit $2`,
    [SLOW_MS, MOST],
  );
  return rows.map(row => ({ ...row, ms: Math.round(row.ms), query: withoutLiterals(row.query) }));
}

/** How long whoever has waited longest for a lock in this database has done so; 0: nobody waits. */
export async function readLongestLockWait(db: Db): Promise<number> {
  const { rows } = await db.query<{ ms: number | null }>(
    `select max(extract(epoch from clock_timestamp() - l.waitstart)::float8) * 1000 as ms
       from pg_locks l join pg_stat_activity a on a.pid = l.pid
      where not l.granted and a.datname = current_database()`,
  );
  return Math.max(0, Math.round(rows[0]?.ms ?? 0));
}

/**
 * How far behind the slowest replica is, or this one. Null where there is none, where it is idle, and where we may not
 * see it, which takes pg_read_all_stats.
 */
export async function readReplicationLag(db: Db): Promise<number | null> {
  const { rows } = await db.query<{ ms: number | null }>(
    `select case
              when not pg_is_in_recovery() then
                (select max(extract(epoch from r.replay_lag)::float8) * 1000 from pg_stat_replication r)
              -- With all replayed that came, it is not behind, however long ago that was.
              when pg_last_wal_receive_lsn() = pg_last_wal_replay_lsn() then 0
              else extract(epoch from clock_timestamp() - pg_last_xact_replay_timestamp())::float8 * 1000
            end as ms`,
  );
  const ms = rows[0]?.ms ?? null;
  return ms === null ? null : Math.max(0, Math.round(ms));
}

// Not preloaded; may not be seen; is not there; is of a version with other columns.
const NO_STATEMENTS = ['55000', '42501', '42P01', '42703'];

/** The slowest on the average among those that ran often; null where nobody counts them, or not for us. */
export async function readStatements(db: Db): Promise<SlowStatement[] | null> {
  const { rows: found } = await db.query<{ there: boolean }>(
    `select to_regclass('pg_stat_statements') is not null as there`,
  );
  if (!found[0]!.there) return null;
  try {
    const { rows } = await db.query<SlowStatement>(
      `select s.query, s.calls, s.mean_exec_time as "meanMs" from pg_stat_statements s
        where s.dbid = (select d.oid from pg_database d where d.datname = current_database()) and s.calls >= $1
        order by s.mean_exec_time desc limit $2`,
      [OFTEN, MOST],
    );
    return rows.map(row => ({ ...row, meanMs: Math.round(row.meanMs), query: withoutLiterals(row.query) }));
  } catch (error) {
    if (NO_STATEMENTS.includes(sqlState(error) ?? '')) return null;
    throw error;
  }
}
