import type { Instant } from '../platform/clock.ts';
import type { Db } from '../platform/postgres.ts';
import type { OrderEvent, OrderKey, StatedEvent } from './event.ts';

/** An event on its way into the ledger. */
export type Arrival = {
  event: StatedEvent;
  /** The broker says that it has delivered this message before: a twin in the ledger is then no duplicate to count. */
  redelivered: boolean;
};

/** A move of an order that became known, told once for each order and event (INGEST §1). */
export type Announcement = {
  orderId: OrderKey;
  /** By whose statuses it goes. */
  lifecycle: string;
  eventId: string;
  from: string | null;
  /** When it came into `from`. */
  since: Instant | null;
  to: string;
  at: Instant;
  /** The order is in `to` now. */
  current: boolean;
  /** It became known after a later move was. */
  late: boolean;
  /** The order is known by nothing better than a system's id or a correlation id. */
  provisional: boolean;
  /** From an import, a rebuild or a replay: nobody is told. */
  historic: boolean;
};

/** A move that was announced and, by what is known now, did not happen. */
export type Revocation = { orderId: OrderKey; eventId: string };

export type Recorded = {
  /** The events that were new, as they now stand in the ledger. */
  events: OrderEvent[];
  /** One for each arrival, in its order: `conflict` is another content under a known event id. */
  outcomes: ('recorded' | 'duplicate' | 'conflict')[];
  announcements: Announcement[];
  revoked: Revocation[];
  /** Orders that have been in a status and whose correlation id is now another one. */
  correlated: OrderKey[];
  /** Anomalies that were not known before. */
  anomalies: { orderId: OrderKey; kind: string }[];
};

/** Takes part in the transaction that records a batch: what it writes is committed with the batch or not at all. */
export type Listener = (tx: Db, recorded: Recorded) => Promise<void>;

/** What one transaction recorded; `places`: of which arrivals, in the order of `recorded.outcomes`. */
export type RecordedPart = { recorded: Recorded; places: readonly number[] };
export type PartListener = (tx: Db, part: RecordedPart) => Promise<void>;

export type Ledger = {
  /**
   * Records every event once and folds all states, in one transaction or two: most events need no look at who is who
   * and don't wait for those that do. The listeners and then `also` are called in each of them; they may be called again
   * when a transaction is run again (deadlock, grown identity): they write rows only. Yields after each commit.
   * Throws when the database refuses or is gone: nothing is then recorded of what was not yielded.
   */
  recordInParts(arrivals: readonly Arrival[], also?: PartListener): AsyncGenerator<RecordedPart>;
  /** The same at once. When it throws, some of the events may have been recorded: recording all again is harmless. */
  record(arrivals: readonly Arrival[], also?: Listener): Promise<Recorded>;
};
