import type { Db, Pool } from './postgres.ts';

/**
 * Runs `work` with a pool whose transactions come true for one another and for nobody else: all of them are parts of one
 * that is rolled back at the end. What would happen is then not guessed but done, and undone. Until the end the locks
 * of it are held, so `work` has to be short, and must not wait for what another connection of ours holds.
 */
export async function rehearse<T>(pool: Pool, work: (rehearsal: Pool) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  const lost = (error: Error) => {
    broken = error;
  };
  client.on('error', lost);
  try {
    await client.query('begin');
    return await work(withSavepoints(client) as unknown as Pool);
  } finally {
    await client.query('rollback').catch((error: Error) => {
      broken = error;
    });
    client.off('error', lost);
    client.release(broken);
  }
}

const NAME = 'rehearsed';

/** One connection for everybody, one after another; a transaction within is a savepoint. */
function withSavepoints(client: Db) {
  const query = (text: unknown, values?: unknown[]) =>
    (client.query as (text: unknown, values?: unknown[]) => Promise<unknown>)(
      typeof text === 'string' && values === undefined ? translated(text) : text,
      values,
    );
  const connection = { query, on: () => connection, off: () => connection, release: () => {} };
  return { query, connect: async () => connection };
}

function translated(text: string): string {
  if (text === 'commit') return `release savepoint ${NAME}`;
  if (text === 'rollback') return `rollback to savepoint ${NAME}; release savepoint ${NAME}`;
  return text === 'begin' || text.startsWith('begin;') ? text.replace('begin', `savepoint ${NAME}`) : text;
}
