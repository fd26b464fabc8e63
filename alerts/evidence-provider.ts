import type { WatchedBroker } from '../collector/watch/watched-broker.ts';
import type { WatchedEndpoint } from '../collector/watch/watched-endpoints.ts';
import type { WatchedQueue } from '../collector/watch/watched-queues.ts';
import type { Instant } from '../platform/clock.ts';
import type { OrderInQuestion } from '../tracker/asked-orders.ts';
import type { OrderKey } from '../tracker/event.ts';
import type { Lifecycles } from '../tracker/lifecycle.ts';
import type { UsualStays } from '../tracker/usual.ts';
import type { Evidence } from './evidence.ts';
import type { ClockOffset, DeadLetterQueue, Deploy, QuarantineGroup, TestRun } from './evidence-readers.ts';

/**
 * Looks for one kind of evidence about orders, all that are asked at once: a statement of its own at most, whatever
 * their number. Whoever finds nothing says nothing. A file each in evidence/, a line in providers.ts.
 */
export type EvidenceProvider = {
  /** The name of its file: `own-lag`. */
  name: string;
  look(facts: Facts, orders: readonly AskedOrder[]): Promise<ReadonlyMap<OrderKey, readonly Evidence[]>>;
};

/** An order of which it is asked why it is where it is. */
export type AskedOrder = OrderInQuestion & {
  /** The system whose move is missing; null: nobody's in particular. */
  owner: string | null;
  /** When it was to have moved on, by what was found or by its target; null: there is no limit. */
  limitAt: Instant | null;
};

/** What is the same whichever order is asked about, as it was at one instant. */
export type Facts = {
  at: Instant;
  lifecycles: Lifecycles;
  /** Null: nobody has looked at RabbitMQ lately, so nothing is known of it and of its queues. */
  broker: WatchedBroker | null;
  /** As they were seen last, those of ours and those for dead letters among them; none while RabbitMQ is gone. */
  queues: readonly WatchedQueue[];
  /** Addresses that have to answer, as they were found last. */
  endpoints: readonly WatchedEndpoint[];
  /** Whose messages a queue is for; null: nobody knows. */
  consumerOf(queue: string): string | null;
  /** How late what we record is, because it had to wait for us; null: it is not. */
  ownLag: OwnLag | null;
  /** Every source that has a rhythm, by name. */
  sources: ReadonlyMap<string, Heard>;
  /** Partners from whom far more came lately than usual. */
  floods: ReadonlyMap<string, Flood>;
  /** Of the last days, newest first. */
  deploys: readonly Deploy[];
  /** Likewise. */
  testRuns: readonly TestRun[];
  /** Clocks that are wrong, by source. */
  clocks: ReadonlyMap<string, ClockOffset>;
  deadLetterQueues: readonly DeadLetterQueue[];
  quarantine: readonly QuarantineGroup[];
  /** Who waits in a status and who has gone on from it lately. */
  line(lifecycle: string, status: string): Line;
  usual: UsualStays;
};

export type OwnLag = {
  /** The oldest message that waits for us. */
  ms: number;
  since: Instant;
  queue: string;
  messages: number;
  consumers: number;
};

/** `expected`: how many events would usually have come since; `needed`: so many explain why orders wait. */
export type Heard = { lastAt: Instant; expected: number; needed: number; isSilent: boolean };

/** So many new orders within a stretch of hours in which usually so many come. */
export type Flood = { from: Instant; to: Instant; orders: number; usual: number };

/** The orders of a lifecycle in one status. */
export type Line = {
  /** The first to be due first, a bounded number of them; who is frozen does not wait. */
  waiting: readonly Waiting[];
  /** On from this status by the move that is usual, newest first, a bounded number of them. */
  gone: readonly Gone[];
  /** When the last one went on; null: nobody has, as far as we know. */
  lastAt: Instant | null;
  /** How many went on in that time in most of the last weeks; null: too little is known to say. */
  missed: number | null;
  /** So many missed are more than a pause. */
  needed: number;
};

export type Waiting = { orderId: OrderKey; since: Instant; targetAt: Instant | null; partner: string | null };
/** Was in the status from `since` to `at`. */
export type Gone = { orderId: OrderKey; since: Instant; at: Instant; partner: string | null };
