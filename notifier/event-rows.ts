import type { Instant } from '../platform/clock.ts';
import type { Db } from '../platform/postgres.ts';
import type { Vault } from '../tracker/personal-data.ts';
import type { MessageState } from './message.ts';

/** Something that happened to a message, beyond what its row says. */
export type MessageEvent = {
  about: string;
  messageId: string;
  /** The same key is the same event, whoever tells it. */
  key: string;
  at: Instant;
  notedAt: Instant;
  kind: 'attempt' | 'receipt' | 'lookup' | 'resend' | 'fallback';
  /** That it led to, or would have. */
  state: MessageState | null;
  reason: string | null;
  /** The provider's words. */
  detail: string | null;
};

/** Notes each event once; returns how many were new. */
export async function noteMessageEvents(tx: Db, events: readonly MessageEvent[], vault: Vault): Promise<number> {
  if (events.length === 0) return 0;
  const { rowCount } = await tx.query(
    `insert into notifier.message_event (about, message_id, key, at, noted_at, kind, state, reason, detail)
     select about, message_id, key, to_timestamp(at / 1000), to_timestamp(noted_at / 1000), kind, state, reason, detail
       from jsonb_to_recordset($1) as r (
         about text, message_id text, key text, at float8, noted_at float8, kind text, state text, reason text,
         detail text)
     on conflict (about, message_id, key) do nothing`,
    [
      JSON.stringify(
        events.map(event => ({
          about: event.about,
          message_id: event.messageId,
          key: event.key,
          at: event.at,
          noted_at: event.notedAt,
          kind: event.kind,
          state: event.state,
          reason: event.reason,
          detail: event.detail === null ? null : vault.sealText(storable(event.detail)),
        })),
      ),
    ],
  );
  return rowCount ?? 0;
}

/** What others say may hold what PostgreSQL's text can't. */
export function storable(said: string): string {
  return said.toWellFormed().replaceAll('\0', '�');
}
