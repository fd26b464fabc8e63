import type { Instant } from '../platform/clock.ts';
import type { Db } from '../platform/postgres.ts';

/**
 * What evidence is read from beside the ledger and the watchers. Orders by every name that the ledger has for them:
 * `ORD-1042`, `~mes:M-77`, `~corr:cart-77`.
 */
export type EvidenceReaders = {
  readDeadLetters(db: Db, names: readonly string[]): Promise<readonly DeadLetter[]>;
  readDeadLetterQueues(db: Db): Promise<readonly DeadLetterQueue[]>;
  readQuarantined(db: Db, names: readonly string[]): Promise<readonly QuarantinedMessage[]>;
  groupQuarantine(db: Db): Promise<readonly QuarantineGroup[]>;
  readDeploys(db: Db, on: { since: Instant }): Promise<readonly Deploy[]>;
  readTestRuns(db: Db, on: { since: Instant }): Promise<readonly TestRun[]>;
  readClockOffsets(db: Db, now: Instant): Promise<readonly ClockOffset[]>;
};

/** A message that nobody could work off, where it lies and how it came there as far as the broker says. */
export type DeadLetter = {
  queue: string;
  orders: readonly string[];
  type: string | null;
  status: string | null;
  source: string | null;
  diedIn: string | null;
  reason: string | null;
  deadAt: Instant | null;
  seenAt: Instant;
};

export type DeadLetterQueue = {
  name: string;
  messages: number;
  since: Instant;
  /** Whose they are is known. */
  lookedInto: boolean;
};

/** What messages that can't be read have in common: why, the field or the word, who sent it. */
type Fingerprint = { fingerprint: string; reasonKind: string; what: string | null; source: string | null };

export type QuarantinedMessage = Fingerprint & { id: string; names: readonly string[]; receivedAt: Instant };

export type QuarantineGroup = Fingerprint & { count: number; firstAt: Instant; lastAt: Instant };

export type Deploy = { id: number; service: string; version: string; result: 'succeeded' | 'failed'; at: Instant };

/** `suite` null: nobody said; counts and duration likewise. */
export type TestRun = Deploy & {
  suite: string | null;
  passed: number | null;
  failed: number | null;
};

/** `aheadMs`: negative of a clock that is behind; 0 of one that is right. */
export type ClockOffset = { source: string; aheadMs: number; since: Instant };
