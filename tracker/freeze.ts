import type { Instant } from '../platform/clock.ts';
import { durationInWords } from '../platform/duration.ts';
import type { Db } from '../platform/postgres.ts';
import { doneBy, type Hands } from './audit/by-hand.ts';
import { recordAudit } from './audit/record.ts';
import { afterAllSeen, ownEvent } from './decisions/own-event.ts';
import { type OrderKey, OWN_TYPES, type StatedEvent } from './event.ts';
import type { Ledger, Listener, Recorded } from './ledger.ts';
import { readStates, type StoredState } from './state-rows.ts';

export type Freezing = Hands & {
  orderId: OrderKey;
  /** Freeze it, or let it go on. */
  freeze: boolean;
  reason: string;
};

/** `refused`: it is so already; `why` is a sentence. */
export type FreezeOutcome = { kind: 'done' } | { kind: 'missing' } | { kind: 'refused'; why: string };

/**
 * A person stops the deadlines of an order, until a person lets them run again with what was left; moves of the order
 * change nothing about that. It is an event: the timeline tells of it, with who and why. Of two who do it at the same
 * moment the second is refused.
 */
export async function freezeByHand(
  { db, ledger }: { db: Db; ledger: Ledger },
  asked: Freezing,
  now: Instant,
): Promise<FreezeOutcome> {
  const stored = (await readStates(db, [asked.orderId])).get(asked.orderId);
  if (!stored || stored.state.eventCount === 0) return { kind: 'missing' };
  if (stored.state.frozen === asked.freeze) return { kind: 'refused', why: asItIs(stored, now) };
  try {
    await ledger.record([{ event: eventOf(asked, stored, now), redelivered: false }], auditUnlessTwin(asked, now));
    return { kind: 'done' };
  } catch (error) {
    if (error instanceof Twin) return { kind: 'refused', why: 'Somebody else did so at the same moment.' };
    throw error;
  }
}

function asItIs({ state: { frozen, memory } }: StoredState, now: Instant): string {
  if (!frozen) return 'It is not frozen.';
  const since = memory.frozenSince === null ? '' : ` for ${durationInWords(now - memory.frozenSince)}`;
  return `It has been frozen already${since}${memory.frozenByRule ? ', by the rule of its status' : ''}.`;
}

/** Thrown to roll back. */
class Twin extends Error {}

function auditUnlessTwin(asked: Freezing, now: Instant): Listener {
  const { orderId, freeze, reason } = asked;
  return async (tx: Db, { outcomes }: Recorded) => {
    // An event of that id is there already: two of them were made of the same state.
    if (outcomes.some(outcome => outcome !== 'recorded')) throw new Twin();
    const action = freeze ? 'order.frozen' : 'order.unfrozen';
    const subject = { kind: 'order', id: orderId } as const;
    const change = { before: { frozen: !freeze }, after: { frozen: freeze } };
    await recordAudit(tx, doneBy(asked, now, { action, subject, reason, ...change }));
  };
}

function eventOf({ orderId, freeze, by, reason }: Freezing, { state }: StoredState, now: Instant): StatedEvent {
  const name = freeze ? 'frozen' : 'unfrozen';
  return ownEvent(orderId, {
    // The same for everybody who has seen the order as it stands.
    eventId: `${name}-by-hand:${state.eventCount}`,
    type: OWN_TYPES[name],
    occurredAt: afterAllSeen(state, now),
    // To the fold `rule` is the rule of a status, which freezes one stay only; nobody who is called so is one.
    data: { by: by === 'rule' ? 'a person called rule' : by, reason },
  });
}
