import type { Clock, Instant } from './clock.ts';
import type { Log } from './log.ts';
import { type Db, type Pool, saysDatabaseIsGone, sqlState } from './postgres.ts';

export type Replica = Db & {
  /** The last question was answered by the replica, or nobody has asked yet. */
  isUsed(): boolean;
};

/** A replica that did not answer is left alone for so long: nobody should wait for it with every question. */
const REST_MS = 10_000;

// 40001: what the query read was cleared away on the primary meanwhile. 42703, 42P01, 3F000: the newest schema has not
// come through yet.
const BEHIND = new Set(['40001', '42703', '42P01', '3F000']);

/**
 * Reads from a replica, and from the primary as long as the replica can't answer: a list that is slow to come is better
 * than none. What the replica says may be some seconds old; whoever must see what was just written asks the primary.
 */
export function readFromReplica(replica: Pool, primary: Pool, { clock, log }: { clock: Clock; log: Log }): Replica {
  let restsUntil: Instant = 0;
  let isDown = false;
  const query = async (...args: unknown[]) => {
    if (clock.now() >= restsUntil) {
      try {
        const result = await ask(replica, args);
        if (isDown) log.info('the read replica answers again: lists come from it');
        isDown = false;
        return result;
      } catch (error) {
        if (!saysDatabaseIsGone(error) && !BEHIND.has(sqlState(error) ?? '')) throw error;
        if (!isDown) {
          const { message } = error as Error;
          log.warn(
            { reason: message },
            'the read replica (DATABASE_READ_URL) does not answer: lists come from DATABASE_URL',
          );
        }
        isDown = true;
        restsUntil = clock.now() + REST_MS;
      }
    }
    return ask(primary, args);
  };
  return { query: query as Db['query'], isUsed: () => !isDown };
}

function ask(pool: Pool, args: readonly unknown[]): Promise<unknown> {
  return (pool.query as (...args: readonly unknown[]) => Promise<unknown>).apply(pool, args as unknown[]);
}
