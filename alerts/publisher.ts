import { type Attributes, SpanKind } from '@opentelemetry/api';
import type { ChannelModel, ConfirmChannel } from 'amqplib';
import { FINDINGS_EXCHANGE } from '../collector/own-finding.ts';
import { onOwnChannel, wordsOf } from '../collector/topology.ts';
import type { Instant } from '../platform/clock.ts';
import type { Log } from '../platform/log.ts';
import { type Db, type Pool, transaction } from '../platform/postgres.ts';
import type { Broker } from '../platform/rabbitmq.ts';
import {
  MESSAGING_DESTINATION_NAME,
  MESSAGING_DESTINATION_TEMPLATE,
  MESSAGING_MESSAGE_ID,
  MESSAGING_OPERATION_NAME,
  MESSAGING_OPERATION_TYPE,
  MESSAGING_RABBITMQ_ROUTING_KEY,
  MESSAGING_SYSTEM,
} from '../platform/telemetry/semconv.ts';
import { activeTraceparent, withSpan } from '../platform/tracing.ts';

export type Publisher = {
  /**
   * Publishes what is written down, oldest first; returns how many. Rejects when the broker does not confirm: then they
   * are published again, with the same message ids. Nothing while there is no connection, or the broker takes nothing.
   */
  runOnce(now: Instant): Promise<number>;
  stop(): Promise<void>;
};

export type Publication = {
  id: number;
  messageId: string;
  exchange: string;
  routingKey: string;
  body: { type: string; orderId?: string };
  at: Instant;
  traceparent: string | null;
};

/** Where what is to be published is written down, the oldest first. */
export type Outbox = {
  /** Of it, for the lock that whoever publishes holds. */
  name: string;
  /** What is said of each message in `x-orderwatch`, by which our own intake knows it. */
  mark: string;
  /** That is ours and to be declared; null: others are published to, which somebody else declares. */
  exchange: string | null;
  next(tx: Db, limit: number): Promise<Publication[]>;
  markPublished(tx: Db, ids: readonly number[], now: Instant): Promise<void>;
};

const BATCH = 200;
const CONFIRM_WITHIN_MS = 10_000;

/** Any process with a connection may publish; one at a time does, so that what is told of an order comes in its order. */
export function createPublisher({
  pool,
  broker,
  log,
  outbox = FINDINGS,
}: {
  pool: Pool;
  broker: Broker;
  log: Log;
  outbox?: Outbox;
}): Publisher {
  let connection: ChannelModel | null = null;
  let channel: ConfirmChannel | null = null;
  let blocked = false;
  let stopped = false;
  broker.onConnect(connected => {
    connection = connected;
    blocked = false;
    // Short of memory or disk, it takes nothing and confirms nothing: whatever is sent would come twice later.
    connected.on('blocked', () => {
      blocked = true;
    });
    connected.on('unblocked', () => {
      blocked = false;
    });
    connected.once('close', () => {
      if (connection === connected) connection = null;
    });
  });

  async function openChannel(on: ChannelModel): Promise<ConfirmChannel> {
    if (outbox.exchange !== null) await declare(on, outbox.exchange);
    const opened = await on.createConfirmChannel();
    opened.once('close', () => {
      if (channel === opened) channel = null;
    });
    // The same error also rejects what was under way; without a listener it would end the process.
    opened.on('error', () => {});
    return opened;
  }

  /** One that is there with other properties, or that we may not declare, is used as it is. */
  async function declare(on: ChannelModel, exchange: string): Promise<void> {
    const refusal = await onOwnChannel(on, own => own.assertExchange(exchange, 'topic', { durable: true }));
    if (refusal === undefined) return;
    const reason = wordsOf(refusal);
    if (await onOwnChannel(on, own => own.checkExchange(exchange))) {
      throw new Error(`There is no exchange ${exchange}, and it can't be declared: ${reason}`, {
        cause: refusal,
      });
    }
    log.warn({ reason }, `exchange ${exchange} is not as we would declare it, and is used as it is`);
  }

  async function publishBatch(on: ConfirmChannel, now: Instant): Promise<number> {
    return transaction(pool, async tx => {
      if (!(await isOurTurn(tx, outbox))) return 0;
      const batch = await outbox.next(tx, BATCH);
      if (batch.length === 0) return 0;
      await confirmed(on, batch, outbox);
      await outbox.markPublished(
        tx,
        batch.map(({ id }) => id),
        now,
      );
      return batch.length;
    });
  }

  return {
    runOnce: async now => {
      let published = 0;
      while (connection !== null && !blocked && !stopped) {
        channel ??= await openChannel(connection);
        const count = await publishBatch(channel, now);
        published += count;
        if (count < BATCH) break;
      }
      return published;
    },
    stop: async () => {
      stopped = true;
      await channel?.close().catch(() => {});
    },
  };
}

