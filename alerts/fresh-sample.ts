import type { WatchedQueue } from '../collector/watch/watched-queues.ts';
import type { Instant } from '../platform/clock.ts';
import type { Db } from '../platform/postgres.ts';
import { lengthInWords } from './sentences.ts';
import type { Watched } from './watched.ts';

/** Older samples say nothing about now. */
const FRESH_MS = 3 * 60_000;

/** Why nothing is to be concluded from a sample; null: it is fresh. */
export function whyBlind(what: string, sample: { sampledAt: Instant } | null, now: Instant): string | null {
  if (sample === null) return `Nobody has looked at ${what} yet.`;
  const age = now - sample.sampledAt;
  return age <= FRESH_MS ? null : `Nobody has looked at ${what} for ${lengthInWords(age).en}.`;
}

/** The queues whose names the pattern matches (`*`: any run of characters), or why nobody knows. */
export async function readFreshQueues(
  db: Db,
  { readBroker, readQueues }: Watched,
  pattern: string,
  now: Instant,
): Promise<{ kind: 'fresh'; queues: WatchedQueue[] } | { kind: 'blind'; why: string }> {
  const broker = await readBroker(db);
  const why = whyBlind('RabbitMQ', broker, now);
  if (why !== null) return { kind: 'blind', why };
  if (!broker!.reachable) return { kind: 'blind', why: 'The management API of RabbitMQ does not answer.' };
  const matches = matcher(pattern);
  const fresh = (await readQueues(db)).filter(queue => whyBlind('it', queue, now) === null);
  return { kind: 'fresh', queues: fresh.filter(({ name }) => matches(name)) };
}

/** `*`: any run of characters. */
export function matcher(pattern: string): (name: string) => boolean {
  const source = pattern.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*');
  const expression = new RegExp(`^${source}$`, 's');
  return name => expression.test(name);
}
