import type { Instant } from '../../platform/clock.ts';
import type { Db } from '../../platform/postgres.ts';
import type { OrderKey } from '../event.ts';

/** What people did about an order that takes nothing from anybody: they added to it, looked, or chose what they are told. */
const OVERWRITES_NOTHING = [
  'order.noted',
  'order.customer_revealed',
  'order.raw_revealed',
  'order.contacts_exported',
  'order.tracking_link_made',
  'order.tracking_links_revoked',
  'messages.stopped',
  'messages.resumed',
  'preferences.set',
];

/** The last change of an order by hand; `version` 0: nobody has changed anything. */
export type OrderVersion = { version: number; change: { who: string; at: Instant } | null };

/**
 * Another one after each change by hand that somebody else could write over: whoever freezes, corrects, takes or assigns
 * an order has seen what the one before did. Events do not change it: an order moves while somebody reads it, and what they
 * do then is judged by the order as it is (a correction says which status it takes away).
 */
export async function orderVersion(db: Db, orderId: OrderKey): Promise<OrderVersion> {
  const { rows } = await db.query<{ sequence: number; who: string; at: Instant }>(
    `select sequence, who, at from tracker.audit
      where subject_kind = 'order' and subject_id = $1 and action <> all ($2)
      order by sequence desc limit 1`,
    [orderId, OVERWRITES_NOTHING],
  );
  if (!rows[0]) return { version: 0, change: null };
  const { sequence, who, at } = rows[0];
  return { version: sequence, change: { who, at } };
}
