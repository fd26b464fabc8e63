import type { Instant } from '../../platform/clock.ts';
import type { Db } from '../../platform/postgres.ts';

/** `query`: without literals. */
export type SlowQuery = { pid: number; ms: number; query: string };
export type SlowStatement = { query: string; calls: number; meanMs: number };

/** The database as the last look found it. */
export type WatchedDatabase = {
  /** Of all databases of the server. */
  connections: number;
  maxConnections: number;
  /** What runs for a second or longer in this database and is not ours, longest first. */
  slow: SlowQuery[];
  /** 0: nobody waits. */
  longestLockWaitMs: number;
  /** Of the replica that is furthest behind, or of this one if it is one; null: there is none, or we may not see it. */
  replicationLagMs: number | null;
  /** The slowest on the average, where pg_stat_statements counts them; null: it does not, or we may not see it. */
  statements: SlowStatement[] | null;
  sampledAt: Instant;
};

/** Null: nobody has looked so far. */
export async function readDatabase(db: Db): Promise<WatchedDatabase | null> {
  const { rows } = await db.query<WatchedDatabase>(
    `select d.connections, d.max_connections as "maxConnections", d.slow,
            d.longest_lock_wait_ms as "longestLockWaitMs", d.replication_lag_ms as "replicationLagMs", d.statements,
            d.sampled_at as "sampledAt"
       from collector.watched_database d`,
  );
  return rows[0] ?? null;
}

export async function saveDatabase(db: Db, found: WatchedDatabase): Promise<void> {
  await db.query(
    `insert into collector.watched_database
       (connections, max_connections, slow, longest_lock_wait_ms, replication_lag_ms, statements, sampled_at)
     values ($1, $2, $3, $4, $5, $6, $7)
     on conflict (one) do update
        set connections = excluded.connections, max_connections = excluded.max_connections, slow = excluded.slow,
            longest_lock_wait_ms = excluded.longest_lock_wait_ms, replication_lag_ms = excluded.replication_lag_ms,
            statements = excluded.statements, sampled_at = excluded.sampled_at`,
    [
      found.connections,
      found.maxConnections,
      JSON.stringify(found.slow),
      found.longestLockWaitMs,
      found.replicationLagMs,
      found.statements && JSON.stringify(found.statements),
      new Date(found.sampledAt),
    ],
  );
}
