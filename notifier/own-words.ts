import type { Instant } from '../platform/clock.ts';
import type { Db } from '../platform/postgres.ts';
import type { OrderKey } from '../tracker/event.ts';
import type { NewNotice } from './enqueue.ts';

/** What somebody of the company writes to a customer in their own words. */
export const OWN_WORDS_NOTICE = 'order-message';

type Written = { orderId: OrderKey; words: string; status: string | null; eventId: string };

/** Told at once, in the place of what is usually told of the event; `status`: in which the order must still be then. */
export function ownWordsNotice({ orderId, words, status, eventId }: Written, now: Instant): NewNotice {
  return {
    orderId,
    notice: OWN_WORDS_NOTICE,
    occasion: `words ${eventId}`,
    status,
    eventId,
    at: now,
    notedAt: now,
    dueAt: now,
    variables: { words },
  };
}

/**
 * Nobody is told what is usually told of this event: somebody decided so. Partners' webhooks go out all the same, since a
 * program that is not told holds something wrong for true.
 */
export async function keepQuietOf(tx: Db, { orderId, eventId }: { orderId: OrderKey; eventId: string }): Promise<void> {
  await tx.query(
    `update notifier.notice n set state = 'dropped', reason = 'by_hand'
      where n.order_id = $1 and n.event_id = $2 and n.state = 'waiting' and n.notice <> $3`,
    [orderId, eventId, OWN_WORDS_NOTICE],
  );
}
