import type { z } from 'zod';
import { readHeldIncidents } from '../../alerts/held-customers.ts';
import { readChannelHealth } from '../../notifier/channel-health.ts';
import { countByState, countUnsure } from '../../notifier/message-counts.ts';
import { countMessages } from '../../notifier/message-list.ts';
import { reasonInWords } from '../../notifier/message-words.ts';
import { type Instant, toIso } from '../../platform/clock.ts';
import type { Db } from '../../platform/postgres.ts';
import type { contract } from '../contract.ts';
import { readQuery } from '../parameters.ts';
import { query } from '../requests.ts';

/** How things are with messages as a whole: what the sentence above their list says. */

const DAY_MS = 24 * 3_600_000;
const isoOrNull = (at: Instant | null) => (at === null ? null : toIso(at));

export async function channelsNow(db: Db, now: Instant): Promise<z.infer<typeof contract.ChannelHealth>> {
  const items = (await readChannelHealth(db, now)).map(({ oldest, ...one }) => ({
    ...one,
    since: isoOrNull(one.since),
    lastSentAt: isoOrNull(one.lastSentAt),
    lastFailedAt: isoOrNull(one.lastFailedAt),
    lastReasonInWords: one.lastReason === null ? null : reasonInWords(one.lastReason),
    oldestAt: isoOrNull(oldest),
  }));
  return { items, nextCursor: null };
}

/** Throws Refused. */
export async function summaryAsked(
  db: Db,
  asked: unknown,
  now: Instant,
): Promise<z.infer<typeof contract.NotificationSummary>> {
  const { from = now - DAY_MS } = readQuery(query.notificationSummary, asked);
  const counts = await countByState(db, from);
  return { since: toIso(from), counts, ...(await countMessages(db, undefined, now)) };
}

export async function heldNow(db: Db): Promise<z.infer<typeof contract.HeldCustomers>> {
  const held = await readHeldIncidents(db);
  const items = await Promise.all(
    held.map(async ({ id, title, openedAt, orders }) => ({
      incidentId: id,
      title,
      openedAt: toIso(openedAt),
      orders: orders.length,
      untold: await countUnsure(db, orders),
    })),
  );
  return { items, nextCursor: null };
}
