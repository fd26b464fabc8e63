import { randomUUID } from 'node:crypto';
import type { Instant } from '../platform/clock.ts';
import { describeFault } from '../platform/fault.ts';
import type { Channel } from './channel.ts';
import { tellHealth } from './channel-health.ts';
import { doubtExpired, requeueExpired } from './claim-rows.ts';
import { type FallbackDeps, goElsewhere } from './fallback.ts';
import { createLane, type LaneDeps, LEASE_MS, whenUnknown } from './lane.ts';
import { lookUpUnknown } from './look-up.ts';
import { lookUpAfter } from './look-up-times.ts';
import { CHANNELS, type ChannelName } from './message.ts';
import type { People } from './people.ts';

export type DispatcherDeps = Omit<LaneDeps & FallbackDeps, 'worker' | 'people' | 'channels'> & {
  /** A channel that is not set up is absent: what would have gone out over it can be seen. */
  channels: ReadonlyMap<ChannelName, Channel>;
  people: People;
};

export type Dispatcher = {
  start(): void;
  /** Bounded: what is under way after some seconds is cut. */
  stop(): Promise<void>;
  /** Everything that is to be done at this instant; returns how many messages were handed over. */
  runOnce(now: Instant): Promise<number>;
  /** There are new messages. Without it they are found within a second. */
  wake(): void;
  health(): { channel: ChannelName; state: 'up' | 'down' | 'dry' }[];
};

const CHORES_MS = 5_000;

/** Hands over what is in the outbox, each channel for itself. Any number may run on one database. */
export function createDispatcher(deps: DispatcherDeps): Dispatcher {
  const { channels, clock, log } = deps;
  const on = { ...deps, worker: randomUUID() };
  const lanes = CHANNELS.map(name => ({ name, lane: createLane(name, channels.get(name) ?? null, on) }));
  const repeatable = CHANNELS.filter(name => whenUnknown(name, channels.get(name) ?? null) === 'sendAgain');
  const doubtful = CHANNELS.filter(name => !repeatable.includes(name));
  const teller = tellHealth(deps.pool, on.worker, () =>
    lanes.map(({ name, lane }) => ({ channel: name, ...lane.fares() })),
  );
  let timer: NodeJS.Timeout | undefined;
  let over = false;
  let tidying: Promise<void> = Promise.resolve();
  let away = false;

  const wake = () => {
    for (const { lane } of lanes) lane.wake();
  };

  /**
   * Returns how many are queued again. When the database comes back, all who were at work write down first what became
   * of that, although their time is over: whoever took it from them at once would send it a second time.
   */
  async function takeBack(now: Instant): Promise<number> {
    const wasAway = away;
    away = true;
    if (wasAway) await deps.pool.query('select 1');
    const requeued = wasAway ? 0 : await requeueExpired(deps.pool, { now, channels: repeatable });
    const doubted = { now, channels: doubtful, leaseMs: LEASE_MS, lookUpAt: lookUpAfter(now, now) };
    if (!wasAway) await doubtExpired(deps.pool, doubted);
    away = false;
    return requeued;
  }

  /** What is nobody's any more, what nobody knows of, and what needs another way. Returns whether there is work for lanes. */
  async function tidy(now: Instant): Promise<boolean> {
    const requeued = await takeBack(now);
    const looked = await lookUpUnknown(on, now);
    const elsewhere = await goElsewhere(on, now);
    await teller.runOnce(now);
    return requeued + looked + elsewhere > 0;
  }

  async function keepTidy(): Promise<void> {
    const work = await tidy(clock.now()).catch(error => {
      log.warn({ err: describeFault(error) }, 'the outbox could not be tidied; will try again');
      return false;
    });
    if (work) wake();
    if (over) return;
    timer = setTimeout(() => {
      tidying = keepTidy();
    }, CHORES_MS);
  }

  return {
    wake,
    start: () => {
      for (const { lane } of lanes) lane.start();
      tidying = keepTidy();
    },
    stop: async () => {
      over = true;
      clearTimeout(timer);
      await Promise.all([tidying, ...lanes.map(({ lane }) => lane.stop())]);
    },
    runOnce: async now => {
      let handed = 0;
      for (let again = true; again; ) {
        await tidy(now);
        const counts = await Promise.all(lanes.map(({ lane }) => lane.runOnce(now)));
        handed += counts.reduce((sum, count) => sum + count, 0);
        // What failed just now may have another way.
        again = (await goElsewhere(on, now)) > 0;
      }
      return handed;
    },
    health: () => lanes.map(({ name, lane }) => ({ channel: name, state: lane.state() })),
  };
}
