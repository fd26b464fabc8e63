import { readBroker, type WatchedBroker } from '../collector/watch/watched-broker.ts';
import { readDatabase, type WatchedDatabase } from '../collector/watch/watched-database.ts';
import { readEndpoints, type WatchedEndpoint } from '../collector/watch/watched-endpoints.ts';
import { readQueues, type WatchedQueue } from '../collector/watch/watched-queues.ts';
import type { Db } from '../platform/postgres.ts';

/** What the watchers of RabbitMQ, Postgres and endpoints saw last, as conditions read it. */
export type Watched = {
  readQueues(db: Db): Promise<readonly WatchedQueue[]>;
  /** Null: nobody has ever looked. */
  readBroker(db: Db): Promise<WatchedBroker | null>;
  readDatabase(db: Db): Promise<WatchedDatabase | null>;
  readEndpoints(db: Db): Promise<readonly WatchedEndpoint[]>;
};

export const WATCHED: Watched = { readQueues, readBroker, readDatabase, readEndpoints };
