import { randomUUID } from 'node:crypto';
import type { Instant } from '../../platform/clock.ts';
import { type Db, type Pool, transaction } from '../../platform/postgres.ts';
import { doneBy } from '../audit/by-hand.ts';
import type { Actor } from '../audit/entry.ts';
import { recordAudit } from '../audit/record.ts';
import { type OrderNow, orderNow, readOrderNow } from '../decisions/order-now.ts';
import { afterAllSeen, ownEvent, type Person } from '../decisions/own-event.ts';
import { enqueuePublication } from '../decisions/publication-rows.ts';
import type { DecisionSettings } from '../decisions/settings.ts';
import { type OrderEvent, OWN_TYPES, type StatedEvent } from '../event.ts';
import type { Ledger, Recorded } from '../ledger.ts';
import type { Lifecycles } from '../lifecycle.ts';
import type { Vault } from '../personal-data.ts';
import type { AskedCorrection, Correction } from './correction.ts';
import { decideCorrection, insertCorrection } from './correction-rows.ts';
import { judgeCorrection } from './judge-correction.ts';

/** Takes part in the transaction that records a correction: who is told of it is not the tracker's business. */
export type TellOf = (
  tx: Db,
  done: { correction: Pick<Correction, 'orderId' | 'to' | 'notify' | 'words'>; event: OrderEvent; now: OrderNow },
) => Promise<void>;

export type CorrectingDeps = {
  pool: Pool;
  ledger: Ledger;
  lifecycles: () => Lifecycles;
  vault: Vault;
  settings: () => DecisionSettings;
  tellOf: TellOf;
};

export type Corrected =
  | { kind: 'done'; correction: Correction }
  /** It waits for a second person. */
  | { kind: 'proposed'; correction: Correction }
  | { kind: 'missing' }
  /** `why`: a sentence. */
  | { kind: 'refused'; why: string }
  /** The order is no longer as they saw it. */
  | { kind: 'overtaken' };

/** `expected`: the version of the order that they saw; null: whatever it is. */
export type Asking = { asked: AskedCorrection; expected: string | null; person: Person; actor: Actor };

/**
 * A person says in which status the order is. What the lifecycle allows is done at once, as an event that wins over all
 * from before it and over nothing after it; what it does not allow waits for another person to agree. Of two who decide on
 * the same sight of the order the second is refused.
 */
export async function correct(deps: CorrectingDeps, asking: Asking, now: Instant): Promise<Corrected> {
  const { asked, expected } = asking;
  const seen = await readOrderNow(deps.pool, deps.lifecycles(), asked.orderId);
  if (!seen) return { kind: 'missing' };
  if (expected !== null && expected !== seen.version) return { kind: 'overtaken' };
  const verdict = judgeCorrection(seen, { to: asked.to, at: asked.occurredAt, now });
  switch (verdict.kind) {
    case 'refused':
      return verdict;
    case 'needsSecond':
      return propose(deps, asking, seen, now);
    case 'legal':
      return record(deps, { asked, seen, decided: { by: asking.person, actor: asking.actor } }, now);
    default:
      return verdict satisfies never;
  }
}

async function propose(
  { pool, vault, settings }: CorrectingDeps,
  { asked, person, actor }: Asking,
  seen: OrderNow,
  now: Instant,
): Promise<Corrected> {
  return transaction(pool, async (tx): Promise<Corrected> => {
    const expiresAt = now + settings().proposalsForMs;
    const proposed = { ...rowOf(asked, seen, person, now), state: 'proposed', expiresAt } as const;
    const correction = await insertCorrection(tx, proposed, vault);
    if (!correction)
      return { kind: 'refused', why: 'Somebody has proposed the same, and it waits for a second person.' };
    await audit(tx, { correction, action: 'order.correction_proposed', actor, by: person }, now);
    return { kind: 'proposed', correction };
  });
}

/** Of one that is asked for. */
function rowOf(asked: AskedCorrection, seen: OrderNow, proposer: Person, now: Instant): Omit<Correction, 'id'> {
  const { telling, ...what } = asked;
  return {
    ...what,
    ...telling,
    from: seen.state.status,
    version: seen.version,
    proposer,
    state: 'proposed',
    askedAt: now,
    expiresAt: null,
    decider: null,
    decidedAt: null,
    decision: null,
    eventId: null,
  };
}

