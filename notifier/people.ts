import type { Instant } from '../platform/clock.ts';
import type { Db } from '../platform/postgres.ts';
import type { Presses } from './channel.ts';
import type { Message, NewMessage, Recipient } from './message.ts';
import type { NotifierSettings } from './settings.ts';
import type { HashedAddress } from './suppression-rows.ts';
import type { Tracking } from './tracking-link.ts';

/** What is known of recipients by other means than their preferences: put together in app/compose.ts. */
export type People = {
  /** Telegram chats that they have linked. */
  findChats(db: Db, recipients: readonly Recipient[]): Promise<Map<Recipient, string>>;
  /** When each of them was sent something since then. */
  readSentLately(db: Db, recipients: readonly Recipient[], since: Instant): Promise<Map<Recipient, readonly Instant[]>>;
  /** Until when it has to wait, for its recipient got many lately; null: it need not. */
  limitedUntil(
    message: Pick<NewMessage, 'kind' | 'urgent'>,
    sentAt: readonly Instant[],
    limit: NotifierSettings['limits']['recipient'],
    now: Instant,
  ): Instant | null;
  /** Where they link a Telegram chat; null where there is no bot, or no link can be made. */
  telegramUrl(recipient: Recipient): string | null;
  /** What we are told when buttons of the message are pressed in its chat; nothing where they only open links. */
  pressesOf(message: Pick<Message, 'about' | 'template' | 'channel' | 'recipient'>): Presses;
  /** Where the customer of a message follows the order. */
  trackingUrl(what: Tracking): string;
  unsubscribeUrl(what: HashedAddress & { recipient: Recipient; template: string }): string;
};
