import pg from 'pg';
import type { Log } from './log.ts';

/** What a query needs: the pool itself or one connection inside a transaction. */
export type Db = Pick<pg.ClientBase, 'query'>;
export type Pool = pg.Pool;

// Instants are numbers in this house (see clock.ts) and counts fit into 2^53; `pg` would give Date and string.
const TIMESTAMPTZ = 1184;
const INT8 = 20;
const types: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') => {
    if (oid === TIMESTAMPTZ) return (text: string) => Date.parse(text);
    if (oid === INT8) return Number;
    return pg.types.getTypeParser(oid, format);
  }) as pg.CustomTypesConfig['getTypeParser'],
};

/** A pool whose connections give `timestamptz` as an Instant, `int8` as a number, and speak UTC. */
export function createPool(databaseUrl: string, log: Log, max = 10): Pool {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    max,
    types,
    application_name: 'orderwatch',
    connectionTimeoutMillis: 5_000,
    options: '-c timezone=UTC',
  });
  // An idle connection that the server closes is not an error of anybody's request: the pool opens another.
  pool.on('error', error => log.warn({ err: error.message }, 'idle database connection lost'));
  return pool;
}

const DEADLOCK = '40P01';
const SERIALIZATION = '40001';
const ATTEMPTS = 5;

/**
 * Runs `work` in one READ COMMITTED transaction: commit on return, rollback on throw.
 * Deadlocks and serialization failures are run again, at most five times in all: `work` may be called more than once.
 */
export async function transaction<T>(pool: Pool, work: (tx: Db) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await once(pool, work);
    } catch (error) {
      const code = sqlState(error);
      if ((code !== DEADLOCK && code !== SERIALIZATION) || attempt === ATTEMPTS) throw error;
    }
  }
}

async function once<T>(pool: Pool, work: (tx: Db) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  // Without a listener a connection that dies between two queries would end the process.
  const lost = (error: Error) => {
    broken = error;
  };
  client.on('error', lost);
  try {
    await client.query('begin');
    const result = await work(client);
    await client.query('commit');
    return result;
  } catch (error) {
    // A rollback that fails means that the connection is gone, and the transaction with it.
    await client.query('rollback').catch((cause: Error) => {
      broken = cause;
    });
    throw error;
  } finally {
    client.off('error', lost);
    client.release(broken);
  }
}

/** The five-character SQLSTATE of a database error, or undefined when the trouble came from elsewhere. */
export function sqlState(error: unknown): string | undefined {
  return error instanceof pg.DatabaseError ? error.code : undefined;
}