async function confirmed(channel: ConfirmChannel, batch: readonly Publication[], { mark }: Outbox): Promise<void> {
  const { promise: confirms, resolve, reject } = Promise.withResolvers<void>();
  const timer = setTimeout(() => reject(new Error('RabbitMQ does not confirm what is published')), CONFIRM_WITHIN_MS);
  const sent = batch.map(one => publish(channel, one, { mark, confirms }));
  channel.waitForConfirms().then(() => resolve(), reject);
  try {
    await Promise.all([confirms, ...sent]);
  } catch (error) {
    // What it has not confirmed it may still do: on another channel nothing of that can be mistaken.
    void channel.close().catch(() => {});
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

function publishAttributes({ messageId, exchange, routingKey, body }: Publication): Attributes {
  return {
    [MESSAGING_SYSTEM]: 'rabbitmq',
    [MESSAGING_OPERATION_NAME]: 'publish',
    [MESSAGING_OPERATION_TYPE]: 'send',
    [MESSAGING_DESTINATION_NAME]: `${exchange}:${routingKey}`,
    [MESSAGING_DESTINATION_TEMPLATE]: exchange,
    [MESSAGING_RABBITMQ_ROUTING_KEY]: routingKey,
    [MESSAGING_MESSAGE_ID]: messageId,
    ...(body.orderId !== undefined && { 'order.id': body.orderId }),
  };
}

/** A span of the trace of its order, from when it is handed over until the broker has it. */
function publish(
  channel: ConfirmChannel,
  publication: Publication,
  { mark, confirms }: { mark: string; confirms: Promise<void> },
): Promise<void> {
  const { messageId, exchange, routingKey, body, at, traceparent } = publication;
  const options = { kind: SpanKind.PRODUCER, parent: traceparent, attributes: publishAttributes(publication) };
  return withSpan(`publish ${exchange}`, options, async () => {
    const trace = activeTraceparent() ?? traceparent;
    channel.publish(exchange, routingKey, Buffer.from(JSON.stringify(body)), {
      messageId,
      type: body.type,
      appId: 'orderwatch',
      contentType: 'application/json',
      persistent: true,
      timestamp: Math.floor(at / 1_000),
      headers: { 'x-orderwatch': mark, ...(trace !== null && { traceparent: trace }) },
    });
    await confirms;
  });
}

/** Whoever else publishes now does it to the end of its transaction. */
async function isOurTurn(tx: Db, { name }: Outbox): Promise<boolean> {
  const { rows } = await tx.query<{ ours: boolean }>(
    'select pg_try_advisory_xact_lock(hashtextextended($1, 0)) as ours',
    [name],
  );
  return rows[0]!.ours;
}

/** What was found out about orders (publications.ts). */
const FINDINGS: Outbox = {
  name: 'alerts.publication',
  mark: 'finding',
  exchange: FINDINGS_EXCHANGE,
  next: async (tx, limit) => {
    const { rows } = await tx.query<Publication>(
      `select p.id, p.message_id as "messageId", $2 as exchange, p.routing_key as "routingKey", p.body, p.at, p.traceparent
         from alerts.publication p where p.published_at is null order by p.id limit $1`,
      [limit, FINDINGS_EXCHANGE],
    );
    return rows;
  },
  markPublished: async (tx, ids, now) => {
    await tx.query('update alerts.publication set published_at = $2 where id = any($1::bigint[])', [
      ids,
      new Date(now),
    ]);
  },
};
