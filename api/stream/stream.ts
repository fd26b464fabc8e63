import type { Request, Response } from 'express';
import { Counter, Gauge } from 'prom-client';
import type { Clock } from '../../platform/clock.ts';
import { describeFault } from '../../platform/fault.ts';
import type { Log } from '../../platform/log.ts';
import type { Metrics } from '../../platform/metrics.ts';
import type { Db } from '../../platform/postgres.ts';
import type { Principal } from '../access/principal.ts';
import type { Summary } from '../summary/summary.ts';
import { type Batch, createChangeFeed } from './change-feed.ts';
import { frame, framesOf, type View } from './frames.ts';
import { createListener, type Listener } from './listener.ts';

/** Proxies cut what has been silent for thirty seconds or more. */
const BEAT_MS = 15_000;
const SUMMARY_MS = 5_000;
/** A person has some windows open, and a program some instances. */
export const MOST_OF_ONE = 50;
/** Of 40 kB each (`npm run bench -- stream`); more clients want more processes. */
const MOST_OF_ALL = 5_000;

export type StreamDeps = {
  db: Db;
  clock: Clock;
  log: Log;
  registry: Metrics;
  summary: { current(): Promise<Summary> };
  /** Who asks by what came with the request, as it is now; null: nobody any more. */
  whoAsksNow: (req: Request) => Promise<Principal | null>;
};

export type Listening = { principal: Principal; view: View; since: string | null };

type Member = { listener: Listener; principal: Principal; req: Request };

/** All who listen in this process, and what they are told. */
export function createStream({ db, clock, log, registry, summary, whoAsksNow }: StreamDeps) {
  const feed = createChangeFeed({ db, clock, log });
  const members = new Set<Member>();
  let droppedSoFar = 0;
  const { dropped } = streamMetrics(registry, () => members.size);
  const timers = new Set<NodeJS.Timeout>();
  let lastTold = '';
  let stopped = false;

  function frames(batch: Batch, view: View): Buffer {
    return memoized(batch, view, () => Buffer.from(framesOf(batch, view)));
  }

  function add(req: Request, res: Response, { principal, view, since }: Listening): void {
    const onDropped = () => {
      droppedSoFar += 1;
      dropped.inc();
    };
    const listener = createListener({ res, view, since, frames, now: () => clock.now(), onDropped });
    const member = { listener, principal, req };
    members.add(member);
    feed.join(listener.watcher);
    if (timers.size === 0) begin();
    res.once('close', () => {
      feed.leave(listener.watcher);
      members.delete(member);
      if (members.size === 0) rest();
    });
    void tellSummary([member]);
  }

  function begin(): void {
    timers.add(setInterval(beat, BEAT_MS)).add(setInterval(() => void tellSummary([...members]), SUMMARY_MS));
    for (const timer of timers) timer.unref();
  }

  function rest(): void {
    for (const timer of timers) clearInterval(timer);
    timers.clear();
  }

  /** `summary` only when a figure of it is another one, or to somebody who has just come. */
  async function tellSummary(to: readonly Member[]): Promise<void> {
    const wants = (topic: 'summary' | 'asOf') => to.filter(({ listener }) => listener.view.topics.has(topic));
    if (wants('asOf').length === 0 && wants('summary').length === 0) return;
    try {
      const now = await summary.current();
      const asOf = Buffer.from(frame('asOf', now.asOf));
      for (const { listener } of wants('asOf')) listener.write(asOf);
      const { asOf: _when, ...figures } = now;
      const told = JSON.stringify(figures);
      const isNews = told !== lastTold;
      const whole = Buffer.from(frame('summary', now));
      if (isNews || to.length === 1) for (const { listener } of wants('summary')) listener.write(whole);
      if (to.length === members.size) lastTold = told;
    } catch (error) {
      log.warn({ err: describeFault(error) }, 'how things are could not be told; will try again');
    }
  }

  function beat(): void {
    for (const { listener } of members) listener.beat(feed.seen());
    void checkAll();
  }

  /** Whoever may not listen any more, or may see something else now, has to come in anew. */
  async function checkAll(): Promise<void> {
    const byCredential = Map.groupBy(members, ({ req }) => credentialOf(req));
    for (const same of byCredential.values()) {
      try {
        const now = JSON.stringify(await whoAsksNow(same[0]!.req));
        for (const { principal, listener } of same) {
          if (JSON.stringify(principal) !== now) listener.end('signed-out');
        }
      } catch (error) {
        log.warn({ err: describeFault(error) }, 'whether they may still listen could not be read; will try again');
        return;
      }
    }
  }

  return {
    add,
    checkAll,
    tellAll: () => tellSummary([...members]),
    /** So many did not read what was sent to them. */
    dropped: () => droppedSoFar,
    isFull: () => stopped || members.size >= MOST_OF_ALL,
    openOf: ({ kind, id }: Principal) =>
      [...members].filter(({ principal }) => principal.kind === kind && principal.id === id).length,
    stop: async () => {
      stopped = true;
      rest();
      for (const { listener } of members) listener.end('shutting-down');
      await feed.stop();
    },
  };
}

export type Stream = ReturnType<typeof createStream>;

const made = new WeakMap<Batch, Map<string, Buffer>>();

/** Made once for all who see the same, and the very same bytes wait for all of them. */
function memoized(batch: Batch, view: View, make: () => Buffer): Buffer {
  const known = made.get(batch) ?? new Map<string, Buffer>();
  made.set(batch, known);
  const name = JSON.stringify([[...view.topics].sort(), view.order, view.partners, view.customer, view.limits]);
  const frames = known.get(name) ?? make();
  known.set(name, frames);
  return frames;
}

function credentialOf(req: Request): string {
  return JSON.stringify([req.get('authorization') ?? '', req.get('cookie') ?? '']);
}

function streamMetrics(registry: Metrics, clients: () => number) {
  new Gauge({
    name: 'orderwatch_stream_clients',
    help: 'Clients that listen to GET /api/v1/stream of this process',
    registers: [registry],
    collect() {
      this.set(clients());
    },
  });
  const dropped = new Counter({
    name: 'orderwatch_stream_dropped_total',
    help: 'Clients that were let go because they did not read what was sent to them',
    registers: [registry],
  });
  return { dropped };
}
