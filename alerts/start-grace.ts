import type { Instant } from '../platform/clock.ts';
import type { Log } from '../platform/log.ts';
import type { Db } from '../platform/postgres.ts';
import type { Watched } from './watched.ts';

/** So many messages on their way into the ledger are none that anybody would wait for. */
const CAUGHT_UP = 500;
/** RabbitMQ is looked at every 15 s; where nobody has by then, nobody does. */
const FIRST_LOOK_MS = 45_000;
const LIMIT_MS = 10 * 60_000;

/** What is asked of queues, broker, database and endpoints is true whether or not the ledger is up to date. */
const OF_SIGNALS: ReadonlySet<string> = new Set([
  'queueDepth',
  'consumersGone',
  'deadLetters',
  'messageAge',
  'broker',
  'database',
  'endpoint',
]);

/**
 * After a start what waits in our queue is taken in before anything is concluded from the ledger: it may be the very
 * event that seems to be missing. What falls due meanwhile is caught up as soon as that is done. Not for longer than ten
 * minutes: a ledger that stays behind is a matter of its own.
 */
export type StartGrace = {
  /** Finds out whether it is over. */
  runOnce(now: Instant): Promise<void>;
  /** A condition of this kind can't be judged yet. */
  holds(kind: string): boolean;
};

export function createStartGrace({
  db,
  readQueues,
  begunAt,
  log,
}: Pick<Watched, 'readQueues'> & { db: Db; begunAt: Instant; log: Log }): StartGrace {
  let isOver = false;
  let told: number | null = null;

  /** How many messages wait; null: nobody knows yet. */
  async function behind(now: Instant): Promise<number | null> {
    if (now - begunAt >= LIMIT_MS) return 0;
    const queue = (await readQueues(db)).find(({ isOurs }) => isOurs);
    if (queue && queue.sampledAt >= begunAt) return queue.ready;
    return now - begunAt < FIRST_LOOK_MS ? null : 0;
  }

  return {
    runOnce: async now => {
      if (isOver) return;
      const messages = await behind(now);
      isOver = messages !== null && messages <= CAUGHT_UP;
      if (messages === null || isOver || told === messages) return;
      log.info({ messages }, 'orders are judged as soon as these are recorded');
      told = messages;
    },
    holds: kind => !isOver && !OF_SIGNALS.has(kind),
  };
}
