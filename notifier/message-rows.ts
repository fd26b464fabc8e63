import type { Instant } from '../platform/clock.ts';
import type { Vault } from '../tracker/personal-data.ts';
import type { Message, Variables } from './message.ts';

/** A message as it stands in its row; sealed: address, variables, detail, subject and body. */
export type MessageRow = {
  about: string;
  id: string;
  kind: Message['kind'];
  template: string;
  occasion: string;
  status: string | null;
  event_id: string | null;
  channel: Message['channel'];
  recipient: string;
  address: string;
  address_hash: Buffer;
  locale: string;
  zone: string;
  urgent: boolean;
  variables: string;
  fact_at: Instant;
  queued_at: Instant;
  not_before: Instant;
  expires_at: Instant;
  traceparent: string | null;
  state: Message['state'];
  reason: string | null;
  detail: string | null;
  attempts: number;
  provider: string | null;
  provider_id: string | null;
  subject: string | null;
  body: string | null;
  sent_at: Instant | null;
  settled_at: Instant | null;
  insisted: boolean;
};

/** Of `notifier.message m`. */
export const MESSAGE_COLUMNS = `m.about, m.id, m.kind, m.template, m.occasion, m.status, m.event_id, m.channel,
  m.recipient, m.address, m.address_hash, m.locale, m.zone, m.urgent, m.variables, m.fact_at, m.queued_at, m.not_before,
  m.expires_at, m.traceparent, m.state, m.reason, m.detail, m.attempts, m.provider, m.provider_id, m.subject, m.body,
  m.sent_at, m.settled_at, m.insisted`;

export function fromMessageRow(row: MessageRow, vault: Vault): Message {
  const open = (kept: string | null) => (kept === null ? null : vault.openText(kept));
  return {
    about: row.about,
    id: row.id,
    kind: row.kind,
    template: row.template,
    occasion: row.occasion,
    status: row.status,
    eventId: row.event_id,
    channel: row.channel,
    recipient: row.recipient,
    address: vault.openText(row.address),
    addressHash: row.address_hash,
    locale: row.locale,
    zone: row.zone,
    urgent: row.urgent,
    variables: openVariables(row.variables, vault),
    factAt: row.fact_at,
    queuedAt: row.queued_at,
    notBefore: row.not_before,
    expiresAt: row.expires_at,
    traceparent: row.traceparent,
    state: row.state,
    reason: row.reason,
    detail: open(row.detail),
    attempts: row.attempts,
    provider: row.provider,
    providerId: row.provider_id,
    subject: open(row.subject),
    body: open(row.body),
    sentAt: row.sent_at,
    settledAt: row.settled_at,
    insisted: row.insisted,
  };
}

export function sealVariables(variables: Variables, vault: Vault): string {
  return vault.sealText(JSON.stringify(variables));
}

/** Stands for what can't be read any more: one row that was damaged must not stop those after it. */
export const UNREADABLE: Variables = Object.freeze({});

export function openVariables(kept: string, vault: Vault): Variables {
  try {
    return JSON.parse(vault.openText(kept)) as Variables;
  } catch {
    return UNREADABLE;
  }
}
