import type { Clock, Instant } from '../platform/clock.ts';
import { describeFault } from '../platform/fault.ts';
import type { Log } from '../platform/log.ts';
import { type Db, type Pool, transaction } from '../platform/postgres.ts';
import type { Vault } from '../tracker/personal-data.ts';
import type { BreakerState } from './breaker.ts';
import type { Channel, Handed } from './channel.ts';
import { claimMessages, renewClaims } from './claim-rows.ts';
import { type Delivering, deliver } from './deliver.ts';
import { type Inspected, type Inspecting, inspect } from './inspect.ts';
import type { ChannelName, Message } from './message.ts';
import type { NotificationMetrics } from './notification-metrics.ts';
import { released, unsent } from './outcome.ts';
import { createOutcomeWriter } from './outcome-writer.ts';
import type { People } from './people.ts';
import { type ProviderHealth, watchProvider } from './provider-health.ts';
import { isLive } from './way.ts';

export type LaneDeps = Omit<Inspecting, 'people'> &
  Omit<Delivering, 'people'> & {
    pool: Pool;
    vault: Vault;
    clock: Clock;
    log: Log;
    metrics: NotificationMetrics;
    people: Pick<
      People,
      'readSentLately' | 'limitedUntil' | 'unsubscribeUrl' | 'telegramUrl' | 'pressesOf' | 'trackingUrl'
    >;
    /** Of the process. */
    worker: string;
  };

export type Lane = {
  start(): void;
  stop(): Promise<void>;
  /** Hands over what is due, until nothing is; returns how many messages that were. */
  runOnce(now: Instant): Promise<number>;
  /** There may be work. */
  wake(): void;
  state(): 'up' | 'down' | 'dry';
  /** How its provider fares in this process. */
  fares(): Fares;
};

export type Fares = {
  provider: string | null;
  state: 'up' | 'down' | 'dry';
  lastSentAt: Instant | null;
  lastFault: ReturnType<ProviderHealth['lastFault']>;
};

/** A worker that does not settle or renew a message for so long has ended. */
export const LEASE_MS = 5 * 60_000;
/** The last resort: channels have limits of their own, which are shorter. */
const SEND_LIMIT_MS = 150_000;
/** What was looked at longer ago is looked at once more. */
const FRESH_MS = 1_000;
// Claimed in one statement where it does no harm that a killed worker's are sent again: a statement a message would take
// more time than the mail.
const AHEAD = 64;
const DRY_SLOTS = 4;
const STOP_WITHIN_MS = 3_000;

