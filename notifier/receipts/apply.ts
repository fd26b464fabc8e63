import type { Instant } from '../../platform/clock.ts';
import type { Db } from '../../platform/postgres.ts';
import type { Vault } from '../../tracker/personal-data.ts';
import { type MessageEvent, noteMessageEvents } from '../event-rows.ts';
import { suppress, unsuppress } from '../suppression-rows.ts';
import type { Known } from './match.ts';
import type { Receipt } from './receipt.ts';
import { stateAfter } from './state-after.ts';

/** A receipt, and the message that it is about. */
export type Matched = { receipt: Receipt; message: Known };

/** Writes down what they say and what follows from it. Who calls it holds the rows of the messages. */
export async function applyReceipts(tx: Db, matched: readonly Matched[], vault: Vault, now: Instant): Promise<void> {
  const byMessage = Map.groupBy(matched, ({ message }) => `${message.id} ${message.about}`);
  await changeMessages(tx, [...byMessage.values()].flatMap(changesOf), vault);
  await noteMessageEvents(
    tx,
    matched.map(({ receipt, message }) => eventOf(receipt, message, now)),
    vault,
  );
  for (const { receipt, message } of matched.filter(one => !one.message.isForgotten)) {
    const { suppress: reason } = receipt;
    if (reason !== null) await suppress(tx, { ...message, reason }, now);
    if (receipt.unsuppress) await unsuppress(tx, message, ['opted_out']);
  }
}

type Change = {
  message: Known;
  state: string;
  reason: string | null;
  detail: string | null;
  at: Instant;
  receipt: Receipt;
};

/** What all receipts about one message make of it: one change at most. */
function changesOf(receipts: readonly Matched[]): Change[] {
  const { message } = receipts[0]!;
  let standing: { state: Known['state']; reason: string | null } = message;
  let decisive: Receipt | null = null;
  for (const { receipt } of receipts) {
    if (isOfAnEarlierSending(receipt, message)) continue;
    const next = stateAfter(standing, receipt.said);
    if (next.state !== standing.state || next.reason !== standing.reason) decisive = receipt;
    standing = next;
  }
  if (decisive === null) return [];
  const { state, reason } = standing;
  const detail = state === 'failed' && !message.isForgotten ? decisive.detail : null;
  return [{ message, state, reason, detail, at: decisive.at, receipt: decisive }];
}

/** It went out, somebody had it sent again, and this is a late word about the first time: kept, and it changes nothing. */
function isOfAnEarlierSending({ providerId }: Receipt, message: Known): boolean {
  if (message.state === 'queued' && message.providerId !== null) return true;
  return providerId !== null && message.providerId !== null && providerId !== message.providerId;
}

async function changeMessages(tx: Db, changes: readonly Change[], vault: Vault): Promise<void> {
  if (changes.length === 0) return;
  await tx.query(
    `update notifier.message m
        set state = c.state, reason = c.reason, detail = c.detail, settled_at = c.at,
            -- A word from the provider is how we learn that it got there, where we did not see it ourselves.
            sent_at = coalesce(m.sent_at, c.at),
            provider = coalesce(m.provider, c.provider), provider_id = coalesce(m.provider_id, c.provider_id),
            claimed_by = null, claimed_until = null
       from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::timestamptz[], $7::text[], $8::text[])
         as c (about, id, state, reason, detail, at, provider, provider_id)
      where m.about = c.about and m.id = c.id`,
    [
      changes.map(({ message }) => message.about),
      changes.map(({ message }) => message.id),
      changes.map(({ state }) => state),
      changes.map(({ reason }) => reason),
      changes.map(({ detail }) => (detail === null ? null : vault.sealText(detail))),
      changes.map(({ at }) => new Date(at)),
      changes.map(({ receipt }) => receipt.provider),
      changes.map(({ receipt }) => receipt.providerId),
    ],
  );
}

function eventOf({ provider, key, at, said, detail }: Receipt, message: Known, now: Instant): MessageEvent {
  return {
    about: message.about,
    messageId: message.id,
    key: `${provider}:${key}`,
    at,
    notedAt: now,
    kind: 'receipt',
    state: said?.state ?? null,
    reason: said?.state === 'failed' ? said.reason : null,
    detail: message.isForgotten ? null : detail,
  };
}
