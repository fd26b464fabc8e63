import type { Instant } from '../platform/clock.ts';
import { type Db, type Pool, transaction } from '../platform/postgres.ts';
import type { Vault } from '../tracker/personal-data.ts';
import { noteEndpoints } from './endpoint.ts';
import { noteMessageEvents } from './event-rows.ts';
import { dropSuperseded, dropUnsure, reopenReturned } from './notice-rows.ts';
import type { Outcome } from './outcome.ts';
import type { DropReason } from './reasons.ts';
import type { NotifierSettings } from './settings.ts';
import { settleMessages } from './settle-rows.ts';
import { suppress } from './suppression-rows.ts';

export type Recording = { pool: Pool; settings: () => NotifierSettings; vault: Vault; worker: string };

/** Writes down what became of messages, and what follows from it, all or nothing. */
export async function recordOutcomes(on: Recording, outcomes: readonly Outcome[], now: Instant): Promise<void> {
  const settlements = outcomes.map(({ settlement }) => settlement);
  // Nearly always they have simply gone out, and that is one statement.
  if (outcomes.every(isPlain)) return settleMessages(on.pool, settlements, on);
  await transaction(on.pool, async tx => {
    await settleMessages(tx, settlements, on);
    await noteMessageEvents(
      tx,
      outcomes.flatMap(({ event }) => event ?? []),
      on.vault,
    );
    await suppressAll(tx, outcomes, now);
    const droppedAs = (reason: DropReason) =>
      outcomes.filter(({ settlement }) => settlement.reason === reason).map(({ message }) => message);
    const superseded = droppedAs('superseded');
    await dropSuperseded(tx, superseded);
    await reopenReturned(tx, superseded, now);
    await dropUnsure(tx, droppedAs('unsure'));
    await noteEndpoints(tx, outcomes, { settings: on.settings(), vault: on.vault, now });
  });
}

/** What became of one message, and nothing that anybody else has said of it. */
export async function recordThatAlone(on: Recording, outcome: Outcome, now: Instant): Promise<void> {
  const bare = { ...outcome.settlement, detail: null, providerId: null, content: null };
  await transaction(on.pool, async tx => {
    await settleMessages(tx, [bare], on);
    await suppressAll(tx, [outcome], now);
  });
}

function isPlain({ message, event, suppress: reason, settlement }: Outcome): boolean {
  const isPut = settlement.reason === 'superseded' || settlement.reason === 'unsure';
  return event === null && reason === null && !isPut && message.channel !== 'webhook';
}

async function suppressAll(tx: Db, outcomes: readonly Outcome[], now: Instant): Promise<void> {
  for (const { message, suppress: reason } of outcomes) {
    const { channel, addressHash } = message;
    if (reason !== null && addressHash.length > 0) await suppress(tx, { channel, addressHash, reason }, now);
  }
}
