import { setTimeout as delay } from 'node:timers/promises';
import type { Clock } from '../platform/clock.ts';
import { describeFault } from '../platform/fault.ts';
import type { Log } from '../platform/log.ts';
import { saysDatabaseIsGone, sqlState } from '../platform/postgres.ts';
import type { NotificationMetrics } from './notification-metrics.ts';
import type { Outcome } from './outcome.ts';
import { type Recording, recordOutcomes, recordThatAlone } from './record-outcomes.ts';

export type OutcomeWriter = {
  /** Resolves when it is written, and all that came before it. */
  write(outcome: Outcome): Promise<void>;
  /** How many are not written yet. */
  waiting(): number;
  /** Resolves when nothing is left to be written. */
  flush(): Promise<void>;
  /** From now on what the database can't take is given up rather than kept: the lease of its message says the rest. */
  giveUp(): void;
};

// Together they cost a tenth of what they cost one by one, and nobody waits for a message that is gone. Before each batch:
// those that came while one was written are a handful, and take twice the server's time.
const GATHER_MS = 10;
const AGAIN_MS = 1_000;

// SQLSTATE classes: 40 rolled back for another one's sake, 55 locked, 57 cancelled: by an administrator or a limit.
const PASSING_STATES = /^(40|55|57)/;

function mayPassLater(error: unknown): boolean {
  return PASSING_STATES.test(sqlState(error) ?? '');
}

/**
 * Writes down what became of messages, those of a moment in one statement. What is not written is sent a second time, so
 * a database that is gone is waited for.
 */
export function createOutcomeWriter(
  on: Recording & { clock: Clock; log: Log; metrics: NotificationMetrics },
): OutcomeWriter {
  let outcomes: Outcome[] = [];
  let writing: Promise<void> | null = null;
  let over = false;

  async function writeAll(): Promise<void> {
    while (outcomes.length > 0) {
      await delay(GATHER_MS);
      const batch = outcomes;
      outcomes = [];
      const left = await writeBatch(batch);
      outcomes = [...left, ...outcomes];
      if (left.length > 0 && over) {
        on.log.warn({ messages: outcomes.length }, 'could not write down what became of messages before the end');
        outcomes = [];
      } else if (left.length > 0) await delay(AGAIN_MS, undefined, { ref: false });
    }
  }

  /** Returns those for which the database was not there. */
  async function writeBatch(batch: readonly Outcome[]): Promise<readonly Outcome[]> {
    const now = on.clock.now();
    try {
      await recordOutcomes(on, batch, now);
    } catch (error) {
      on.log.warn(
        { err: describeFault(error), messages: batch.length },
        'could not write down what became of messages',
      );
      if (saysDatabaseIsGone(error) || mayPassLater(error)) return batch;
      // One of them is what the database refuses: the others must not be sent again for its sake.
      if (batch.length === 1) return writeAlone(batch[0]!);
      const left: Outcome[] = [];
      for (const outcome of batch) left.push(...(await writeBatch([outcome])));
      return left;
    }
    for (const outcome of batch) {
      on.metrics.settled(outcome, now);
      if (outcome.settlement.state === 'dead') tellOfDead(outcome);
    }
    return [];
  }

  /** Without the provider's words, in which what the database refuses must be: else it would be sent at each lease. */
  async function writeAlone(outcome: Outcome): Promise<readonly Outcome[]> {
    const now = on.clock.now();
    try {
      await recordThatAlone(on, outcome, now);
    } catch (error) {
      if (saysDatabaseIsGone(error) || mayPassLater(error)) return [outcome];
      const { about, id } = outcome.message;
      on.log.error({ about, message: id, err: describeFault(error) }, 'what became of a message is not written down');
      return [];
    }
    on.metrics.settled(outcome, now);
    return [];
  }

  function tellOfDead({ message: { about, id, channel, attempts }, settlement: { reason } }: Outcome): void {
    on.log.error({ about, message: id, channel, attempts, reason }, 'a message was given up: a person has to look');
  }

  const begin = () => {
    writing ??= writeAll().finally(() => {
      writing = null;
    });
    return writing;
  };
  return {
    write: outcome => {
      outcomes.push(outcome);
      return begin();
    },
    waiting: () => outcomes.length,
    flush: async () => {
      while (writing) await writing;
    },
    giveUp: () => {
      over = true;
    },
  };
}
