import { type ChannelModel, connect, type RecoveringChannelModel } from 'amqplib';
import type { Clock, Instant } from './clock.ts';
import type { Log } from './log.ts';

export type BrokerState =
  | { state: 'connected'; since: Instant }
  | { state: 'reconnecting'; since: Instant; reason: string }
  | { state: 'stopped' };

/** One connection to RabbitMQ that comes back by itself. */
export type Broker = {
  /** Begins to connect and returns; an unreachable broker is tried for ever. */
  start(): Promise<void>;
  stop(): Promise<void>;
  state(): BrokerState;
  /** Called with every new connection, and at once with the present one: channels die with theirs. */
  onConnect(listener: (connection: ChannelModel) => void): void;
};

const CONNECT_TIMEOUT = 10_000;
const CLOSE_TIMEOUT = 5_000;
const HEARTBEAT_SECONDS = '20';

/** `name` is shown in RabbitMQ's list of connections. */
export function createBroker({ url, log, clock, name }: { url: string; log: Log; clock: Clock; name: string }): Broker {
  const listeners: ((connection: ChannelModel) => void)[] = [];
  let recovering: RecoveringChannelModel | undefined;
  let current: ChannelModel | undefined;
  let state: BrokerState = { state: 'stopped' };
  /** What has been said about the present lack of a connection. */
  const told = new Set<string>();

  const connected = (connection: ChannelModel) => {
    log.info({ broker: withoutPassword(url) }, 'connected to RabbitMQ');
    current = connection;
    told.clear();
    state = { state: 'connected', since: clock.now() };
    for (const listener of listeners) listener(connection);
  };
  // Each reason is said once, not at each of the attempts that follow.
  const lost = (error: Error) => {
    if (state.state === 'stopped') return;
    current = undefined;
    const reason = reasonOf(error, url);
    if (!told.has(reason))
      log.warn({ broker: withoutPassword(url), reason }, 'no connection to RabbitMQ, trying again');
    told.add(reason);
    const since = state.state === 'reconnecting' ? state.since : clock.now();
    state = { state: 'reconnecting', since, reason };
  };

  return {
    start: async () => {
      if (recovering) return;
      state = { state: 'reconnecting', since: clock.now(), reason: '' };
      recovering = await connect(withHeartbeat(url), {
        timeout: CONNECT_TIMEOUT,
        noDelay: true,
        keepAlive: true,
        clientProperties: { connection_name: name },
        recovery: { waitForConnect: false, initialDelay: 200, maxDelay: 15_000, factor: 2, jitter: 0.5 },
      });
      recovering.on('connect', connected);
      recovering.on('disconnect', lost);
      recovering.on('connect-failed', lost);
      // Every error that matters is followed by `disconnect`; without a listener it would end the process.
      recovering.on('error', error => log.debug({ reason: reasonOf(error, url) }, 'RabbitMQ connection error'));
      recovering.on('blocked', reason =>
        log.warn({ reason }, 'RabbitMQ takes no messages: it is short of memory or disk'),
      );
      recovering.on('unblocked', () => log.info('RabbitMQ takes messages again'));
    },
    stop: async () => {
      state = { state: 'stopped' };
      current = undefined;
      const closing = recovering?.close();
      recovering = undefined;
      await withinTime(closing, CLOSE_TIMEOUT);
    },
    state: () => state,
    onConnect: listener => {
      listeners.push(listener);
      if (current) listener(current);
    },
  };
}

/** For people and logs. */
export function withoutPassword(url: string): string {
  const parsed = new URL(url);
  if (parsed.password !== '') parsed.password = '***';
  return parsed.href;
}

// A broker that is gone without a word is noticed after two missed beats; RabbitMQ proposes 60 s.
function withHeartbeat(url: string): string {
  const parsed = new URL(url);
  if (!parsed.searchParams.has('heartbeat')) parsed.searchParams.set('heartbeat', HEARTBEAT_SECONDS);
  return parsed.href;
}

/** In words for whoever can do something about it. */
function reasonOf(error: Error, url: string): string {
  const { message } = error;
  const { username, pathname } = new URL(url);
  const user = `user "${decodeURIComponent(username) || 'guest'}"`;
  // amqplib keeps from us what the broker says here; it may also be a limit of connections.
  if (message.startsWith('Expected ConnectionOpenOk; got <ConnectionClose')) {
    const vhost = decodeURIComponent(pathname.slice(1)) || '/';
    return `the virtual host "${vhost}" does not exist or ${user} may not use it (or it takes no more connections)`;
  }
  if (message.startsWith('Handshake terminated by server: 403')) {
    return `RabbitMQ does not let ${user} in: the name or the password is wrong`;
  }
  if (message !== '') return message;
  // A host with several addresses fails with one error for each and an empty message of its own.
  return error instanceof AggregateError ? error.errors.map(one => String(one.message)).join('; ') : error.name;
}

async function withinTime(work: Promise<void> | undefined, ms: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<void>(resolve => {
    timer = setTimeout(resolve, ms);
  });
  await Promise.race([work, timeout]);
  clearTimeout(timer);
}
