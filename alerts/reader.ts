import pg from 'pg';
import { type Db, transaction } from '../platform/postgres.ts';

export type ReaderQuery = { text: string; timeoutMs: number };

/** A row more than these is one too many. */
export const MOST_ROWS = 10_000;

/**
 * Runs a query that the configuration declares: as a role that may read and see no personal data, with nothing written
 * and within its time. A savepoint holds all of that, so that the transaction goes on as it was; without one it has its
 * own. One statement: with a parameter the protocol takes no more.
 */
export function readAsReader(db: Db, query: ReaderQuery): Promise<Record<string, unknown>[]> {
  return within(db, query, async tx => {
    const { rows } = await tx.query(`select * from (\n${bare(query.text)}\n) as found limit $1`, [MOST_ROWS + 1]);
    return rows as Record<string, unknown>[];
  });
}

/** The names of the columns that it would give; nothing is read. Throws what the database has against it. */
export function columnsOf(db: Db, query: ReaderQuery): Promise<string[]> {
  return within(db, query, async tx => {
    const { fields } = await tx.query(`select * from (\n${bare(query.text)}\n) as found limit $1`, [0]);
    return fields.map(({ name }) => name);
  });
}

/**
 * What leads out of the role: `set_config` can lay it down within the statement, and the others run text, in which that
 * could be put together; an advisory lock of the session outlives it. Of a role that is set Postgres has no other guard.
 * A name may also be written by code points.
 */
const WAY_OUT =
  /\b(set_config|query_to_xml\w*|cursor_to_xml\w*|ts_stat|ts_rewrite|dblink\w*|crosstab\w*|connectby|xpath_table|pg_(?:try_)?advisory_\w+)\b|\bu&"/i;

/** What a query must not name, if it does. */
export function wayOutIn(text: string): string | null {
  return WAY_OUT.exec(text)?.[0] ?? null;
}

/** A statement may end with a semicolon; in brackets it must not. */
function bare(text: string): string {
  const wayOut = wayOutIn(text);
  if (wayOut !== null) throw new Error(`A query must not hold ${wayOut}.`);
  return text.replace(/;\s*$/, '');
}

async function within<T>(db: Db, { timeoutMs }: ReaderQuery, work: (tx: Db) => Promise<T>): Promise<T> {
  if (db instanceof pg.Pool) return transaction(db, tx => within(tx, { text: '', timeoutMs }, work));
  await db.query('savepoint reader');
  try {
    await db.query(`set local role orderwatch_reader`);
    await db.query(
      `select set_config('statement_timeout', $1, true), set_config('transaction_read_only', 'on', true)`,
      [String(timeoutMs)],
    );
    return await work(db);
  } finally {
    await db.query('rollback to savepoint reader; release savepoint reader');
  }
}
