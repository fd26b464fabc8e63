import type { Instant } from '../../platform/clock.ts';
import type { Db } from '../../platform/postgres.ts';
import { isProvisional } from '../../tracker/event.ts';
import type { Lifecycles } from '../../tracker/lifecycle.ts';
import { listOrders } from '../../tracker/order-list.ts';
import { findOrder, type Order, type Reading, readOrders } from '../../tracker/orders.ts';
import type { Recipient } from '../message.ts';
import type { Language, OrderWords } from './words.ts';

// More than a screen of a phone nobody reads.
const SHOWN = 8;
const LOOKED_AT = 50;

/**
 * What somebody who asks where their order is should hear of: the order that they name, else those that are on their
 * way, else the last one that came to its end. `more`: there are others on their way.
 */
export async function ordersAskedFor(
  db: Db,
  reading: Reading,
  recipients: readonly Recipient[],
  text: string,
): Promise<{ orders: Order[]; more: boolean }> {
  const named = await namedOrder(db, reading, recipients, text);
  if (named) return { orders: [named], more: false };
  const all: Order[] = [];
  for (const recipient of recipients) all.push(...(await ordersOf(db, reading, recipient)));
  const known = [...new Map(all.map(order => [order.orderId, order])).values()].filter(order => !order.provisional);
  const underway = known.filter(order => !hasEnded(reading.lifecycles, order));
  if (underway.length === 0) return { orders: known.slice(0, 1), more: false };
  return { orders: underway.slice(0, SHOWN), more: underway.length > SHOWN };
}

/** The last ones that there was news of. */
async function ordersOf(db: Db, reading: Reading, recipient: Recipient): Promise<Order[]> {
  const [kind, id] = parts(recipient);
  if (kind === 'order') return readOrders(db, reading, [id]);
  const filter = kind === 'customer' ? { customer: id } : kind === 'partner' ? { partner: id } : null;
  if (filter === null) return [];
  const page = { sort: 'lastEvent', after: null, limit: LOOKED_AT } as const;
  return (await listOrders(db, reading.lifecycles, filter, page, reading.now, reading.vault)).orders;
}

/** One of theirs that the text names. Of what is somebody else's nothing is said, not even that it exists. */
async function namedOrder(
  db: Db,
  { lifecycles, now, vault }: Reading,
  recipients: readonly Recipient[],
  text: string,
): Promise<Order | null> {
  for (const name of namesIn(text)) {
    const found = await findOrder(db, lifecycles, name, now, vault);
    if (found.kind === 'found' && recipients.some(recipient => isTheirs(recipient, found.order))) return found.order;
  }
  return null;
}

/** Words with a figure in them: `ORD-1042`, `№1042`. */
function namesIn(text: string): string[] {
  return (text.match(/[\p{L}\p{N}][\p{L}\p{N}._:/-]{0,99}/gu) ?? [])
    .map(word => word.replace(/[.:/-]+$/, ''))
    .filter(word => /\p{N}/u.test(word))
    .slice(0, 3);
}

function isTheirs(recipient: Recipient, order: Order): boolean {
  const [kind, id] = parts(recipient);
  if (isProvisional(order.orderId)) return false;
  return kind === 'customer'
    ? order.customer?.id === id
    : kind === 'partner'
      ? order.partner === id
      : kind === 'order' && order.orderId === id;
}

function parts(recipient: Recipient): [kind: string, id: string] {
  const colon = recipient.indexOf(':');
  return [recipient.slice(0, colon), recipient.slice(colon + 1)];
}

function hasEnded(lifecycles: Lifecycles, { lifecycle, status }: Order): boolean {
  return status !== null && lifecycles.named(lifecycle)?.isTerminal(status) === true;
}

/** What a customer may know of it. */
export function orderInWords(lifecycles: Lifecycles, order: Order, language: Language, now: Instant): OrderWords {
  const { orderId, lifecycle, status, statusSince, promisedAt } = order;
  const declared = lifecycles.named(lifecycle);
  const isKnown = status !== null && declared?.knows(status) === true;
  const ended = hasEnded(lifecycles, order);
  return {
    orderId,
    label: isKnown ? (declared.status(status)?.customerLabel?.[language] ?? null) : null,
    since: statusSince,
    promisedAt: ended ? null : promisedAt,
    isOverdue: promisedAt !== null && promisedAt < now,
  };
}
