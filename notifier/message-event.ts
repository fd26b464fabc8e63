import type { Instant } from '../platform/clock.ts';
import type { Db } from '../platform/postgres.ts';
import type { Vault } from '../tracker/personal-data.ts';
import type { MessageName, MessageState } from './message.ts';

export const MESSAGE_EVENT_KINDS = ['attempt', 'receipt', 'lookup', 'resend', 'fallback'] as const;

/** What happened to a message, beyond what its row says. */
export type NewMessageEvent = Omit<MessageName, 'id'> & {
  messageId: string;
  /** The same key is the same word: it is kept once. */
  key: string;
  at: Instant;
  notedAt: Instant;
  kind: (typeof MESSAGE_EVENT_KINDS)[number];
  /** That it led to, or would have. */
  state: MessageState | null;
  reason: string | null;
  detail: string | null;
};

export type NoteEvents = (db: Db, events: readonly NewMessageEvent[], vault: Vault) => Promise<void>;
