import { randomUUID } from 'node:crypto';
import type { Instant } from '../platform/clock.ts';
import { durationInWords } from '../platform/duration.ts';
import type { Db } from '../platform/postgres.ts';
import { type OrderKey, OWN_SOURCE, OWN_TYPES, type StatedEvent } from './event.ts';
import type { Ledger, Recorded } from './ledger.ts';
import { lockStates, readStates, type StoredState } from './state-rows.ts';

export type Freezing = {
  orderId: OrderKey;
  /** Freeze it, or let it go on. */
  freeze: boolean;
  /** A person or a key. */
  by: string;
  reason: string;
};

/** `refused`: it is so already; `why` is a sentence. */
export type FreezeOutcome = { kind: 'done' } | { kind: 'missing' } | { kind: 'refused'; why: string };

/**
 * A person stops the deadlines of an order, until a person lets them run again with what was left; moves of the order
 * change nothing about that. It is an event, so it is on the timeline, with who and why. Of two at the same moment one
 * is refused.
 */
export async function freezeByHand(
  { db, ledger }: { db: Db; ledger: Ledger },
  asked: Freezing,
  now: Instant,
): Promise<FreezeOutcome> {
  const stored = (await readStates(db, [asked.orderId])).get(asked.orderId);
  if (!stored) return { kind: 'missing' };
  const why = whyNot(stored, asked.freeze, now);
  if (why !== null) return { kind: 'refused', why };
  try {
    await ledger.record([{ event: freezeEvent(stored, asked, now), redelivered: false }], (tx, recorded) =>
      refuseTwins(tx, asked.orderId, stored, recorded),
    );
    return { kind: 'done' };
  } catch (error) {
    if (error instanceof Overtaken) return { kind: 'refused', why: error.message };
    throw error;
  }
}

/** Null: it can be done. */
export function whyNot({ state }: Pick<StoredState, 'state'>, freeze: boolean, now: Instant): string | null {
  if (state.frozen === freeze) {
    if (!freeze) return 'It is not frozen.';
    const { frozenSince, frozenByRule } = state.memory;
    const since = frozenSince === null ? '' : ` for ${durationInWords(now - frozenSince)}`;
    return `It has been frozen${since}${frozenByRule ? ', by the rule of its status' : ''}.`;
  }
  return null;
}
