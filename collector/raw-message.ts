import type { Instant } from '../platform/clock.ts';
import type { Db } from '../platform/postgres.ts';
import type { OrderKey } from '../tracker/event.ts';
import type { Vault } from '../tracker/personal-data.ts';
import type { InboundMessage, MessageProperties } from './message.ts';
import { keptProperties, openProperties } from './sealed-properties.ts';
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

/**
 * Writes raw messages, as a part of the transaction that records their events.
 * All bodies go as one binary value that the server cuts up: an array of bytea would travel as hexadecimal text.
 */
export async function insertRawMessages(tx: Db, rows: readonly RawRow[], vault: Vault): Promise<void> {
  if (rows.length === 0) return;
  const bodies = rows.map(({ message }) => vault.seal(message.body));
  let end = 0;
  const places = rows.map(({ orderId, eventId, recordedAt, message }, at) => {
    const start = end + 1;
    const { length } = bodies[at]!;
    end += length;
    return {
      order: orderId,
      event: eventId,
      recorded: recordedAt,
      received: message.receivedAt,
      origin: message.origin,
      exchange: storableName(message.exchange),
      routing_key: storableName(message.routingKey),
      properties: keptProperties(vault, message.properties),
      start,
      length,
    };
  });
  await tx.query(
    `insert into collector.raw_message
       (order_id, event_id, recorded_at, received_at, origin, exchange, routing_key, properties, body)
     select "order", event, to_timestamp(recorded / 1000), to_timestamp(received / 1000), origin, exchange, routing_key,
            properties, substring($1::bytea from start for length)
       from jsonb_to_recordset($2) as r (
         "order" text, event text, recorded float8, received float8, origin text, exchange text, routing_key text,
         properties jsonb, start integer, length integer)`,
    [Buffer.concat(bodies), JSON.stringify(places)],
  );
}

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
