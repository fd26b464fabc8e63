import type { PoolClient } from 'pg';
import type { Clock, Instant } from '../platform/clock.ts';
import type { Log } from '../platform/log.ts';
import { createPool, type Db } from '../platform/postgres.ts';

/** Asked every second: who has not been confirmed for so long may have lost it. */
const CONFIRMED_WITHIN_MS = 5_000;
const ANSWERS_WITHIN_MS = 2_000;

// A machine that vanishes without a word must not lead for the two hours that TCP takes to notice. On a local socket these
// settings have no effect, and need none.
const KEEP_ALIVE = 'set tcp_keepalives_idle = 3; set tcp_keepalives_interval = 1; set tcp_keepalives_count = 3';
const KEY = `hashtextextended('orderwatch leader of schedules', 0)`;
const LOCK = `select pg_try_advisory_lock(${KEY}) as held`;

/** Whether any process leads. */
export async function isLed(db: Db): Promise<boolean> {
  const { rows } = await db.query<{ led: boolean }>(
    `select exists (select from pg_locks l
                     where l.locktype = 'advisory' and l.objsubid = 1 and l.granted
                       and l.database = (select d.oid from pg_database d where d.datname = current_database())
                       and (l.classid::bigint << 32) | l.objid::bigint = ${KEY}) as led`,
  );
  return rows[0]!.led;
}

export type Leader = {
  /** To be called every second: tries to lead, or makes sure that it still does. */
  hold(): Promise<boolean>;
  isLeader(): boolean;
  stop(): Promise<void>;
};

/**
 * One process of those on a database leads: it holds an advisory lock by a connection that does nothing else. When the
 * process dies or the connection breaks, the server frees the lock and another one has it within seconds. Behind PgBouncer
 * the address must be that of the database itself, or of a pool by session. `name`: of the process, for the log.
 */
export function createLeader(on: { databaseUrl: string; name: string; clock: Clock; log: Log }): Leader {
  const { clock, log, name } = on;
  const pool = createPool(on.databaseUrl, log, { max: 1, queryLimitMs: ANSWERS_WITHIN_MS });
  let client: PoolClient | null = null;
  let leads = false;
  let confirmedAt: Instant = 0;
  let stopped = false;

  const isLeader = () => leads && clock.now() - confirmedAt < CONFIRMED_WITHIN_MS;

  function lose(reason: string): void {
    if (leads) log.warn({ name, reason }, 'leads the schedules no longer');
    leads = false;
    client?.release(new Error(reason));
    client = null;
  }

  async function connect(): Promise<PoolClient> {
    const connected = await pool.connect();
    connected.on('error', (error: Error) => {
      if (client === connected) lose(error.message);
    });
    client = connected;
    await connected.query(KEEP_ALIVE);
    return connected;
  }

  return {
    isLeader,
    hold: async () => {
      if (stopped) return false;
      try {
        const asked = clock.now();
        const connection = client ?? (await connect());
        if (leads) await connection.query('select 1');
        else {
          const { rows } = await connection.query<{ held: boolean }>(LOCK);
          leads = rows[0]!.held;
          if (leads) log.info({ name }, 'leads the schedules');
        }
        confirmedAt = asked;
      } catch (error) {
        lose((error as Error).message);
      }
      return isLeader();
    },
    stop: async () => {
      if (stopped) return;
      stopped = true;
      leads = false;
      client?.release(true);
      client = null;
      await pool.end();
    },
  };
}
