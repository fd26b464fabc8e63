import type { Instant } from '../platform/clock.ts';
import type { Db } from '../platform/postgres.ts';

/** What the watchers of RabbitMQ and Postgres saw last, as conditions read it. */
export type Watched = {
  readQueues(db: Db): Promise<readonly WatchedQueue[]>;
  /** Null: nobody has ever looked. */
  readBroker(db: Db): Promise<WatchedBroker | null>;
  readDatabase(db: Db): Promise<WatchedDatabase | null>;
};

export type WatchedQueue = {
  name: string;
  vhost: string;
  messages: number;
  ready: number;
  unacknowledged: number;
  consumers: number;
  /** When there was one the last time; null: never, as far as anybody has looked. */
  hadConsumersAt: Instant | null;
  oldestAgeMs: number | null;
  ageIsEstimate: boolean;
  isDeadLetter: boolean;
  /** The queue of Orderwatch itself. */
  isOurs: boolean;
  sampledAt: Instant;
};

export type WatchedBroker = { reachable: boolean; since: Instant; alarms: readonly string[]; sampledAt: Instant };

export type WatchedDatabase = {
  connections: number;
  maxConnections: number;
  /** `query`: without literals. */
  slow: readonly { pid: number; ms: number; query: string }[];
  longestLockWaitMs: number;
  replicationLagMs: number | null;
  sampledAt: Instant;
};
