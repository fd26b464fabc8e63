import type { Instant } from '../../platform/clock.ts';
import type { Log } from '../../platform/log.ts';
import { type Pool, transaction } from '../../platform/postgres.ts';
import { smallestLag } from '../../tracker/arrival-lag.ts';
import { createDeadLetterLook } from '../dead-letters/dead-letter-look.ts';
import type { Decode } from '../envelope/decode.ts';
import { defaultTopology } from '../topology.ts';
import { askBroker, type BrokerNow } from './ask-broker.ts';
import { queueKey } from './dead-letter-targets.ts';
import { openManagementApi } from './management-api.ts';
import { readBroker, saveReachable, saveUnreachable } from './watched-broker.ts';
import { watchedQueue } from './watched-queue.ts';
import { forgetQueues, readQueues, saveQueues } from './watched-queues.ts';

export type RabbitmqWatcher = {
  /** Looks at the broker once. That it can't be reached is what it saw; it rejects when the database does not answer. */
  runOnce(now: Instant): Promise<void>;
  stop(): void;
};

// Twice as long as there is between two looks.
const WAY_OVER_MS = 30_000;

/** `amqpUrl`: in whose virtual host our queue is. One process should look and not all, or the broker is asked too much. */
export function createRabbitmqWatcher({
  managementUrl,
  amqpUrl,
  pool,
  decode,
  log,
}: {
  managementUrl: string;
  amqpUrl: string;
  pool: Pool;
  /** What dead letters are read by. */
  decode: Decode;
  log: Log;
}): RabbitmqWatcher {
  const api = openManagementApi(managementUrl);
  const deadLetters = createDeadLetterLook({ api, pool, decode });
  const ours = queueKey({ vhost: vhostOf(amqpUrl), name: defaultTopology.queue });

  async function keep({ queues, alarms, deadLetterTargets }: BrokerNow, now: Instant): Promise<void> {
    const known = new Map((await readQueues(pool)).map(queue => [queueKey(queue), queue]));
    const wayMs = await smallestLag(pool, { after: now - WAY_OVER_MS, upTo: now });
    const seen = queues.map(answer => {
      const key = queueKey(answer);
      const isOurs = key === ours;
      const role = { isOurs, isDeadLetter: deadLetterTargets.has(key), wayMs: isOurs ? wayMs : null };
      return watchedQueue(answer, known.get(key) ?? null, role, now);
    });
    const there = new Set(queues.map(queueKey));
    const gone = [...known.values()].filter(queue => !there.has(queueKey(queue)));
    await transaction(pool, async tx => {
      await saveQueues(
        tx,
        seen.filter(queue => queue !== null),
      );
      await forgetQueues(tx, gone);
      await saveReachable(tx, alarms, now);
    });
  }

  return {
    runOnce: async now => {
      const before = await readBroker(pool);
      const found = await askBroker(api).catch((error: Error) => error);
      if (!(found instanceof Error)) {
        await keep(found, now);
        return deadLetters.runOnce(found, now);
      }
      if (before?.reachable !== false) log.warn({ reason: found.message }, 'RabbitMQ can not be watched');
      await saveUnreachable(pool, found.message, now);
    },
    stop: api.stop,
  };
}

/** No path means the default one, `/`; so does an empty one to most clients. */
function vhostOf(amqpUrl: string): string {
  return decodeURIComponent(new URL(amqpUrl).pathname.slice(1)) || '/';
}
