import { type Db, type Pool, transaction } from './postgres.ts';

/** Each statement in a transaction of its own that can't write and is cut when it takes longer. */
export function readingOnly(pool: Pool, limitMs: number): Db {
  const settings = `set local statement_timeout = ${limitMs}; set local transaction_read_only = on`;
  const query = (...args: unknown[]) =>
    transaction(pool, tx => (tx.query as (...args: unknown[]) => Promise<unknown>).apply(tx, args), settings);
  return { query: query as Db['query'] };
}
