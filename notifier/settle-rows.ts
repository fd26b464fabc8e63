import type { Instant } from '../platform/clock.ts';
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
  await db.query(
    `update notifier.message m
        set state = r.state, reason = r.reason, attempts = r.attempts, not_before = to_timestamp(r.not_before / 1000),
            provider = coalesce(r.provider, m.provider), provider_id = coalesce(r.provider_id, m.provider_id),
            detail = case when m.address_hash <> '' then r.detail end,
            subject = case when m.address_hash <> '' then coalesce(r.subject, m.subject) end,
            body = case when m.address_hash <> '' then coalesce(r.body, m.body) end,
            sent_at = coalesce(to_timestamp(r.sent_at / 1000), m.sent_at), settled_at = to_timestamp(r.settled_at / 1000),
            claimed_by = null, claimed_until = null
       from jsonb_to_recordset($1) as r (
         about text, id text, state text, reason text, detail text, attempts integer, claimed_attempt integer,
         not_before float8, provider text, provider_id text, subject text, body text, sent_at float8,
         settled_at float8)
      where m.about = r.about and m.id = r.id
        and (m.state = 'sending' and m.claimed_by = $2
             or m.state in ('queued', 'unknown') and m.attempts = r.claimed_attempt)`,
    [
      JSON.stringify(
        settlements.map(settlement => ({
          about: settlement.about,
          id: settlement.id,
          state: settlement.state,
          reason: settlement.reason,
          detail: sealed(settlement.detail, vault),
          attempts: settlement.attempts,
          claimed_attempt: settlement.claimedAttempt,
          not_before: settlement.notBefore,
          provider: settlement.provider,
          provider_id: settlement.providerId,
          subject: sealed(settlement.content?.subject ?? null, vault),
          body: sealed(settlement.content?.body ?? null, vault),
          sent_at: settlement.sentAt,
          settled_at: settlement.settledAt,
        })),
      ),
      worker,
    ],
  );
}

function sealed(text: string | null, vault: Vault): string | null {
  return text === null ? null : vault.sealText(storable(text));
}
