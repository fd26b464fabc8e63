import { Gauge } from 'prom-client';
import type { Metrics } from '../../platform/metrics.ts';
import type { Pool } from '../../platform/postgres.ts';
import { lookAtScrape } from '../../platform/scrape.ts';
import { readBroker, type WatchedBroker } from './watched-broker.ts';
import { readDatabase, type WatchedDatabase } from './watched-database.ts';
import { readQueues, type WatchedQueue } from './watched-queues.ts';

/** Where every reply has a queue of its own there may be thousands: the first by name are shown. */
const MOST_QUEUES = 200;

type Watched = { broker: WatchedBroker | null; queues: WatchedQueue[]; database: WatchedDatabase | null };

/** What the watchers saw last, read at each scrape, whichever process looked; no figures while nobody has. */
export function gaugeWatched(registry: Metrics, pool: Pool): void {
  const read = lookAtScrape(() => readAll(pool));
  const ofQueues = (name: string, help: string, figure: (queue: WatchedQueue) => number | null) =>
    new Gauge({
      name: `orderwatch_watched_queue_${name}`,
      help,
      labelNames: ['vhost', 'queue'],
      registers: [registry],
      async collect() {
        const watched = await read();
        this.reset();
        for (const queue of watched?.queues ?? []) {
          this.set({ vhost: queue.vhost, queue: queue.name }, figure(queue) ?? 0);
        }
      },
    });
  const ofOne = (name: string, help: string, figure: (watched: Watched) => number | null | undefined) =>
    new Gauge({
      name: `orderwatch_watched_${name}`,
      help: `${help}; NaN while that is not known`,
      registers: [registry],
      async collect() {
        const watched = await read();
        this.set((watched && figure(watched)) ?? Number.NaN);
      },
    });
  ofQueues('messages', 'Messages in a queue of the broker, delivered ones included', queue => queue.messages);
  ofQueues('consumers', 'Consumers of a queue of the broker', queue => queue.consumers);
  ofQueues(
    'oldest_age_seconds',
    'Age of the oldest message, an estimate for some',
    queue => (queue.oldestAgeMs ?? 0) / 1_000,
  );
  ofOne('broker_reachable', 'Whether the management API answers', ({ broker }) => broker && Number(broker.reachable));
  ofOne('broker_alarms', 'Alarms of the broker', ({ broker }) => broker?.alarms.length);
  ofOne('database_connections', 'Connections to the database server', ({ database }) => database?.connections);
  ofOne('database_slow_queries', 'Queries of others that run for a second or longer', it => it.database?.slow.length);
  ofOne(
    'database_lock_wait_seconds',
    'How long somebody has waited for a lock',
    ({ database }) => database && database.longestLockWaitMs / 1_000,
  );
}

async function readAll(pool: Pool): Promise<Watched> {
  const [broker, queues, database] = await Promise.all([readBroker(pool), readQueues(pool), readDatabase(pool)]);
  return { broker, queues: queues.slice(0, MOST_QUEUES), database };
}
