import type { Instant } from '../platform/clock.ts';
import type { Db } from '../platform/postgres.ts';
import type { Vault } from '../tracker/personal-data.ts';
import { addressHash } from './address.ts';
import type { Recipient } from './message.ts';

/** The chats that these recipients have linked. */
export async function findChats(
  db: Db,
  recipients: readonly Recipient[],
  vault: Vault,
): Promise<Map<Recipient, string>> {
  if (recipients.length === 0) return new Map();
  const { rows } = await db.query<{ recipient: Recipient; chat: string }>(
    'select recipient, chat from notifier.telegram_chat where recipient = any ($1::text[])',
    [recipients],
  );
  return new Map(rows.map(({ recipient, chat }) => [recipient, vault.openText(chat)]));
}

/** Whose chat it is: of nobody, or of several when somebody is a customer and speaks for a partner. */
export async function findRecipients(
  db: Db,
  chat: string,
): Promise<{ recipient: Recipient; locale: string | null; linkedAt: Instant }[]> {
  const { rows } = await db.query<{ recipient: Recipient; locale: string | null; linked_at: Instant }>(
    'select recipient, locale, linked_at from notifier.telegram_chat where chat_hash = $1 order by linked_at, recipient',
    [addressHash('telegram', chat)],
  );
  return rows.map(({ linked_at, ...row }) => ({ ...row, linkedAt: linked_at }));
}

/**
 * Their notices go to this chat from now on. Returns the other chat to which they went before, where there was one: it is
 * told, lest somebody who got hold of a link takes them away unseen.
 */
export async function linkChat(
  tx: Db,
  { recipient, chat, locale }: { recipient: Recipient; chat: string; locale: string | null },
  vault: Vault,
  now: Instant,
): Promise<string | null> {
  const { rows } = await tx.query<{ before: string | null }>(
    `with before as (select chat from notifier.telegram_chat where recipient = $1 for update),
          linked as (
            insert into notifier.telegram_chat (recipient, chat, chat_hash, locale, linked_at)
            values ($1, $2, $3, $4, $5)
            on conflict (recipient) do update
               set chat = excluded.chat, chat_hash = excluded.chat_hash, locale = excluded.locale,
                   linked_at = excluded.linked_at)
     select (select chat from before) as before`,
    [recipient, vault.sealText(chat), addressHash('telegram', chat), locale, new Date(now)],
  );
  const before = rows[0]?.before ?? null;
  const opened = before === null ? null : vault.openText(before);
  return opened === chat ? null : opened;
}

/** Returns how many recipients it was of. */
export async function unlinkChat(tx: Db, chat: string): Promise<number> {
  const { rowCount } = await tx.query('delete from notifier.telegram_chat where chat_hash = $1', [
    addressHash('telegram', chat),
  ]);
  return rowCount ?? 0;
}
