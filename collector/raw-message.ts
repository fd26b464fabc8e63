import type { Instant } from '../platform/clock.ts';
import { columnArrays } from '../platform/column-arrays.ts';
import type { Db } from '../platform/postgres.ts';
import type { OrderKey } from '../tracker/event.ts';
import type { Vault } from '../tracker/personal-data.ts';
import type { InboundMessage, MessageProperties } from './message.ts';
import { openProperties, sealProperties } from './sealed-properties.ts';
import { storableText } from './storable.ts';

export type RawRow = { orderId: OrderKey; eventId: string; recordedAt: Instant; message: InboundMessage };

/** A message as it came in, kept beside the event that it became. */
export type RawMessage = {
  orderId: OrderKey;
  eventId: string;
  recordedAt: Instant;
  receivedAt: Instant;
  origin: 'amqp' | 'http';
  exchange: string | null;
  routingKey: string | null;
  properties: MessageProperties;
  body: Buffer;
};

/** Writes raw messages, as a part of the transaction that records their events. */
export async function insertRawMessages(tx: Db, rows: readonly RawRow[], vault: Vault): Promise<void> {
  if (rows.length === 0) return;
  const kept = rows.map(({ message, ...row }) => ({
    ...row,
    message,
    properties: sealProperties(vault, message.properties),
    body: vault.seal(message.body),
  }));
  await tx.query(INSERT, written.parameters(kept));
}

const written = columnArrays<RawRow & { properties: string; body: Buffer }>([
  ['order_id', 'text', ({ orderId }) => orderId],
  ['event_id', 'text', ({ eventId }) => eventId],
  ['recorded_at', 'timestamptz', ({ recordedAt }) => recordedAt],
  ['received_at', 'timestamptz', ({ message }) => message.receivedAt],
  ['origin', 'text', ({ message }) => message.origin],
  ['exchange', 'text', ({ message }) => storableName(message.exchange)],
  ['routing_key', 'text', ({ message }) => storableName(message.routingKey)],
  ['properties', 'jsonb', ({ properties }) => properties],
  ['body', 'bytea', ({ body }) => body],
]);

const INSERT = `
  insert into collector.raw_message (${written.names})
  select ${written.values} from ${written.rows}`;

/** The messages of one event, the first first; more than one when a twin of other content came later. */
export async function rawMessages(db: Db, orderId: OrderKey, eventId: string, vault: Vault): Promise<RawMessage[]> {
  const { rows } = await db.query<RawMessage>(
    `select order_id as "orderId", event_id as "eventId", recorded_at as "recordedAt", received_at as "receivedAt",
            origin, exchange, routing_key as "routingKey", properties, body
       from collector.raw_message where order_id = $1 and event_id = $2 order by recorded_at`,
    [orderId, eventId],
  );
  return rows.map(row => ({
    ...row,
    properties: openProperties(vault, row.properties),
    body: vault.open(row.body),
  }));
}

/** Events under these keys of which the bytes are still kept. */
export async function readRawEvents(db: Db, keys: readonly OrderKey[]): Promise<Set<string>> {
  const { rows } = await db.query<{ eventId: string }>(
    `select distinct m.event_id as "eventId" from collector.raw_message m where m.order_id = any ($1::text[])`,
    [keys],
  );
  return new Set(rows.map(({ eventId }) => eventId));
}

/** Takes away the bytes of all events of these orders, and of these events; returns how many messages that were. */
export async function deleteRawMessages(
  tx: Db,
  orders: readonly OrderKey[],
  events: readonly { key: OrderKey; eventId: string }[],
): Promise<number> {
  const whole = await tx.query('delete from collector.raw_message where order_id = any($1::text[])', [orders]);
  const single = await tx.query(
    `delete from collector.raw_message m using unnest($1::text[], $2::text[]) as gone (order_id, event_id)
      where m.order_id = gone.order_id and m.event_id = gone.event_id`,
    [events.map(event => event.key), events.map(event => event.eventId)],
  );
  return (whole.rowCount ?? 0) + (single.rowCount ?? 0);
}

function storableName(name: string | null): string | null {
  return name === null ? null : storableText(name);
}
