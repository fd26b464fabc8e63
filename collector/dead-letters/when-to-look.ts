import type { Instant } from '../../platform/clock.ts';
import type { QueueAnswer } from '../watch/broker-answers.ts';
import type { DeadLetterQueue, WhyNotLooked } from './dead-letter-queues.ts';

/** `known`: what was seen the last time still holds, or it is too early to look again. */
export type Standing = 'look' | 'known' | WhyNotLooked;

const MINUTE_MS = 60_000;

/** One that went and one that came leave as many as there were. */
const AT_LEAST_EVERY_MS = 60 * MINUTE_MS;
/** A look writes what a delivery and its return write, on each member of the quorum. */
const QUORUM_EVERY_MS = 10 * MINUTE_MS;
/** What did not work is tried again. */
const TRY_AGAIN_MS = 5 * MINUTE_MS;

/**
 * Whether to look into a queue with dead letters. To see a message is to take it and to put it back, so nobody looks where
 * that could harm it. `brokerMajor`: RabbitMQ 4 drops what was delivered 20 times to a quorum queue that says nothing
 * else; null: nobody knows.
 */
export function whenToLook(
  queue: QueueAnswer,
  known: DeadLetterQueue | null,
  brokerMajor: number | null,
  now: Instant,
): Standing {
  const type = typeOf(queue);
  if ((queue.consumers ?? 0) > 0) return 'read_by_others';
  // Nobody takes anything out of a stream, and a kind that we do not know may have its own ideas.
  if (type !== 'classic' && type !== 'quorum') return 'not_allowed';
  if (type === 'quorum' && !isUnlimited(queue, brokerMajor)) return 'counts_as_delivery';
  if (LENGTHS.some(length => settingsOf(queue, length).length > 0)) return 'bounded';
  if (known === null || known.lookedAt === null) return 'look';
  const ago = now - known.lookedAt;
  if (known.whyNot === 'not_allowed' || known.whyNot === 'no_answer')
    return ago >= TRY_AGAIN_MS ? 'look' : known.whyNot;
  if (ago >= AT_LEAST_EVERY_MS) return 'look';
  if (known.whyNot === null && (known.depthThen === queue.messages || (type === 'quorum' && ago < QUORUM_EVERY_MS))) {
    return 'known';
  }
  return 'look';
}

export function typeOf({ type, arguments: declared }: QueueAnswer): string {
  return type ?? (typeof declared['x-queue-type'] === 'string' ? declared['x-queue-type'] : 'classic');
}

const LENGTHS = ['max-length', 'max-length-bytes'];

/** -1 is how RabbitMQ 4 says that there is none. */
function isUnlimited(queue: QueueAnswer, brokerMajor: number | null): boolean {
  const limits = settingsOf(queue, 'delivery-limit');
  if (limits.length > 0) return limits.every(limit => limit === -1);
  return brokerMajor !== null && brokerMajor < 4;
}

/** As the queue was declared, and as policies say; the smaller one holds. */
function settingsOf(
  { arguments: declared, effective_policy_definition: policy }: QueueAnswer,
  name: string,
): unknown[] {
  return [declared[`x-${name}`], policy[name]].filter(value => value !== undefined && value !== null);
}
