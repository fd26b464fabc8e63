import { toIso } from '../../platform/clock.ts';
import type { ChangeTopic } from '../../tracker/changes/note-change.ts';
import type { OrderNews } from '../../tracker/changes/order-news.ts';
import type { Batch } from './change-feed.ts';
import type { Topic } from './topics.ts';

/** What one sees who listens: everything, or the orders of one partner, one customer, one order. */
export type View = {
  topics: ReadonlySet<Topic>;
  order: string | null;
  /** Of each of them, so of nobody where they are two. */
  partners: readonly string[];
  customer: string | null;
  /** Whether they may know by when the house means to be done, and that it is late. */
  limits: boolean;
};

/** One event as it goes over the wire (HTML, server-sent events). JSON has no line breaks, so one `data` is enough. */
export function frame(event: string, data: unknown): string {
  return `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}

/** Up to here all has been said. Without data, it is no event: a client only remembers it. */
export function mark(seen: string): string {
  return `id: ${seen}\n\n`;
}

/** What of a batch is to be told in this view, and up to where that was; empty: nothing. */
export function framesOf(batch: Batch, view: View): string {
  const resync = batch.more ? frame('resync', { why: 'too-much' }) : '';
  const frames = ordersOf(batch, view) + othersOf(batch, view) + resync;
  return frames === '' ? '' : frames + mark(batch.seen);
}

function ordersOf({ orders, changedOrders }: Batch, view: View): string {
  if (!view.topics.has('order') || changedOrders === 0) return '';
  // Told of nobody in particular, it says nothing about the orders of others but that the system is busy.
  if (orders === null) return frame('orders', { ids: null });
  return orders
    .filter(order => isIn(order, view))
    .map(order => frame('order', presentNews(order, view)))
    .join('');
}

function isIn({ orderId, partner, customerId }: OrderNews, view: View): boolean {
  return (
    (view.order === null || view.order === orderId) &&
    view.partners.every(one => one === partner) &&
    (view.customer === null || view.customer === customerId)
  );
}

function presentNews({ customerId: _whose, statusSince, dueAt, ...rest }: OrderNews, { limits }: View) {
  return {
    ...rest,
    statusSince: statusSince === null ? null : toIso(statusSince),
    dueAt: dueAt === null || !limits ? null : toIso(dueAt),
    // As `GET /orders/{id}` has it for customers (reveal/shown-order.ts).
    ...(!limits && { stuck: false, atRisk: false }),
  };
}

function othersOf({ others }: Batch, { topics }: View): string {
  return [...others]
    .filter(([topic]) => topics.has(topic as ChangeTopic))
    .map(([topic, ids]) => frame(topic, { ids }))
    .join('');
}