/** The way of all messages of one channel: nothing that goes on in it holds up another one. */
export function createLane(name: ChannelName, channel: Channel | null, on: LaneDeps): Lane {
  const { pool, vault, clock, log, worker } = on;
  const slots = channel?.concurrency ?? DRY_SLOTS;
  const claimsAhead = whenUnknown(name, channel) === 'sendAgain';
  const health = watchProvider(name, () => on.settings().limits.perSecond[name] ?? null);
  const writer = createOutcomeWriter(on);
  const underWay = new Set<AbortController>();
  let ready: { message: Message; checkedAt: Instant }[] = [];
  let fetching: Promise<number> | null = null;
  let mayBeMore = false;
  let over = false;
  let idling: { promise: Promise<void>; end: () => void } | null = null;
  let working: Promise<unknown> | null = null;

  /** Whoever needs more while somebody fetches them already waits for the same. */
  function fetchOnce(work: () => Promise<number>): Promise<number> {
    fetching ??= work()
      .catch(error => {
        log.warn({ channel: name, err: describeFault(error) }, 'could not take messages from the outbox');
        throw error;
      })
      .finally(() => {
        fetching = null;
      });
    return fetching;
  }

  async function claim(now: Instant): Promise<number> {
    const free = claimsAhead ? AHEAD : slots - underWay.size;
    const limit = Math.min(free, health.room(now)) - ready.length;
    if (limit <= 0) return 0;
    const wanted = { channel: name, worker, now, until: now + LEASE_MS, limit, except: health.resting(now) };
    // Rolled back when they can't be looked at: what was not handed over must not look as if it may have been.
    const inspected = await transaction(pool, async tx => inspect(tx, await claimMessages(tx, wanted, vault), on, now));
    mayBeMore = inspected.length === limit;
    accept(inspected, now);
    return inspected.length;
  }

  async function lookAgain(now: Instant): Promise<number> {
    const held = ready;
    ready = [];
    const names = held.map(({ message }) => message);
    const until = now + LEASE_MS;
    try {
      const look = async (tx: Db) => inspect(tx, await renewClaims(tx, names, { worker, until }, vault), on, now);
      accept(await transaction(pool, look), now);
    } catch (error) {
      ready = [...held, ...ready];
      throw error;
    }
    return held.length;
  }

  function accept(inspected: readonly Inspected[], now: Instant): void {
    for (const { message, verdict } of inspected) {
      if (verdict.kind === 'send') ready.push({ message, checkedAt: now });
      else void writer.write(unsent(message, verdict, now));
    }
  }

  function giveBack(reason: string | null): void {
    for (const { message } of ready) void writer.write(released(message, reason));
    ready = [];
  }

  async function take(at: () => Instant): Promise<Message | null> {
    for (;;) {
      const now = at();
      if (over) return null;
      // Opened, or one is on its way to try, since they were claimed.
      if (health.breaker.state(now) === 'open' || health.breaker.isTrying()) {
        giveBack('provider_down');
        return null;
      }
      const [first] = ready;
      if (!first) {
        if ((await fetchOnce(() => claim(now))) === 0) return null;
        continue;
      }
      if (now - first.checkedAt > FRESH_MS) {
        await fetchOnce(() => lookAgain(now));
        continue;
      }
      ready.shift();
      const own = health.breakerOf(first.message);
      if (own.isTrying() || own.state(now) === 'open') {
        void writer.write(released(first.message, 'provider_down'));
        continue;
      }
      health.begin(first.message, now);
      // Meanwhile the next ones are claimed; that this fails shows when they are needed.
      if (claimsAhead && mayBeMore && ready.length < slots) fetchOnce(() => claim(now)).catch(() => {});
      return first.message;
    }
  }

  async function handOver(message: Message, at: () => Instant): Promise<void> {
    const halt = new AbortController();
    const timer = setTimeout(() => halt.abort(), SEND_LIMIT_MS);
    underWay.add(halt);
    try {
      const { outcome, handed } = await deliver(message, channel, on, { now: at, signal: halt.signal });
      const now = at();
      const own = health.breakerOf(message);
      const was = own.state(now);
      health.heed(message, handed, now);
      tellChange(message, handed, was, own.state(now));
      if (channel) on.metrics.breaker(channel.provider, health.breaker.state(now));
      const written = writer.write(outcome);
      if (!claimsAhead || writer.waiting() >= AHEAD) await written;
    } finally {
      clearTimeout(timer);
      underWay.delete(halt);
    }
  }

  /** Once each time, however many messages find out. */
  function tellChange({ recipient }: Message, handed: Handed | null, was: BreakerState, is: BreakerState): void {
    if ((was === 'closed') === (is === 'closed')) return;
    // A partner's name; of others it would be the customer's.
    const whose = { channel: name, provider: channel?.provider, ...(name === 'webhook' && { recipient }) };
    const reason = handed !== null && 'reason' in handed ? handed.reason : undefined;
    if (is === 'closed') log.info(whose, 'messages go out again');
    else log.warn({ ...whose, reason }, 'a provider is out of order: its messages wait, and one is tried now and then');
  }

  async function work(at: () => Instant, idle: (() => Promise<void>) | null): Promise<number> {
    for (let done = 0; ; ) {
      // Told of where it was thrown.
      const message = await take(at).catch(error => {
        if (idle === null) throw error;
        return null;
      });
      if (message) {
        await handOver(message, at);
        done += 1;
      } else if (over || idle === null) return done;
      else await idle();
    }
  }

  const workAll = (at: () => Instant, idle: (() => Promise<void>) | null) =>
    Promise.all(Array.from({ length: slots }, () => work(at, idle)));

  /** All slots sleep until there may be work. */
  function sleep(): Promise<void> {
    if (!idling) {
      const { promise, resolve } = Promise.withResolvers<void>();
      const timer = setTimeout(resolve, health.roomAfterMs(clock.now()));
      idling = {
        promise: promise.finally(() => {
          clearTimeout(timer);
          idling = null;
        }),
        end: resolve,
      };
    }
    return idling.promise;
  }

  const wake = () => idling?.end();

  const state = () => {
    const live = channel !== null && isLive(name, { channels: { has: () => true }, settings: on.settings() });
    if (!live) return 'dry';
    return health.breaker.state(clock.now()) === 'closed' ? 'up' : 'down';
  };

  return {
    wake,
    start: () => {
      working ??= workAll(clock.now, sleep);
    },
    runOnce: async now => {
      const done = await workAll(() => now, null);
      await writer.flush();
      return done.reduce((sum, count) => sum + count, 0);
    },
    stop: async () => {
      over = true;
      wake();
      // Those under way may end; then the provider is not waited for any more.
      const timer = setTimeout(() => {
        for (const halt of underWay) halt.abort();
        writer.giveUp();
      }, STOP_WITHIN_MS);
      await working;
      await fetching?.catch(() => {});
      giveBack(null);
      await writer.flush();
      clearTimeout(timer);
    },
    state,
    fares: () => ({
      provider: channel?.provider ?? null,
      state: state(),
      lastSentAt: health.lastSentAt(),
      lastFault: health.lastFault(),
    }),
  };
}

/** Also of a channel that is not set up any more, but was when a worker ended. */
export function whenUnknown(name: ChannelName, channel: Channel | null): Channel['whenUnknown'] {
  return channel?.whenUnknown ?? (name === 'sms' ? 'lookUp' : 'sendAgain');
}
