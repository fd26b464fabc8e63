import type { Channel, ChannelModel, ConfirmChannel, ConsumeMessage } from 'amqplib';
import type { Clock } from '../platform/clock.ts';
import type { Log } from '../platform/log.ts';
import { createBroker } from '../platform/rabbitmq.ts';
import { INBOXES, type Inbox, isReadable } from './inboxes.ts';
import type { System } from './process.ts';
import type { Message } from './world.ts';

/** One of the three systems on RabbitMQ, with a connection of its own. */
export type Station = {
  start(): Promise<void>;
  /** Nothing more is published or consumed; what waits for a connection is given up. */
  stop(): Promise<void>;
  /** Resolves with true when the broker has confirmed all of them, be it after a lost connection; with false after `stop`. */
  publish(messages: readonly Message[]): Promise<boolean>;
  /** Takes messages out of the inbox, or lets them pile up. Resolves when it does, or has no connection to do it. */
  consume(wanted: boolean): Promise<void>;
};

const EXCHANGE = 'orders';
/** An inbox that nobody has consumed for so long was left by a run that has ended. */
const INBOX_EXPIRES_MS = 3_600_000;

export function createStation({
  system,
  url,
  clock,
  log,
}: {
  system: System;
  url: string;
  clock: Clock;
  log: Log;
}): Station {
  const broker = createBroker({ url, log, clock, name: `simulator ${system}` });
  const inbox = INBOXES[system];
  let channel = Promise.withResolvers<ConfirmChannel | null>();
  let stopped = false;
  let wanted = true;
  let taking: Promise<void> = Promise.resolve();
  let reader: { channel: Channel; tag: string | null } | undefined;

  const connected = async (connection: ChannelModel): Promise<void> => {
    const opened = await connection.createConfirmChannel();
    opened.on('error', error =>
      log.warn({ system, reason: error.message }, 'RabbitMQ closed a channel of the simulator'),
    );
    opened.once('close', () => {
      if (!stopped) channel = Promise.withResolvers();
    });
    await opened.assertExchange(EXCHANGE, 'topic', { durable: true });
    if (inbox) await openInbox(connection, inbox);
    channel.resolve(opened);
  };

  const openInbox = async (connection: ChannelModel, { queue, bindings }: Inbox): Promise<void> => {
    const opened = await connection.createChannel();
    opened.on('error', error =>
      log.warn({ system, reason: error.message }, 'RabbitMQ closed the inbox of the simulator'),
    );
    await opened.assertQueue(queue, { durable: true, expires: INBOX_EXPIRES_MS });
    for (const binding of bindings) await opened.bindQueue(queue, EXCHANGE, binding);
    // The story decides what a system does about a message; here it only takes it.
    await opened.prefetch(200);
    reader = { channel: opened, tag: null };
    opened.once('close', () => {
      if (reader?.channel === opened) reader = undefined;
    });
    settle();
  };

  const take = (from: Channel, got: ConsumeMessage | null): void => {
    if (got && isReadable(got.content)) from.ack(got);
    else if (got) from.reject(got, false);
  };

  /** One after the other: a consumer is not cancelled before it is there. */
  const settle = (): void => {
    taking = taking.then(async () => {
      if (!reader || !inbox || wanted === (reader.tag !== null)) return;
      const { channel: from, tag } = reader;
      if (tag !== null) await from.cancel(tag);
      reader.tag = tag === null ? (await from.consume(inbox.queue, got => take(from, got))).consumerTag : null;
    });
    // The connection is gone, and comes back with a new channel.
    taking = taking.catch(error => log.debug({ system, reason: (error as Error).message }, 'inbox is gone'));
  };

  broker.onConnect(connection => {
    connected(connection).catch(error =>
      log.warn({ system, reason: (error as Error).message }, 'simulator can not publish'),
    );
  });

  return {
    start: () => broker.start(),
    stop: async () => {
      if (stopped) return;
      stopped = true;
      channel.resolve(null);
      await broker.stop();
    },
    publish: async messages => {
      while (!stopped) {
        const open = await channel.promise;
        if (!open || stopped) return false;
        try {
          for (const { exchange, routingKey, body, properties } of messages) {
            open.publish(exchange, routingKey, body, { ...properties, persistent: true });
          }
          await open.waitForConfirms();
          return true;
        } catch (error) {
          // The same ids come again, so what did arrive counts once.
          log.debug({ system, reason: (error as Error).message }, 'not confirmed; published again');
        }
      }
      return false;
    },
    consume: on => {
      wanted = on;
      settle();
      return taking;
    },
  };
}
