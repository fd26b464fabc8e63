import { randomUUID } from 'node:crypto';
import type { Instant } from '../../platform/clock.ts';
import type { Db } from '../../platform/postgres.ts';
import { doneBy } from '../audit/by-hand.ts';
import type { Actor } from '../audit/entry.ts';
import { recordAudit } from '../audit/record.ts';
import { afterAllSeen, ownEvent, type Person } from '../decisions/own-event.ts';
import type { DecisionSettings } from '../decisions/settings.ts';
import { HAND_TYPES, type OrderKey } from '../event.ts';
import type { Ledger } from '../ledger.ts';
import type { OrderState } from '../state.ts';
import { readStates } from '../state-rows.ts';
import { assignRow, type Claim, forgottenClaims, readHands, releaseRow, takeRow, touchRow } from './hand-rows.ts';

export type HandsDeps = { db: Db; ledger: Ledger; settings: () => Pick<DecisionSettings, 'claimForMs'> };

/**
 * Who does it; `actor`: from where, as the audit log has it. `demand`: in the transaction, before anything is kept; throws
 * when the order is not any more as they saw it.
 */
export type By = { person: Person; actor: Actor; demand?: ((tx: Db) => Promise<void>) | undefined };

export type Handled =
  | { kind: 'done' }
  | { kind: 'missing' }
  /** Somebody has it: who, and since when. */
  | { kind: 'held'; claim: Claim }
  /** `why`: a sentence. */
  | { kind: 'refused'; why: string };

/**
 * Somebody begins to work on the order. Of any number who click at once one has it, and the others learn who: the row is
 * the judge, in the transaction that writes the event. Whoever has it already has it.
 */
export async function take(deps: HandsDeps, orderId: OrderKey, by: By, now: Instant): Promise<Handled> {
  const known = await look(deps, orderId, now);
  if (!known) return { kind: 'missing' };
  if (known.claim?.holder.id === by.person.id) return { kind: 'done' };
  if (known.claim) return { kind: 'held', claim: known.claim };
  const within = { now, forgottenBefore: now - deps.settings().claimForMs };
  const isOurs = (tx: Db) => takeRow(tx, orderId, by.person, within);
  if (await record(deps, known, by, { ...SAID.taken, keep: isOurs }, now)) return { kind: 'done' };
  const { claim = null } = (await look(deps, orderId, now)) ?? {};
  if (claim?.holder.id === by.person.id) return { kind: 'done' };
  return claim ? { kind: 'held', claim } : { kind: 'refused', why: 'Somebody took it and gave it back; try again.' };
}

/** They don't work on it any more. `anybodys`: also what somebody else has, which takes more than an operator. */
export async function release(
  deps: HandsDeps,
  orderId: OrderKey,
  { anybodys, ...by }: By & { anybodys: boolean },
  now: Instant,
): Promise<Handled> {
  const known = await look(deps, orderId, now);
  if (!known) return { kind: 'missing' };
  const { claim } = known;
  if (!claim) return { kind: 'refused', why: 'Nobody has it.' };
  const isTheirs = claim.holder.id === by.person.id;
  if (!isTheirs && !anybodys) return { kind: 'held', claim };
  const keep = (tx: Db) => releaseRow(tx, orderId, claim.holder.id);
  const more = isTheirs ? {} : { of: claim.holder.name };
  const isDone = await record(deps, known, by, { ...SAID.released, keep, more }, now);
  return isDone ? { kind: 'done' } : { kind: 'refused', why: `${claim.holder.name} does not have it any more.` };
}

/** It is given to somebody, or to nobody. It keeps nobody from taking it. */
export async function assign(
  deps: HandsDeps,
  orderId: OrderKey,
  { to, ...by }: By & { to: string | null },
  now: Instant,
): Promise<Handled> {
  const known = await look(deps, orderId, now);
  if (!known) return { kind: 'missing' };
  if (known.assignee === to) return { kind: 'done' };
  const keep = async (tx: Db) => {
    await assignRow(tx, orderId, { to, by: by.person.name }, now);
    return true;
  };
  const before = { assignee: known.assignee };
  await record(deps, known, by, { ...SAID.assigned, keep, before, more: { to } }, now);
  return { kind: 'done' };
}

