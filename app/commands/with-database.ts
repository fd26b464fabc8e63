import { Refused } from '../../api/problem.ts';
import { systemClock } from '../../platform/clock.ts';
import { createLog } from '../../platform/log.ts';
import { createPool, type Db, type Pool } from '../../platform/postgres.ts';
import { readFromReplica } from '../../platform/replica.ts';
import { readRunFile } from '../../platform/run-file.ts';
import { type Vault, vaultOf } from '../../tracker/personal-data.ts';
import { admitKey } from '../database.ts';
import { EXIT, type ExitCode, Failure } from '../exit.ts';
import { settings, type Terminal } from '../terminal.ts';
import { printable } from '../text/printable.ts';

/** The same for a command that reads what people see: personal data has to be readable, or sealed as the rest is. */
export async function withOrders<T>(terminal: Terminal, work: (pool: Pool, vault: Vault) => Promise<T>): Promise<T> {
  const vault = vaultOf(settings(terminal).dataKey);
  return withDatabase(terminal, async pool => {
    await admitKey(pool, vault, { now: systemClock.now(), say: terminal.err });
    return work(pool, vault);
  });
}

/**
 * The same for lists, which come from the read replica where there is one. It may be seconds behind; while it does not
 * answer they come from the database, and whoever asked is told so.
 */
export async function withLists<T>(terminal: Terminal, work: (reads: Db, vault: Vault) => Promise<T>): Promise<T> {
  const { databaseReadUrl } = settings(terminal);
  return withOrders(terminal, async (pool, vault) => {
    if (databaseReadUrl === null) return work(pool, vault);
    const log = createLog('error');
    const replica = createPool(databaseReadUrl, log, { max: 2 });
    try {
      const reads = readFromReplica(replica, pool, { clock: systemClock, log });
      const result = await work(reads, vault);
      if (!reads.isUsed()) {
        terminal.err('The read replica (DATABASE_READ_URL) does not answer; this comes from DATABASE_URL.');
      }
      return result;
    } finally {
      await replica.end();
    }
  });
}

/** Opens the database that the settings name, or else the one of the Orderwatch that runs here, for one command. */
export async function withDatabase<T>(terminal: Terminal, work: (pool: Pool) => Promise<T>): Promise<T> {
  const { databaseUrl: given, home } = settings(terminal);
  const databaseUrl = given ?? readRunFile(home)?.databaseUrl;
  if (databaseUrl === undefined) {
    throw new Failure(
      `Which database? DATABASE_URL is not set, and no Orderwatch runs in ${home}. ` +
        'Start it (npm start), or set DATABASE_URL, or set ORDERWATCH_HOME to the folder of the one that runs.',
    );
  }
  // One command, few queries: what the pool logs about idle connections would only be in the way. A rebuild or a
  // migration may take its time, and whoever waits for it can end it.
  const pool = createPool(databaseUrl, createLog('error'), { max: 2, queryLimitMs: null });
  try {
    return await work(pool);
  } catch (error) {
    if (error instanceof Refused) throw failureOf(error.problem) ?? error;
    throw error;
  } finally {
    await pool.end();
  }
}

const EXITS: Readonly<Record<number, ExitCode>> = { 400: EXIT.usage, 404: EXIT.notFound, 409: EXIT.failure };

/** The options of a command are the fields of a body; some stand deeper there. */
function failureOf({ status, detail, parameter, candidates = [] }: Refused['problem']): Failure | null {
  const code = EXITS[status];
  if (code === undefined) return null;
  const field = parameter?.startsWith('body.') ? parameter.slice('body.'.length) : null;
  const said =
    field !== null && detail.startsWith(`${field}: `)
      ? `--${detail.replace(/^(match[.]|change[.]condition[.])/, '')}`
      : detail.replace(/^The body (.)/, (_, first: string) => first.toUpperCase());
  return new Failure([said, ...candidates.map(name => `  ${printable(name)}`)].join('\n'), code);
}
