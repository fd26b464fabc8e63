import type { ChannelModel, ConsumeMessage } from 'amqplib';
import type { Log } from '../platform/log.ts';
import { createAcknowledger } from './acknowledger.ts';
import { type Bindings, DECLARE_EVERY_MS } from './bindings.ts';
import { declareTopology, type Topology } from './topology.ts';

/** One consumer on one channel, from its start to the end of the channel. Delivery tags mean something only within it. */
export type Session = {
  isOpen(): boolean;
  /**
   * These are dealt with: they are acknowledged as soon as all before them are, too. Nothing when the channel is gone:
   * the broker delivers again.
   */
  acknowledge(deliveries: readonly ConsumeMessage[]): void;
  /** From now on the broker may send so many ahead. Never rejects. */
  setPrefetch(prefetch: number): Promise<void>;
  /** Why an exchange of ours routes nothing to the queue, or null. */
  obstacle(): string | null;
  /** Exchanges of others that are configured and do not exist, or may not be bound. */
  missing(): readonly string[];
  /** Binds what is configured now, and unbinds what no longer is. Never rejects: what fails is tried within a minute. */
  rebind(): Promise<void>;
  /** Resolves when no more deliveries will come; those that did still can be acknowledged. Never rejects. */
  cancel(): Promise<void>;
  /** Gives back what is not acknowledged. Never rejects. */
  close(): Promise<void>;
  /** Resolves when the channel is gone, whoever closed it. */
  ended: Promise<void>;
};

/** Declares what is ours, binds what there is, and consumes. Rejects when the broker refuses or the connection is lost. */
export async function openSession(
  connection: ChannelModel,
  topology: Topology,
  bindings: Bindings,
  prefetch: number,
  log: Log,
  deliver: (session: Session, delivery: ConsumeMessage) => void,
): Promise<Session> {
  let obstacle = await declareTopology(connection, topology, log);
  if (obstacle !== null) log.error({ exchange: topology.exchange }, obstacle);
  let missing = await bindings.runOnce(connection);
  warnOfMissing(log, missing);

  const channel = await connection.createChannel();
  let open = true;
  const ended = new Promise<void>(resolve => {
    channel.once('close', () => {
      open = false;
      resolve();
    });
  });
  channel.on('error', (error: Error) =>
    log.warn({ reason: error.message }, 'RabbitMQ closed the channel of the intake'),
  );
  const consume = async (ahead: number): Promise<string> => {
    // Per consumer: newer brokers refuse a limit for the whole channel.
    await channel.prefetch(ahead, false);
    const { consumerTag } = await channel.consume(topology.queue, delivery => {
      if (delivery === null) cancelled();
      else deliver(session, delivery);
    });
    return consumerTag;
  };
  const gone = (error: Error) => log.debug({ reason: error.message }, 'the channel of the intake was gone already');
  const close = async () => {
    if (!open) return;
    open = false;
    await channel.close().catch(gone);
  };
  // The queue was deleted or its leader moved: begin again from the declaration.
  const cancelled = () => {
    log.warn('RabbitMQ cancelled the consumer of the intake');
    void close();
  };

  // Null once it is cancelled.
  let consumer: string | null = null;
  // One change at a time: of two that begin with the same consumer, one would leave another behind that nobody cancels.
  let change = Promise.resolve();
  const inTurn = (work: (before: string) => Promise<void>): Promise<void> => {
    change = change.then(() => (open && consumer !== null ? work(consumer) : undefined)).catch(gone);
    return change;
  };

  const acknowledger = createAcknowledger();
  const session: Session = {
    isOpen: () => open,
    acknowledge: deliveries => {
      const upTo = acknowledger.finish(deliveries.map(({ fields }) => fields.deliveryTag));
      if (!open || upTo === null) return;
      try {
        channel.ack(upToTag(upTo), true);
      } catch (error) {
        // While a connection is being closed its channels take nothing more, and don't know yet that they are gone.
        gone(error as Error);
      }
    },
    // The limit of a consumer can't be changed: another takes its place.
    setPrefetch: ahead =>
      inTurn(async before => {
        consumer = await consume(ahead);
        await channel.cancel(before);
      }),
    obstacle: () => obstacle,
    missing: () => missing,
    rebind: async () => {
      if (!open) return;
      const before = missing;
      missing = await bindings.runOnce(connection).catch((error: Error) => {
        log.warn({ reason: error.message }, 'exchanges can not be bound now; they are within a minute');
        return before;
      });
      warnOfMissing(
        log,
        missing.filter(name => !before.includes(name)),
      );
      // What is no longer declared isn't missed any more either.
      for (const { name } of topology.foreign()) {
        if (before.includes(name) && !missing.includes(name)) {
          log.info({ exchange: name }, 'a configured exchange that was missing is there now, and bound');
        }
      }
    },
    cancel: () =>
      inTurn(async before => {
        consumer = null;
        await channel.cancel(before);
      }),
    close,
    ended,
  };
  consumer = await consume(prefetch);

  const look = setInterval(async () => {
    if (!open) return;
    if (obstacle !== null) obstacle = await declareTopology(connection, topology, log).catch(() => obstacle);
    await session.rebind();
  }, DECLARE_EVERY_MS);
  void ended.then(() => clearInterval(look));
  return session;
}

/** The client takes nothing of a delivery but its tag. */
function upToTag(deliveryTag: number): ConsumeMessage {
  return { fields: { deliveryTag } } as ConsumeMessage;
}

function warnOfMissing(log: Log, missing: readonly string[]): void {
  for (const exchange of missing) {
    log.warn(
      { exchange },
      'a configured exchange does not exist; it will be looked for every minute and never declared',
    );
  }
}
