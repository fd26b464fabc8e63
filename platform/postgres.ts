import pg from 'pg';
import type { Log } from './log.ts';
import { traceQueries } from './telemetry/traced-queries.ts';
import { withChildSpan } from './tracing.ts';

/** What a query needs: the pool itself or one connection inside a transaction. */
export type Db = Pick<pg.ClientBase, 'query'>;
export type Pool = pg.Pool;

// Instants are numbers in this house (see clock.ts) and counts fit into 2^53; `pg` would give Date and string.
const TIMESTAMPTZ = 1184;
const INT8 = 20;
/** `2026-11-20 09:12:00.123+00`. As strict ISO: left as it is, `Date.parse` takes the year 0049 for 2049. */
function parseTimestamp(text: string): number {
  return Date.parse(`${text.replace(' ', 'T')}:00`);
}

const types: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') => {
    if (oid === TIMESTAMPTZ) return parseTimestamp;
    if (oid === INT8) return Number;
    return pg.types.getTypeParser(oid, format);
  }) as pg.CustomTypesConfig['getTypeParser'],
};

export type PoolOptions = {
  max?: number;
  /** Null: a query may take for ever. For commands that work on all rows, and for migrations. */
  queryLimitMs?: number | null;
};

// No query of the way of an event or of the API takes seconds; after a minute nobody is at the other end.
const QUERY_LIMIT_MS = 60_000;
const KEEP_ALIVE_MS = 10_000;
const END_WITHIN_MS = 2_000;

/**
 * A pool whose connections give `timestamptz` as an Instant, `int8` as a number, and speak UTC,
 * whatever the database is set to. A query that somebody waits for takes one core: to start workers for it costs ten
 * milliseconds, on a busy machine a hundred, and takes from intake what it gives to the list.
 * A server that is gone without a word (power loss, failover, a forgetful NAT) is noticed: by the limit where a query
 * waits, which then throws and takes its connection along, and by TCP's keep-alive where none does. The other way
 * round the server gives up a transaction whose client is gone, lest its locks outlive it.
 * `end` lets running queries finish for two seconds and then ends their connections.
 */
export function createPool(databaseUrl: string, log: Log, options: PoolOptions = {}): Pool {
  const { max = 10, queryLimitMs = QUERY_LIMIT_MS } = options;
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    max,
    types,
    application_name: 'orderwatch',
    connectionTimeoutMillis: 5_000,
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEP_ALIVE_MS,
    ...(queryLimitMs !== null && { query_timeout: queryLimitMs }),
    options: [
      '-c timezone=UTC -c datestyle=ISO',
      `-c idle_in_transaction_session_timeout=${queryLimitMs ?? 0}`,
      ...(queryLimitMs === null ? [] : ['-c max_parallel_workers_per_gather=0']),
    ].join(' '),
  });
  // An idle connection that the server closes is not an error of anybody's request: the pool opens another.
  pool.on('error', error => log.warn({ err: error.message }, 'idle database connection lost'));
  endInTime(pool);
  traceQueries(pool, databaseUrl);
  return pool;
}

function endInTime(pool: Pool): void {
  const clients = new Set<pg.PoolClient>();
  pool.on('connect', client => clients.add(client));
  pool.on('remove', client => clients.delete(client));
  const end: () => Promise<void> = pool.end.bind(pool);
  pool.end = async () => {
    // A connection with a query on it is cut, the query fails, and whoever waited for it gives the connection back.
    const timer = setTimeout(() => {
      for (const client of clients) void client.end();
    }, END_WITHIN_MS);
    await end().finally(() => clearTimeout(timer));
  };
}

const DEADLOCK = '40P01';
const SERIALIZATION = '40001';
const ATTEMPTS = 5;

/**
 * Runs `work` in one READ COMMITTED transaction: commit on return, rollback on throw.
 * Deadlocks and serialization failures are run again, at most five times in all: `work` may be called more than once.
 * `settings`: `set local …`, sent along with the beginning.
 */
export async function transaction<T>(pool: Pool, work: (tx: Db) => Promise<T>, settings?: string): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await withChildSpan('transaction', {}, () => once(pool, work, settings));
    } catch (error) {
      const code = sqlState(error);
      if ((code !== DEADLOCK && code !== SERIALIZATION) || attempt === ATTEMPTS) throw error;
    }
  }
}

async function once<T>(pool: Pool, work: (tx: Db) => Promise<T>, settings?: string): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  // Without a listener a connection that dies between two queries would end the process.
  const lost = (error: Error) => {
    broken = error;
  };
  client.on('error', lost);
  try {
    await client.query(settings === undefined ? 'begin' : `begin; ${settings}`);
    const result = await work(client);
    await client.query('commit');
    return result;
  } catch (error) {
    // With the connection the transaction is gone; a rollback on it would only wait for another limit to pass.
    if (saysDatabaseIsGone(error)) broken ??= error as Error;
    else
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

// SQLSTATE classes: 08 connection, 53 out of resources, 57P shut down or starting; 25006 read-only (a standby after a
// failover), 25P03 a transaction that the server ended because it heard nothing from us.
const UNAVAILABLE_STATES = /^(08|53|57P)|^25(006|P03)$/;

const UNAVAILABLE_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
]);

// These errors of `pg` and `pg-pool` bear no code.
const UNAVAILABLE_MESSAGES = new Set([
  'Connection terminated',
  'Connection terminated unexpectedly',
  'Connection terminated due to connection timeout',
  'timeout exceeded when trying to connect',
  'timeout expired',
  'Query read timeout',
  'Client has encountered a connection error and is not queryable',
  'Client was closed and is not queryable',
  'Cannot use a pool after calling end on the pool',
]);

/** True when the error, or one that caused it, says that the database is gone rather than that a query was wrong. */
export function saysDatabaseIsGone(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const state = sqlState(error);
  if (state !== undefined) return UNAVAILABLE_STATES.test(state);
  if (UNAVAILABLE_MESSAGES.has(error.message)) return true;
  if ('code' in error && UNAVAILABLE_CODES.has(String(error.code))) return true;
  if (error instanceof AggregateError && error.errors.some(saysDatabaseIsGone)) return true;
  return saysDatabaseIsGone(error.cause);
}
