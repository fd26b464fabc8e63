import type { Instant } from '../platform/clock.ts';
import type { Db } from '../platform/postgres.ts';
import type { OrderKey } from '../tracker/event.ts';
import { plainVault, type Vault } from '../tracker/personal-data.ts';
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

/**
 * Writes raw messages, as a part of the transaction that records their events.
 * All bodies go as one binary value that the server cuts up: an array of bytea would travel as hexadecimal text.
 */
export async function insertRawMessages(tx: Db, rows: readonly RawRow[], vault: Vault): Promise<void> {
  if (rows.length === 0) return;
  const messages = rows.map(row => row.message);
  const bodies = messages.map(({ body }) => vault.seal(body));
  let end = 0;
  const starts = bodies.map(body => {
    const start = end + 1;
    end += body.length;
    return start;
  });
  await tx.query(
    `insert into collector.raw_message
       (order_id, event_id, recorded_at, received_at, origin, exchange, routing_key, properties, body)
     select order_id, event_id, to_timestamp(recorded_at / 1000), to_timestamp(received_at / 1000), origin, exchange, routing_key, properties,
            substring($1::bytea from start for length)
       from unnest($2::text[], $3::text[], $4::float8[], $5::float8[], $6::text[], $7::text[], $8::text[],
                   $9::jsonb[], $10::integer[], $11::integer[])
         as r(order_id, event_id, recorded_at, received_at, origin, exchange, routing_key, properties, start, length)`,
    [
      Buffer.concat(bodies),
      rows.map(row => row.orderId),
      rows.map(row => row.eventId),
      rows.map(row => row.recordedAt),
      messages.map(({ receivedAt }) => receivedAt),
      messages.map(({ origin }) => origin),
      messages.map(({ exchange }) => storableName(exchange)),
      messages.map(({ routingKey }) => storableName(routingKey)),
      messages.map(({ properties }) => sealProperties(vault, properties)),
      starts,
      bodies.map(body => body.length),
    ],
  );
}

/** The messages of one event, the first first; more than one when a twin of other content came later. */
export async function rawMessages(
  db: Db,
  orderId: OrderKey,
  eventId: string,
  vault: Vault = plainVault,
): Promise<RawMessage[]> {
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
