import type { Instant } from '../../platform/clock.ts';
import { amqpInstant } from '../message.ts';
import type { QueueAnswer } from './broker-answers.ts';
import { oldestAge } from './queue-age.ts';
import type { WatchedQueue } from './watched-queues.ts';

/** What the broker says of a queue, and what the look before adds to it; null while it has no figures of the queue. */
export function watchedQueue(
  answer: QueueAnswer,
  known: WatchedQueue | null,
  { isOurs, isDeadLetter, wayMs }: { isOurs: boolean; isDeadLetter: boolean; wayMs: number | null },
  now: Instant,
): WatchedQueue | null {
  const { vhost, name, messages, consumers = 0, message_stats: stats } = answer;
  if (messages === undefined) return null;
  const { messages_ready: ready = messages, messages_unacknowledged: unacknowledged = 0 } = answer;
  const taken = [stats?.ack_details, stats?.deliver_no_ack_details, stats?.get_no_ack_details];
  const takenPerSecond = taken.reduce((sum, details) => sum + (details?.rate ?? 0), 0);
  const headAt = amqpInstant(answer.head_message_timestamp);
  const before = known && { wasEmptyAt: known.wasEmptyAt, ageMs: known.oldestAgeMs, sampledAt: known.sampledAt };
  const age = oldestAge({ messages, ready, takenPerSecond, headAt, wayMs }, before, now);
  return {
    vhost,
    name,
    messages,
    ready,
    unacknowledged,
    consumers,
    hadConsumersAt: consumers > 0 ? now : (known?.hadConsumersAt ?? null),
    publishedPerSecond: stats?.publish_details?.rate ?? 0,
    takenPerSecond,
    wasEmptyAt: messages === 0 ? now : (known?.wasEmptyAt ?? null),
    oldestAgeMs: age.ms,
    ageIsEstimate: age.isEstimate,
    isDeadLetter,
    isOurs,
    sampledAt: now,
  };
}