type Decided = { by: Person; actor: Actor; proposal?: Correction; decision?: string | null };

/** Records it in the ledger, with everything that follows from it, in one transaction. */
export async function record(
  deps: CorrectingDeps,
  { asked, seen, decided }: { asked: AskedCorrection; seen: OrderNow; decided: Decided },
  now: Instant,
): Promise<Corrected> {
  const { ledger, lifecycles, vault, settings, tellOf } = deps;
  const event = eventOf(asked, seen, decided, now);
  let done: Correction | null = null;
  const also = async (tx: Db, recorded: Recorded) => {
    const here = await readOrderNow(tx, lifecycles(), asked.orderId);
    const before = here && orderNow(lifecycles(), asked.orderId, without(here.events, event.eventId));
    // Whoever was faster has committed by now: this transaction holds the order.
    if (recorded.outcomes[0] !== 'recorded' || before?.version !== seen.version) throw new Overtaken();
    done = await keep(tx, { asked, seen, decided, eventId: event.eventId }, { vault, now });
    const kept = recorded.events[0]!;
    if (asked.publish) {
      const data = { reason: asked.reason };
      const published = { now: here!, event: kept, from: seen.state.status, to: asked.to, data };
      await enqueuePublication(tx, settings().publish.exchange, published);
    }
    const correction = { ...done, words: asked.telling.words };
    await tellOf(tx, { correction, event: kept, now: here! });
    await audit(tx, { correction, action: 'order.corrected', actor: decided.actor, by: decided.by }, now);
  };
  try {
    await ledger.record([{ event, redelivered: false }], also);
    return { kind: 'done', correction: done! };
  } catch (error) {
    if (error instanceof Overtaken) return { kind: 'overtaken' };
    throw error;
  }
}

function without(events: readonly OrderEvent[], eventId: string): OrderEvent[] {
  return events.filter(event => event.eventId !== eventId);
}

/** Thrown to roll back. */
class Overtaken extends Error {}

async function keep(
  tx: Db,
  { asked, seen, decided, eventId }: { asked: AskedCorrection; seen: OrderNow; decided: Decided; eventId: string },
  { vault, now }: { vault: Vault; now: Instant },
): Promise<Correction> {
  const { by, proposal, decision = null } = decided;
  if (proposal) {
    const made = { state: 'done', decider: by, decidedAt: now, decision, eventId } as const;
    const kept = await decideCorrection(tx, proposal.id, made, vault);
    if (!kept) throw new Overtaken();
    return kept;
  }
  const row = rowOf(asked, seen, by, now);
  const kept = { ...row, state: 'done', words: null, decider: by, decidedAt: now, eventId } as const;
  return (await insertCorrection(tx, kept, vault))!;
}

function eventOf(asked: AskedCorrection, seen: OrderNow, { by, proposal }: Decided, now: Instant): StatedEvent {
  return correctionEvent(asked, seen, { by: proposal?.proposer ?? by, agreed: proposal ? by : null }, now);
}

/** The event that a correction becomes, or would become. */
export function correctionEvent(
  { orderId, to, reason, occurredAt, telling }: AskedCorrection,
  { state }: Pick<OrderNow, 'state'>,
  { by, agreed }: { by: Person; agreed: Person | null },
  now: Instant,
): StatedEvent {
  return ownEvent(orderId, {
    eventId: randomUUID(),
    type: OWN_TYPES.corrected,
    status: to,
    occurredAt: occurredAt ?? afterAllSeen(state, now),
    data: {
      by: by.name,
      reason,
      from: state.status,
      notify: telling.notify,
      ...(agreed && { agreedBy: agreed.name }),
    },
  });
}

type Audited = { correction: Correction; action: string; actor: Actor; by: Person; reason?: string | null };

/** Nobody's words to a customer stand in the log. */
export async function audit(tx: Db, { correction, action, actor, by, reason }: Audited, now: Instant): Promise<void> {
  const { id, orderId, from, to, notify, publish, proposer, state } = correction;
  const said = { correction: String(id), state, notify, publish, proposedBy: proposer.name };
  const entry = doneBy({ by: by.name, actor }, now, {
    action,
    subject: { kind: 'order', id: orderId },
    reason: reason ?? correction.reason,
    before: { status: from },
    after: { status: to, ...said },
  });
  await recordAudit(tx, entry);
}
