import { type Instant, toIso } from '../../platform/clock.ts';
import type { Db } from '../../platform/postgres.ts';
import type { OrderEvent, OrderKey } from '../event.ts';
import type { OrderNow } from './order-now.ts';

// The most that AMQP takes.
const ROUTING_KEY_BYTES = 255;

export type Published = {
  /** The order as it is after the decision. */
  now: Pick<OrderNow, 'orderId' | 'state'>;
  event: Pick<OrderEvent, 'eventId' | 'type' | 'occurredAt' | 'recordedAt' | 'traceparent'>;
  from: string | null;
  to: string;
  /** What the systems are to know beside it; names of people who work here do not leave the house. */
  data: Readonly<Record<string, unknown>>;
};

/** Writes down what CRM and MES are told of a decision, in the transaction that records it, as a plain event. */
export async function enqueuePublication(tx: Db, exchange: string, published: Published): Promise<void> {
  const { now, event, from, to, data } = published;
  const { orderId, state } = now;
  const at = event.occurredAt ?? event.recordedAt;
  const body = {
    eventId: event.eventId,
    type: event.type,
    ...(isNamed(orderId) && { orderId }),
    ids: state.ids,
    ...(state.correlationId !== null && { correlationId: state.correlationId }),
    status: to,
    source: 'orderwatch',
    occurredAt: toIso(at),
    data: { previous: from, ...data },
  };
  await tx.query(
    `insert into tracker.publication (message_id, exchange, routing_key, body, at, traceparent)
     values ($1, $2, $3, $4, $5, $6) on conflict (message_id) do nothing`,
    [event.eventId, exchange, routingKeyOf(to), JSON.stringify(body), toIso(at), event.traceparent],
  );
}

/** The oldest that nobody has published yet. */
export async function nextPublications(tx: Db, limit: number) {
  const { rows } = await tx.query<{
    id: number;
    messageId: string;
    exchange: string;
    routingKey: string;
    body: { type: string; orderId?: string };
    at: Instant;
    traceparent: string | null;
  }>(
    `select p.id, p.message_id as "messageId", p.exchange, p.routing_key as "routingKey", p.body, p.at, p.traceparent
       from tracker.publication p where p.published_at is null order by p.id limit $1`,
    [limit],
  );
  return rows;
}

export async function markPublished(tx: Db, ids: readonly number[], now: Instant): Promise<void> {
  await tx.query('update tracker.publication p set published_at = $2 where p.id = any ($1::bigint[])', [
    ids,
    toIso(now),
  ]);
}

function isNamed(orderId: OrderKey): boolean {
  return !orderId.startsWith('~');
}

export function routingKeyOf(status: string): string {
  return `order.orderwatch.${status}`.slice(0, ROUTING_KEY_BYTES);
}
