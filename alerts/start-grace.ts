import type { Instant } from '../platform/clock.ts';
import type { Db } from '../platform/postgres.ts';
import type { Watched } from './watched.ts';

/** So many messages on their way into the ledger are none that anybody would wait for. */
const CAUGHT_UP = 500;
/** RabbitMQ is looked at every 15 s; where nobody has by then, nobody does. */
const FIRST_LOOK_MS = 45_000;
const LIMIT_MS = 10 * 60_000;

/** What is asked of queues, broker and database is true whether or not the ledger is up to date. */
const OF_SIGNALS: ReadonlySet<string> = new Set([
  'queueDepth',
  'consumersGone',
  'deadLetters',
  'messageAge',
  'broker',
  'database',
]);

/**
 * After a start what waits in our queue is taken in before anything is concluded from the ledger: it may be the very
 * event that seems to be missing. Not for longer than ten minutes: a ledger that stays behind is a matter of its own.
 */
export type StartGrace = {
  /** Why a condition of this kind can't be judged yet; null: it can. */
  holds(kind: string, db: Db, now: Instant): Promise<string | null>;
};

export function createStartGrace({
  readQueues,
  begunAt,
}: Pick<Watched, 'readQueues'> & { begunAt: Instant }): StartGrace {
  let isOver = false;

  async function reason(db: Db, now: Instant): Promise<string | null> {
    const queue = (await readQueues(db)).find(({ isOurs }) => isOurs);
    if (now - begunAt >= LIMIT_MS) return null;
    if (!queue || queue.sampledAt < begunAt) {
      return now - begunAt < FIRST_LOOK_MS
        ? 'Orderwatch has just started and does not know yet how much it has missed.'
        : null;
    }
    return queue.ready > CAUGHT_UP
      ? `Orderwatch has just started, and ${queue.ready} messages wait to be recorded before anything can be judged.`
      : null;
  }

  return {
    holds: async (kind, db, now) => {
      if (isOver || OF_SIGNALS.has(kind)) return null;
      const why = await reason(db, now);
      isOver = why === null;
      return why;
    },
  };
}