/** A word for those who come after. It is in the timeline, and `forget` clears it; the audit log says that there is one. */
export async function note(
  deps: HandsDeps,
  orderId: OrderKey,
  { text, ...by }: By & { text: string },
  now: Instant,
): Promise<Handled> {
  const known = await look(deps, orderId, now);
  if (!known) return { kind: 'missing' };
  await record(deps, known, by, { ...SAID.noted, keep: async () => true, said: { text } }, now);
  return { kind: 'done' };
}

const SWEPT = 100;

/** Ends claims that were forgotten; `runOnce` returns how many. */
export function createClaimSweep(deps: HandsDeps) {
  return {
    runOnce: async (now: Instant): Promise<number> => {
      let ended = 0;
      const forgottenBefore = now - deps.settings().claimForMs;
      for (const { orderId, holder } of await forgottenClaims(deps.db, forgottenBefore, SWEPT)) {
        const known = await look(deps, orderId, now);
        const by = { person: { id: 'orderwatch', name: 'orderwatch' }, actor: SWEEPER };
        const keep = (tx: Db) => releaseRow(tx, orderId, holder.id);
        const more = { of: holder.name };
        const reason = 'Nothing was done with it for too long';
        if (known && (await record(deps, known, by, { ...SAID.released, keep, more, said: { reason } }, now))) ended++;
      }
      return ended;
    },
  };
}

const SWEEPER: Actor = { who: 'orderwatch', role: null, from: null };

type Known = { orderId: OrderKey; state: OrderState; claim: Claim | null; assignee: string | null };

async function look({ db, settings }: HandsDeps, orderId: OrderKey, now: Instant): Promise<Known | null> {
  const stored = (await readStates(db, [orderId])).get(orderId);
  if (!stored || stored.state.eventCount === 0) return null;
  const hands = (await readHands(db, [orderId], now - settings().claimForMs)).get(orderId);
  return {
    orderId,
    state: stored.state,
    claim: hands?.claim ?? null,
    assignee: hands?.assignment?.assignee ?? null,
  };
}

const SAID = {
  taken: { type: HAND_TYPES.taken, action: 'order.taken' },
  released: { type: HAND_TYPES.released, action: 'order.released' },
  assigned: { type: HAND_TYPES.assigned, action: 'order.assigned' },
  noted: { type: HAND_TYPES.noted, action: 'order.noted' },
} as const;

type Doing = {
  type: string;
  action: string;
  /** What is kept of it beside the event; false: somebody was faster, and nothing is written. */
  keep: (tx: Db) => Promise<boolean>;
  before?: Record<string, string | null>;
  /** For the event and the audit log. */
  more?: Record<string, string | null>;
  /** For the event alone: what people write. */
  said?: Record<string, string>;
};

/** Thrown to roll back. */
class Lost extends Error {}

async function record(
  { ledger }: HandsDeps,
  { orderId, state }: Known,
  { person, actor, demand }: By,
  { type, action, keep, before, more = {}, said = {} }: Doing,
  now: Instant,
): Promise<boolean> {
  const data = { by: person.name, ...more, ...said };
  const event = ownEvent(orderId, { eventId: randomUUID(), type, occurredAt: afterAllSeen(state, now), data });
  try {
    await ledger.record([{ event, redelivered: false }], async tx => {
      await demand?.(tx);
      if (!(await keep(tx))) throw new Lost();
      // Whoever does something with what they have has not forgotten it.
      if (type === HAND_TYPES.noted) await touchRow(tx, orderId, person.id, now);
      const change = { before: before ?? null, after: more };
      const subject = { kind: 'order', id: orderId } as const;
      await recordAudit(tx, doneBy({ by: person.name, actor }, now, { action, subject, ...change }));
    });
    return true;
  } catch (error) {
    if (error instanceof Lost) return false;
    throw error;
  }
}
