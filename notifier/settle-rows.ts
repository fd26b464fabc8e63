import type { Instant } from '../platform/clock.ts';
import { columnArrays } from '../platform/column-arrays.ts';
import type { Db } from '../platform/postgres.ts';
import type { Vault } from '../tracker/personal-data.ts';
import { storable } from './event-rows.ts';
import type { MessageName, MessageState } from './message.ts';

/** What became of a message that a worker had claimed. */
export type Settlement = MessageName & {
  state: Exclude<MessageState, 'sending'>;
  reason: string | null;
  detail: string | null;
  /** How many times it was handed over, or tried to be. */
  attempts: number;
  /** Which attempt this is what became of: as it was counted when it was claimed. */
  claimedAttempt: number;
  notBefore: Instant;
  provider: string | null;
  providerId: string | null;
  /** As it went out; null: as it was. */
  content: { subject: string | null; body: string } | null;
  sentAt: Instant | null;
  settledAt: Instant | null;
};

const settled = columnArrays<Settlement>([
  ['about', 'text', row => row.about],
  ['id', 'text', row => row.id],
  ['state', 'text', row => row.state],
  ['reason', 'text', row => row.reason],
  ['detail', 'text', row => row.detail],
  ['attempts', 'integer', row => row.attempts],
  ['claimed_attempt', 'integer', row => row.claimedAttempt],
  ['not_before', 'timestamptz', row => row.notBefore],
  ['provider', 'text', row => row.provider],
  ['provider_id', 'text', row => row.providerId],
  ['subject', 'text', row => row.content?.subject ?? null],
  ['body', 'text', row => row.content?.body ?? null],
  ['sent_at', 'timestamptz', row => row.sentAt],
  ['settled_at', 'timestamptz', row => row.settledAt],
]);

/**
 * Writes down what became of messages, if the worker still holds them: whoever has taken them over since writes it. Whose
 * claim has only expired holds them still: a database that was gone for longer than a lease must not make a second mail
 * of each that had gone out. Of a recipient who was forgotten meanwhile no text is kept.
 */
export async function settleMessages(
  db: Db,
  settlements: readonly Settlement[],
  { worker, vault }: { worker: string; vault: Vault },
): Promise<void> {
  if (settlements.length === 0) return;
  const parameters = settled.parameters(settlements.map(settlement => sealedTexts(settlement, vault)));
  // Claimed is the same as `state = 'sending'`, which would lead the planner to the index of claims: it has every claim in
  // it since the last vacuum, and each batch would read them all.
  await db.query(
    `update notifier.message m
        set state = r.state, reason = r.reason, attempts = r.attempts, not_before = r.not_before,
            provider = coalesce(r.provider, m.provider), provider_id = coalesce(r.provider_id, m.provider_id),
            detail = case when m.address_hash <> '' then r.detail end,
            subject = case when m.address_hash <> '' then coalesce(r.subject, m.subject) end,
            body = case when m.address_hash <> '' then coalesce(r.body, m.body) end,
            sent_at = coalesce(r.sent_at, m.sent_at), settled_at = r.settled_at,
            claimed_by = null, claimed_until = null
       from (select ${settled.values} from ${settled.rows}) as r (${settled.names})
      where m.about = r.about and m.id = r.id
        and (m.claimed_until is not null and m.claimed_by = $${parameters.length + 1}
             or m.state in ('queued', 'unknown') and m.attempts = r.claimed_attempt)`,
    [...parameters, worker],
  );
}

function sealedTexts(settlement: Settlement, vault: Vault): Settlement {
  const seal = (text: string | null) => (text === null ? null : vault.sealText(storable(text)));
  const { detail, content } = settlement;
  return {
    ...settlement,
    detail: seal(detail),
    content: content && { subject: seal(content.subject), body: vault.sealText(storable(content.body)) },
  };
}
