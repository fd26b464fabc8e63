import { defaultTopology } from '../../collector/topology.ts';
import { saveReachable } from '../../collector/watch/watched-broker.ts';
import { watchedQueue } from '../../collector/watch/watched-queue.ts';
import { readQueues, saveQueues, type WatchedQueue } from '../../collector/watch/watched-queues.ts';
import type { Instant } from '../../platform/clock.ts';
import { type Pool, transaction } from '../../platform/postgres.ts';
import type { Queue } from '../../simulator/post.ts';

const VHOST = '/';

/**
 * The watcher of RabbitMQ, where the answer of the management API is what the story says of the inboxes, and our own queue
 * is always empty. The last look before something changes tells the rate at which messages came.
 */
export function createStoryWatcher({ pool }: { pool: Pool }) {
  return {
    look: async (queues: readonly Queue[], now: Instant): Promise<void> => {
      const known = new Map((await readQueues(pool)).map(queue => [queue.name, queue]));
      const ours: Queue = { name: defaultTopology.queue, messages: 0, consumers: 1 };
      const seen = [...queues, ours].map(queue => {
        const before = known.get(queue.name) ?? null;
        const isOurs = queue === ours;
        const role = { isOurs, isDeadLetter: false, wayMs: isOurs ? 0 : null };
        return watchedQueue(answerOf(queue, before, now), before, role, now)!;
      });
      await transaction(pool, async tx => {
        await saveQueues(tx, seen);
        await saveReachable(tx, [], now);
      });
    },
  };
}

function answerOf({ name, messages, consumers }: Queue, before: WatchedQueue | null, now: Instant) {
  const seconds = before ? (now - before.sampledAt) / 1_000 : 0;
  const published = seconds > 0 ? Math.max(0, messages - before!.messages) / seconds : 0;
  const message_stats = { publish_details: { rate: published }, ack_details: { rate: consumers > 0 ? 0.01 : 0 } };
  return { vhost: VHOST, name, messages, consumers, arguments: {}, effective_policy_definition: {}, message_stats };
}
