import type { Instant } from '../platform/clock.ts';
import type { Db } from '../platform/postgres.ts';

/** What evidence is read from beside the ledger and the watchers; orders by every name that a message may give them. */
export type EvidenceReaders = {
  readDeadLetters(db: Db, names: readonly string[]): Promise<readonly DeadLetter[]>;
  readDeadLetterQueues(db: Db): Promise<readonly DeadLetterQueue[]>;
  readQuarantined(db: Db, names: readonly string[]): Promise<readonly Quarantined[]>;
  groupQuarantine(db: Db): Promise<readonly QuarantineGroup[]>;
  readDeploys(db: Db, on: { since: Instant }): Promise<readonly Deploy[]>;
  readClockOffsets(db: Db, now: Instant): Promise<readonly ClockOffset[]>;
};

/** A message that nobody could work off. */
export type DeadLetter = {
  queue: string;
  /** Names of orders that it mentions. */
  names: readonly string[];
  type: string | null;
  status: string | null;
  /** Where it died, why and when, as far as the broker says. */
  diedIn: string | null;
  reason: string | null;
  deadAt: Instant | null;
};

export type DeadLetterQueue = {
  queue: string;
  messages: number;
  /** Whose they are is known. */
  lookedInto: boolean;
};

/** A message that could not be understood. */
export type Quarantined = {
  id: number;
  fingerprint: string;
  mentions: readonly string[];
  receivedAt: Instant;
  reason: string;
};

/** Messages that could not be understood for the same reason. */
export type QuarantineGroup = {
  fingerprint: string;
  count: number;
  firstAt: Instant;
  lastAt: Instant;
  source: string | null;
  reason: string;
};

export type Deploy = { id: number; service: string; version: string; at: Instant; url: string | null };

/** `aheadMs`: negative of a clock that is behind. */
export type ClockOffset = { source: string; aheadMs: number; since: Instant };
