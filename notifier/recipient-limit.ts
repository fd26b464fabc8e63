import type { Instant } from '../platform/clock.ts';
import type { Db } from '../platform/postgres.ts';
import type { NewMessage, Recipient } from './message.ts';
import type { NotifierSettings } from './settings.ts';

type Limit = NotifierSettings['limits']['recipient'];

/**
 * Until when a message has to wait because its recipient got many lately; null: it need not. For customers only: partners
 * and staff have asked for every one. `sentAt`: what they got, in any order; who sends several at once adds each.
 */
export function limitedUntil(
  message: Pick<NewMessage, 'kind' | 'urgent'>,
  sentAt: readonly Instant[],
  { messages, withinMs }: Limit,
  now: Instant,
): Instant | null {
  if (message.urgent || message.kind !== 'customer') return null;
  const lately = sentAt.filter(at => at > now - withinMs).sort((a, b) => a - b);
  // There is room again when so many have become old that one less than the limit is left.
  const leaving = lately[lately.length - messages];
  return leaving === undefined ? null : leaving + withinMs;
}

/** When each of them was sent something since then. */
export async function readSentLately(
  db: Db,
  recipients: readonly Recipient[],
  since: Instant,
): Promise<Map<Recipient, readonly Instant[]>> {
  if (recipients.length === 0) return new Map();
  const { rows } = await db.query<{ recipient: Recipient; sent_at: Instant }>(
    `select recipient, sent_at from notifier.message
      where recipient = any ($1::text[]) and sent_at > $2`,
    [recipients, new Date(since)],
  );
  const sent = new Map<Recipient, Instant[]>();
  for (const { recipient, sent_at } of rows) {
    const times = sent.get(recipient);
    if (times) times.push(sent_at);
    else sent.set(recipient, [sent_at]);
  }
  return sent;
}
