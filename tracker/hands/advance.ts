import { randomUUID } from 'node:crypto';
import type { Instant } from '../../platform/clock.ts';
import type { Db } from '../../platform/postgres.ts';
import { doneBy } from '../audit/by-hand.ts';
import { recordAudit } from '../audit/record.ts';
import { type OrderNow, orderNow, readOrderNow } from '../decisions/order-now.ts';
import { afterAllSeen, ownEvent } from '../decisions/own-event.ts';
import { enqueuePublication } from '../decisions/publication-rows.ts';
import { type DecisionSettings, isQueued } from '../decisions/settings.ts';
import { type OrderKey, OWN_TYPES, type StatedEvent } from '../event.ts';
import type { Recorded } from '../ledger.ts';
import type { Lifecycles } from '../lifecycle.ts';
import { type Claim, readHands, releaseRow, touchRow } from './hand-rows.ts';
import type { By, HandsDeps } from './hands.ts';

export type AdvanceDeps = Omit<HandsDeps, 'settings'> & {
  lifecycles: () => Lifecycles;
  settings: () => DecisionSettings;
};

export type Advanced =
  | { kind: 'done' }
  | { kind: 'missing' }
  | { kind: 'held'; claim: Claim }
  | { kind: 'refused'; why: string }
  /** It is no longer in the status that they saw. */
  | { kind: 'overtaken' };

/** `expected`: the version of the order that they saw; null: whatever it is. `anybodys`: also what somebody else has. */
export type Advancing = By & { to: string; note: string | null; expected: string | null; anybodys: boolean };

/**
 * Whoever has the order brings it to a next status that is declared, and to no other: what else there is to put right is a
 * correction. An event of ours, unconfirmed until the status's owner says so, too; CRM and MES are told where configured.
 */
export async function advance(
  deps: AdvanceDeps,
  orderId: OrderKey,
  advancing: Advancing,
  now: Instant,
): Promise<Advanced> {
  const { db, lifecycles, settings } = deps;
  const seen = await readOrderNow(db, lifecycles(), orderId);
  if (!seen) return { kind: 'missing' };
  if (advancing.expected !== null && advancing.expected !== seen.version) return { kind: 'overtaken' };
  const claim = (await readHands(db, [orderId], now - settings().claimForMs)).get(orderId)?.claim ?? null;
  if (claim?.holder.id !== advancing.person.id && !advancing.anybodys) {
    return claim ? { kind: 'held', claim } : { kind: 'refused', why: 'Take it first: nobody has it.' };
  }
  const why = whyNot(seen, advancing.to);
  return why === null ? record(deps, seen, advancing, now) : { kind: 'refused', why };
}

/** The statuses to which an operator may bring it: those that are declared to follow. Pure. */
export function nextOf({ lifecycle, state }: Pick<OrderNow, 'lifecycle' | 'state'>): readonly string[] {
  return state.status === null ? [] : (lifecycle.status(state.status)?.next ?? []);
}

/** Why it is not brought there, as a sentence; null: it may be. Pure. */
export function whyNot(seen: OrderNow, to: string): string | null {
  const next = nextOf(seen);
  if (next.includes(to)) return null;
  const { status } = seen.state;
  if (next.length === 0) return `${status} is where orders end.`;
  return `${to} does not follow ${status}; ${next.join(', ')} ${next.length === 1 ? 'does' : 'do'}.`;
}

/** What is recorded of it. */
export function advancedEvent(
  { orderId, state }: OrderNow,
  { person, to, note }: Pick<Advancing, 'person' | 'to' | 'note'>,
  now: Instant,
): StatedEvent {
  return ownEvent(orderId, {
    eventId: randomUUID(),
    type: OWN_TYPES.advanced,
    status: to,
    occurredAt: afterAllSeen(state, now),
    data: { by: person.name, ...(note !== null && { text: note }) },
  });
}

/** Thrown to roll back. */
class Overtaken extends Error {}

async function record(
  { ledger, lifecycles, settings }: AdvanceDeps,
  seen: OrderNow,
  { person, actor, to, note }: Advancing,
  now: Instant,
): Promise<Advanced> {
  const { orderId, state } = seen;
  const event = advancedEvent(seen, { person, to, note }, now);
  const also = async (tx: Db, recorded: Recorded) => {
    const here = (await readOrderNow(tx, lifecycles(), orderId))!;
    const earlier = here.events.filter(({ eventId }) => eventId !== event.eventId);
    if (orderNow(lifecycles(), orderId, earlier).version !== seen.version) throw new Overtaken();
    // What comes out of the queue with it is done with.
    if (isQueued(settings(), here, to)) await touchRow(tx, orderId, person.id, now);
    else await releaseRow(tx, orderId, null);
    const { publish } = settings();
    if (publish.advances) {
      const published = { now: here, event: recorded.events[0]!, from: state.status, to, data: {} };
      await enqueuePublication(tx, publish.exchange, published);
    }
    const change = { before: { status: state.status }, after: { status: to } };
    const subject = { kind: 'order', id: orderId } as const;
    await recordAudit(tx, doneBy({ by: person.name, actor }, now, { action: 'order.advanced', subject, ...change }));
  };
  try {
    await ledger.record([{ event, redelivered: false }], also);
    return { kind: 'done' };
  } catch (error) {
    if (error instanceof Overtaken) return { kind: 'overtaken' };
    throw error;
  }
}
