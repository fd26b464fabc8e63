import type { ConsumeMessage } from 'amqplib';
import type { Instant } from '../platform/clock.ts';
import { type AcceptDeps, accept, type Decoded } from './accept.ts';
import { backOff } from './back-off.ts';
import { tellGivenUp, tellTaken, tellTrouble } from './batch-span.ts';
import { type Blame, blame, whereabouts } from './blame.ts';
import type { Session } from './session.ts';

export type Delivery = { session: Session; delivery: ConsumeMessage; item: Decoded };

/** The batch in flight is not taken; it is tried again and again. */
export type Pause = { since: Instant; reason: string; blamed: Blame };

export type BatchRecorder = {
  /** Resolves with true when the batch is committed, with false when it is given up: the broker delivers it again. */
  record(batch: readonly Delivery[]): Promise<boolean>;
  /** When the batch in flight was begun. */
  since(): Instant | null;
  paused(): Pause | null;
};

// RabbitMQ closes a channel that acknowledges nothing for 30 minutes (consumer_timeout), and what waits behind the
// batch in flight has been delivered as well.
const HOLD_LIMIT_MS = 5 * 60_000;
const LONGEST_TRY_MS = 30 * 60_000;

/**
 * Tries one batch after another until it is taken. Each delivery that comes to nothing costs a message one of the 20
 * that it has (`topology.ts`), so a batch that is not taken for five minutes is not held longer, but is still tried:
 * as long as it is, no other session is opened (`intake.ts`), and a whole outage costs one delivery.
 * Only where the events themselves are suspect (`blame.ts`) is the batch let go, so that it comes back beside others;
 * the first time after five minutes, then after ever longer, so that deliveries last for hours.
 */
export function createBatchRecorder(deps: AcceptDeps, halt: AbortSignal): BatchRecorder {
  const { clock, log, metrics } = deps;
  let since: Instant | null = null;
  let paused: Pause | null = null;
  let letGo = 0;

  const untilTaken = async (batch: readonly Delivery[], begun: Instant): Promise<boolean> => {
    const { session } = batch.at(-1)!;
    let items = batch.map(({ item }) => item);
    let trouble: unknown = 'halted';
    for (let attempt = 1; !halt.aborted; attempt++) {
      try {
        tellTaken(await accept(deps, items), attempt);
        return true;
      } catch (error) {
        trouble = error;
        tellTrouble(error);
        metrics.faults.inc();
        pause(error as Error);
        const triedMs = clock.now() - begun;
        if (triedMs >= HOLD_LIMIT_MS && session.isOpen()) {
          log.warn('the batch has not been taken for minutes: its messages are given back until it is');
          void session.close();
        }
        if (blame(error) !== 'database' && triedMs >= Math.min(HOLD_LIMIT_MS * 2 ** letGo, LONGEST_TRY_MS)) {
          letGo += 1;
          break;
        }
        // What the failed attempt did record is no duplicate that a producer sent.
        items = items.map(item => ({ ...item, message: { ...item.message, redelivered: true } }));
        await backOff(attempt, halt);
      }
    }
    tellGivenUp(trouble);
    return false;
  };

  const pause = (error: Error): void => {
    const blamed = blame(error);
    const reason = error.message;
    if (paused?.blamed !== blamed) {
      log.error({ reason, ...whereabouts(error) }, 'a batch is not taken: intake is paused, nothing is acknowledged');
    }
    paused = { since: paused?.since ?? clock.now(), reason, blamed };
  };

  return {
    record: async batch => {
      since = clock.now();
      const taken = await untilTaken(batch, since);
      since = null;
      if (taken) letGo = 0;
      if (taken && paused) log.info('batches are taken again: intake goes on');
      paused = null;
      return taken;
    },
    since: () => since,
    paused: () => paused,
  };
}
