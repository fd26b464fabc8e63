import type { Channel, ChannelModel } from 'amqplib';
import type { Log } from '../platform/log.ts';

/** An exchange of somebody else, bound by us and never declared. `pattern` is a topic pattern: `#` for everything. */
export type ForeignExchange = { name: string; pattern: string };

export type Topology = {
  exchange: string;
  queue: string;
  deadExchange: string;
  deadQueue: string;
  foreign: readonly ForeignExchange[];
};

export const defaultTopology: Topology = {
  exchange: 'orders',
  queue: 'orderwatch.ledger',
  deadExchange: 'orderwatch.dead',
  deadQueue: 'orderwatch.ledger.dead',
  foreign: [],
};

const DELIVERY_LIMIT = 20;
const NOT_FOUND = 404;
const PRECONDITION_FAILED = 406;

/**
 * Declares what is ours. Something of ours that is there with other properties is used as it is, with a warning: an
 * operator may have had reasons, and only an operator may delete a queue with messages in it.
 */
export async function declareTopology(connection: ChannelModel, topology: Topology, log: Log): Promise<void> {
  const { exchange, queue, deadExchange, deadQueue } = topology;
  const declare = async (what: string, work: (channel: Channel) => Promise<unknown>) => {
    const refusal = await onOwnChannel(connection, work);
    if (refusal === undefined) return;
    if (refusal.code !== PRECONDITION_FAILED) throw refusal;
    log.warn({ reason: refusal.message }, `${what} exists with other properties than ours and is used as it is`);
  };
  await declare(`exchange ${exchange}`, channel => channel.assertExchange(exchange, 'topic', { durable: true }));
  await declare(`exchange ${deadExchange}`, channel =>
    channel.assertExchange(deadExchange, 'direct', { durable: true }),
  );
  await declare(`queue ${deadQueue}`, channel =>
    channel.assertQueue(deadQueue, { durable: true, arguments: { 'x-queue-type': 'quorum' } }),
  );
  await declare(`queue ${queue}`, channel =>
    channel.assertQueue(queue, { durable: true, arguments: queueArguments(topology, brokerVersion(connection)) }),
  );
  const refusal = await onOwnChannel(connection, async channel => {
    await channel.bindQueue(deadQueue, deadExchange, queue);
    await channel.bindQueue(queue, exchange, '#');
  });
  if (refusal) throw refusal;
}

/** Binds the exchanges of others that exist; returns the names of those that do not. */
export async function bindForeign(connection: ChannelModel, { queue, foreign }: Topology): Promise<string[]> {
  const missing: string[] = [];
  for (const { name, pattern } of foreign) {
    const refusal = await onOwnChannel(connection, async channel => {
      await channel.checkExchange(name);
      await channel.bindQueue(queue, name, pattern);
    });
    if (refusal?.code === NOT_FOUND) missing.push(name);
    else if (refusal) throw refusal;
  }
  return missing;
}

function queueArguments(
  { queue, deadExchange }: Topology,
  version: readonly [number, number],
): Record<string, unknown> {
  const [major, minor] = version;
  // From 3.10 a quorum queue keeps a dead letter until the dead-letter queue has it; that needs reject-publish.
  const atLeastOnce = major > 3 || (major === 3 && minor >= 10);
  return {
    'x-queue-type': 'quorum',
    'x-delivery-limit': DELIVERY_LIMIT,
    'x-dead-letter-exchange': deadExchange,
    // Without it a message that is moved to another queue and dies again there would be routed nowhere.
    'x-dead-letter-routing-key': queue,
    ...(atLeastOnce && { 'x-dead-letter-strategy': 'at-least-once', 'x-overflow': 'reject-publish' }),
  };
}

function brokerVersion(connection: ChannelModel): [number, number] {
  const [major, minor] = connection.connection.serverProperties.version.split('.').map(Number);
  return [major ?? 0, minor ?? 0];
}

type Refusal = Error & { code: number };

/** The broker closes the channel of a declaration that it refuses, so each has one of its own. */
async function onOwnChannel(
  connection: ChannelModel,
  work: (channel: Channel) => Promise<unknown>,
): Promise<Refusal | undefined> {
  const channel = await connection.createChannel();
  // The same error also rejects the call; without a listener it would end the process.
  channel.on('error', () => {});
  try {
    await work(channel);
    await channel.close();
    return undefined;
  } catch (error) {
    if (error instanceof Error && 'code' in error && typeof error.code === 'number') return error as Refusal;
    throw error;
  }
}
