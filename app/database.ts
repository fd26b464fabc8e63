import { setTimeout as pause } from 'node:timers/promises';
import type { Instant } from '../platform/clock.ts';
import { type MigrationFolder, MigrationRefused, migrate } from '../platform/migrations.ts';
import { type Pool, saysDatabaseIsGone, sqlState } from '../platform/postgres.ts';
import { admitDataKey } from '../tracker/data-key.ts';
import type { Vault } from '../tracker/personal-data.ts';
import { Failure } from './exit.ts';

/** The rooms with tables of their own, in the order in which they build on each other. */
const MIGRATIONS: MigrationFolder[] = ['tracker', 'collector', 'notifier', 'alerts', 'api'].map(room => ({
  room,
  folder: new URL(`../${room}/migrations/`, import.meta.url),
}));

export const DATABASE_PATIENCE_MS = 30_000;
const RETRY_MS = 500;

/**
 * Returns when the database answers. One that isn't there yet (everything was started at once) is waited for until
 * `limitMs`; one that is there and refuses us (password, name) is told at once.
 */
export async function waitForDatabase(
  pool: Pool,
  { limitMs, say, signal }: { limitMs: number; say: (text: string) => void; signal: AbortSignal },
): Promise<void> {
  const deadline = performance.now() + limitMs;
  for (let attempt = 1; ; attempt++) {
    try {
      await pool.query('select 1');
      return;
    } catch (error) {
      const reason = reasonOf(error as Error);
      if (!saysDatabaseIsGone(error) || performance.now() >= deadline) {
        throw new Failure(`The database can't be used: ${reason}. Check DATABASE_URL and that it runs.`, 1, {
          cause: error,
        });
      }
      if (attempt === 1) say(`The database does not answer (${reason}); trying for ${limitMs / 1000} s.`);
      await pause(RETRY_MS, undefined, { signal });
    }
  }
}

/** Brings the tables to what this code needs; returns the files applied. */
export async function migrateAll(pool: Pool): Promise<string[]> {
  try {
    return await migrate(pool, MIGRATIONS);
  } catch (error) {
    if (error instanceof MigrationRefused) throw new Failure(error.message, 1, { cause: error });
    throw error;
  }
}

/** Refuses to work on personal data under another key than all that there is. */
export async function admitKey(
  pool: Pool,
  vault: Vault,
  { now, say }: { now: Instant; say: (text: string) => void },
): Promise<void> {
  const verdict = await admitDataKey(pool, vault, now);
  if (!verdict.ok) throw new Failure(verdict.reason);
  if (verdict.overPlain) {
    say(
      'Personal data is sealed from now on. What was kept before can be read without the key until ' +
        '`orderwatch rebuild` has sealed it, too.',
    );
  }
}

const NO_PRIVILEGE = '42501';
const UNDEFINED_FILE = '58P01';
const UNDEFINED_TABLE = '42P01';
const UNDEFINED_SCHEMA = '3F000';

/** What a person can do about an error of a database that a command used; null when it is nothing of that kind. */
export function databaseFailure(error: unknown): Failure | null {
  const state = stateOf(error);
  if (state === NO_PRIVILEGE) {
    return new Failure(
      `The user in DATABASE_URL may not do that: ${(error as Error).message}. Grant it the right, or run ` +
        '`orderwatch migrate` once as the owner of the tables.',
      1,
      { cause: error },
    );
  }
  // The migration that needs an extension says which one is missing and who can help.
  if (state === UNDEFINED_FILE) return new Failure(`${(error as Error).message}.`, 1, { cause: error });
  if (state === UNDEFINED_TABLE || state === UNDEFINED_SCHEMA) {
    return new Failure('The database has not (all) the tables of Orderwatch. Run: orderwatch migrate', 1, {
      cause: error,
    });
  }
  if (state?.startsWith('28') || state === '3D000' || saysDatabaseIsGone(error)) {
    const reason = reasonOf(error as Error);
    return new Failure(`The database can't be used: ${reason}. Check DATABASE_URL and that it runs.`, 1, {
      cause: error,
    });
  }
  return null;
}

/** The SQLSTATE of the error or of what caused it: a migration that failed says which one it was. */
function stateOf(error: unknown): string | undefined {
  return sqlState(error) ?? (error instanceof Error && error.cause ? stateOf(error.cause) : undefined);
}

/** A host of several addresses fails with an error for each and an empty message of its own. */
function reasonOf(error: Error): string {
  return error instanceof AggregateError ? error.errors.map(one => (one as Error).message).join('; ') : error.message;
}
