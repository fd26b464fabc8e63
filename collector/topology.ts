import type { Channel, ChannelModel } from 'amqplib';
import type { Log } from '../platform/log.ts';

/** An exchange of somebody else, bound by us and never declared: with routing keys, or topic patterns (`#`: everything). */
export type ForeignExchange = { name: string; patterns: readonly string[] };

export type Binding = { exchange: string; pattern: string };

export type Topology = {
  exchange: string;
  queue: string;
  deadExchange: string;
  deadQueue: string;
  /** Asked anew after a reload of the configuration. */
  foreign: () => readonly ForeignExchange[];
};

export const defaultTopology: Topology = {
  exchange: 'orders',
  queue: 'orderwatch.ledger',
  deadExchange: 'orderwatch.dead',
  deadQueue: 'orderwatch.ledger.dead',
  foreign: () => [],
};

const DELIVERY_LIMIT = 20;
const ACCESS_REFUSED = 403;
const NOT_FOUND = 404;
const PRECONDITION_FAILED = 406;

/**
 * Declares what is ours. Something of ours that is there with other properties is used as it is, with a warning: an
 * operator may have had reasons, and only an operator may delete a queue with messages in it. Likewise where we may not
 * declare: what is there is used, and what is not there is said, with the right that is missing.
 * Returns what keeps events from coming all the same, or null.
 */
export async function declareTopology(connection: ChannelModel, topology: Topology, log: Log): Promise<string | null> {
  const { exchange, queue, deadExchange, deadQueue } = topology;
  const declare = async (what: string, by: { declaring: Work; looking: Work }): Promise<string> => {
    const refusal = await onOwnChannel(connection, by.declaring);
    if (refusal === undefined) return '';
    const reason = wordsOf(refusal);
    if (refusal.code === PRECONDITION_FAILED) {
      log.warn({ reason }, `${what} exists with other properties than ours and is used as it is`);
    } else if (refusal.code === ACCESS_REFUSED) {
      if (await onOwnChannel(connection, by.looking))
        throw mayNot(`There is no ${what}, and it can't be declared`, refusal);
      log.warn({ reason }, `${what} may not be declared by us, exists, and is used as it is`);
    } else throw refusal;
    return reason;
  };
  const ofExchange = (name: string, type: string) => ({
    declaring: (channel: Channel) => channel.assertExchange(name, type, { durable: true }),
    looking: (channel: Channel) => channel.checkExchange(name),
  });
  const ofQueue = (name: string, args: Record<string, unknown>) => ({
    declaring: (channel: Channel) => channel.assertQueue(name, { durable: true, arguments: args }),
    looking: (channel: Channel) => channel.checkQueue(name),
  });
  const bind = async (bound: string, to: string, pattern: string): Promise<void> => {
    const refusal = await onOwnChannel(connection, channel => channel.bindQueue(bound, to, pattern));
    if (refusal === undefined) return;
    if (refusal.code !== ACCESS_REFUSED) throw refusal;
    // AMQP can't tell whether a binding exists.
    log.warn(
      { reason: wordsOf(refusal) },
      `queue ${bound} may not be bound to exchange ${to} by us: unless somebody else has done it, nothing arrives. ` +
        'Binding takes the right to write to the queue and to read from the exchange',
    );
  };

  const saidOfExchange = await declare(`exchange ${exchange}`, ofExchange(exchange, 'topic'));
  await declare(`exchange ${deadExchange}`, ofExchange(deadExchange, 'direct'));
  await declare(`queue ${deadQueue}`, ofQueue(deadQueue, { 'x-queue-type': 'quorum' }));
  await declare(`queue ${queue}`, ofQueue(queue, queueArguments(topology, brokerVersion(connection))));
  await bind(deadQueue, deadExchange, queue);
  await bind(queue, exchange, '#');
  return wrongType(exchange, saidOfExchange);
}

/** The broker says what the type is in its refusal only. A fanout exchange routes everything to us, so it will do. */
function wrongType(exchange: string, said: string): string | null {
  const type = /inequivalent arg 'type'.* but current is '([^']+)'/.exec(said)?.[1];
  if (type === undefined || type === 'fanout') return null;
  return (
    `exchange ${exchange} is of type ${type}, not topic: our binding with # matches nothing in it, so events that are ` +
    'published to it do not arrive. Delete it when its producers can bear that; it is declared again within a minute'
  );
}

function mayNot(what: string, refusal: Refusal): Error {
  return new Error(
    `${what}: ${wordsOf(refusal)}. Grant the right to configure it, or let somebody declare it who has that right.`,
    { cause: refusal },
  );
}

/** The sentence of the broker without what amqplib puts around it. */
export function wordsOf({ message }: Error): string {
  return /with message "(?:[A-Z_]+ - )?(.*)"$/s.exec(message)?.[1] ?? message;
}

/** Binds the exchanges of others that exist; returns the names of those that do not, or that may not be bound by us. */
export async function bindForeign(
  connection: ChannelModel,
  queue: string,
  foreign: readonly ForeignExchange[],
  log: Log,
): Promise<string[]> {
  const missing: string[] = [];
  for (const { name, patterns } of foreign) {
    const refusal = await onOwnChannel(connection, async channel => {
      await channel.checkExchange(name);
      for (const pattern of patterns) await channel.bindQueue(queue, name, pattern);
    });
    if (refusal === undefined) continue;
    missing.push(name);
    if (refusal.code === ACCESS_REFUSED) {
      log.warn(
        { exchange: name, reason: wordsOf(refusal) },
        `exchange ${name} may not be bound by us, so nothing of it arrives. Binding takes the right to read from the ` +
          `exchange and to write to the queue ${queue}`,
      );
    } else if (refusal.code !== NOT_FOUND) throw refusal;
  }
  return missing;
}

/** What is not bound, or whose exchange is gone, is just as well. */
export async function unbindForeign(
  connection: ChannelModel,
  queue: string,
  { exchange, pattern }: Binding,
  log: Log,
): Promise<void> {
  const refusal = await onOwnChannel(connection, channel => channel.unbindQueue(queue, exchange, pattern));
  if (refusal === undefined || refusal.code === NOT_FOUND) {
    log.info({ exchange, pattern }, 'an exchange that is no longer declared is unbound');
  } else if (refusal.code === ACCESS_REFUSED) {
    log.warn(
      { exchange, pattern, reason: wordsOf(refusal) },
      `queue ${queue} may not be unbound from exchange ${exchange} by us: somebody else has to do it`,
    );
  } else throw refusal;
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

type Work = (channel: Channel) => Promise<unknown>;
type Refusal = Error & { code: number };

/** The broker closes the channel of a declaration that it refuses, so each has one of its own. */
export async function onOwnChannel(connection: ChannelModel, work: Work): Promise<Refusal | undefined> {
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
