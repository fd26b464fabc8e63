import { type ConsumeMessage, connect } from 'amqplib';
import pg from 'pg';
import { rawPartitions } from '../../collector/raw-partitions.ts';
import { serve, stopwatch } from './peer.ts';

// What a consumer looks like that nobody has thought about: a transaction a message, prefetch 50, a pool of ten. It keeps
// the same events and bytes, as durably, and the status of the order without looking at what came before.
const PREFETCH = 50;

type Body = {
  eventId: string;
  orderId: string;
  type: string;
  status?: string;
  source: string;
  occurredAt: string;
  correlationId: string;
  sequence?: number;
  customer?: object;
  promisedAt?: string;
  data?: object;
};

await serve(async ({ amqpUrl, databaseUrl, queue, count }) => {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 10 });
  await rawPartitions(pool).ensure(Date.now());
  const connection = await connect(amqpUrl);
  const channel = await connection.createChannel();
  await channel.prefetch(PREFETCH, false);
  const watch = stopwatch(count);
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  let done = 0;
  await channel.consume(queue, async delivery => {
    if (!delivery) return;
    watch.begin();
    try {
      await record(pool, delivery);
      channel.ack(delivery);
      done += 1;
      if (done === count) resolve(watch.end());
    } catch (error) {
      reject(error);
    }
  });
  const figure = await promise;
  await connection.close();
  await pool.end();
  return figure;
});

async function record(pool: pg.Pool, { content, properties }: ConsumeMessage): Promise<void> {
  const event = JSON.parse(content.toString()) as Body;
  const client = await pool.connect();
  try {
    await client.query('begin');
    await client.query(
      `insert into tracker.order_event
         (order_id, event_id, type, status, source, occurred_at, recorded_at, sequence, correlation_id, ids, customer,
          promised_at, data, digest, historic)
       values ($1, $2, $3, $4, $5, $6, now(), $7, $8, '{}', $9, $10, $11, sha256($12), false) on conflict do nothing`,
      [
        event.orderId,
        event.eventId,
        event.type,
        event.status,
        event.source,
        event.occurredAt,
        event.sequence,
        event.correlationId,
        event.customer,
        event.promisedAt,
        event.data,
        content,
      ],
    );
    await client.query(
      `insert into collector.raw_message (order_id, event_id, recorded_at, received_at, origin, properties, body)
       values ($1, $2, now(), now(), 'amqp', $3, $4)`,
      [event.orderId, event.eventId, properties, content],
    );
    await client.query(
      `insert into tracker.order_state as s
         (order_id, lifecycle, lifecycle_hash, status, status_since, provisional, correlation_id, event_count, last_event_at)
       values ($1, 'naive', '', $2, $3, false, $4, 1, $3)
       on conflict (order_id) do update
         set status = excluded.status, status_since = excluded.status_since, event_count = s.event_count + 1,
             last_event_at = excluded.last_event_at`,
      [event.orderId, event.status, event.occurredAt, event.correlationId],
    );
    await client.query('commit');
  } finally {
    client.release();
  }
}
