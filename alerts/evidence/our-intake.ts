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
  const waiting = queues.filter(({ isOurs, isDeadLetter, messages }) => isOurs && !isDeadLetter && messages > 0);
  if (waiting.length === 0) return null;
  const lag = await smallestLag(db, { after: now - WINDOW_MS, upTo: now });
  const lags = waiting.map(queue => ({ queue, ms: ageOf(queue, lag, now) })).sort((a, b) => b.ms - a.ms);
  const { queue, ms } = lags[0]!;
  return ms < BEHIND_MS
    ? null
    : { ms, since: now - ms, queue: queue.name, messages: queue.messages, consumers: queue.consumers };
}

/**
 * What has just come out of a queue tells how long it was in it, as far as the clocks of producers are right; that of one
 * source may be behind, and then the broker's figure is smaller.
 */
function ageOf({ consumers, hadConsumersAt, oldestAgeMs }: WatchedQueue, lag: number | null, now: Instant): number {
  if (consumers === 0 && hadConsumersAt !== null) return Math.max(now - hadConsumersAt, oldestAgeMs ?? 0);
  return Math.min(lag ?? Number.POSITIVE_INFINITY, oldestAgeMs ?? 0);
}
