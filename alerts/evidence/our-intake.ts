import type { WatchedQueue } from '../../collector/watch/watched-queues.ts';
import type { Instant } from '../../platform/clock.ts';
import type { Db } from '../../platform/postgres.ts';
import { smallestLag } from '../../tracker/arrival-lag.ts';
import type { OwnLag } from '../evidence-provider.ts';

/** Less is how long messages are on their way anyhow, and how old the watcher's look may be. */
const BEHIND_MS = 2 * 60_000;
const WINDOW_MS = 60_000;

/** How far we ourselves are behind; null: nothing waits for us, or not for long. */
export async function readOwnLag(db: Db, queues: readonly WatchedQueue[], now: Instant): Promise<OwnLag | null> {
  const longest = await longestWait(db, queues, now);
  if (longest === null || longest.ms < BEHIND_MS) return null;
  const { queue, ms } = longest;
  return { ms, since: now - ms, queue: queue.name, messages: queue.messages, consumers: queue.consumers };
}

/**
 * How long what waits for us has waited, in milliseconds: from its arrival in our queue, and not from when it happened. 0:
 * nothing waits; null: nobody has looked at a queue of ours.
 */
export async function readWait(db: Db, queues: readonly WatchedQueue[], now: Instant): Promise<number | null> {
  if (!queues.some(({ isOurs, isDeadLetter }) => isOurs && !isDeadLetter)) return null;
  return (await longestWait(db, queues, now))?.ms ?? 0;
}

async function longestWait(db: Db, queues: readonly WatchedQueue[], now: Instant) {
  const waiting = queues.filter(({ isOurs, isDeadLetter, messages }) => isOurs && !isDeadLetter && messages > 0);
  if (waiting.length === 0) return null;
  const lag = await smallestLag(db, { after: now - WINDOW_MS, upTo: now });
  return waiting.map(queue => ({ queue, ms: ageOf(queue, lag, now) })).sort((a, b) => b.ms - a.ms)[0]!;
}

/**
 * What has just come out of a queue tells how long it was in it, as far as the clocks of producers are right; that of one
 * source may be behind, and then the broker's figure is smaller.
 */
function ageOf({ consumers, hadConsumersAt, oldestAgeMs }: WatchedQueue, lag: number | null, now: Instant): number {
  if (consumers === 0 && hadConsumersAt !== null) return Math.max(now - hadConsumersAt, oldestAgeMs ?? 0);
  return Math.max(0, Math.min(lag ?? Number.POSITIVE_INFINITY, oldestAgeMs ?? 0));
}
