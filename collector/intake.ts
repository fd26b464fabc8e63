import type { ChannelModel, ConsumeMessage } from 'amqplib';
import type { Instant } from '../platform/clock.ts';
import type { Log } from '../platform/log.ts';
import type { Broker } from '../platform/rabbitmq.ts';
import { type AcceptDeps, accept, type Decoded } from './accept.ts';
import { backOff } from './back-off.ts';
import { createBatcher } from './batch.ts';
import { decode } from './envelope/decode.ts';
import { guardHeaders } from './header-guard.ts';
import { fromDelivery } from './message.ts';
import { createPrefetch } from './prefetch.ts';
import { openSession, type Session } from './session.ts';
import { defaultTopology, type Topology } from './topology.ts';

export type IntakeOptions = {
  topology: Topology;
  batchMessages: number;
  /** How long the first message of a batch waits for others, at most. */
  batchWaitMs: number;
  /** What may wait in memory for its batch. */
  bufferBytes: number;
  /** Within this time `stop` gives up what is not committed; RabbitMQ delivers it again. */
  stopWithinMs: number;
};

export const defaultIntakeOptions: IntakeOptions = {
  topology: defaultTopology,
  batchMessages: 1_000,
  batchWaitMs: 20,
  bufferBytes: 64 * 1024 * 1024,
  stopWithinMs: 10_000,
};

export type IntakeStatus = {
  /** `paused`: the database does not take the batch; nothing is acknowledged, it is tried until it does. */
  state: 'stopped' | 'connecting' | 'consuming' | 'paused';
  since: Instant;
  reason: string | null;
  lastMessageAt: Instant | null;
  buffered: number;
  missingExchanges: readonly string[];
};

export type Intake = {
  start(): Promise<void>;
  stop(): Promise<void>;
  status(): IntakeStatus;
  /** Resolves when it consumes for the first time: from then on what is published is not lost on us. */
  consuming: Promise<void>;
};

type Delivery = { session: Session; delivery: ConsumeMessage; item: Decoded };

// The batch in flight, the one that fills up, and one on the way from the broker.
const BATCHES_AHEAD = 3;
const MAX_BATCH_BYTES = 16 * 1024 * 1024;

/** Consumes the queue into the ledger, exactly once in effect: a batch is acknowledged after its commit. */
export function createIntake(
  deps: AcceptDeps & { broker: Broker; log: Log },
  options: IntakeOptions = defaultIntakeOptions,
): Intake {
  const { broker, clock, log, metrics } = deps;
  const { batchMessages, batchWaitMs, bufferBytes, stopWithinMs, topology } = options;
  const prefetch = createPrefetch(BATCHES_AHEAD * batchMessages, bufferBytes);
  const halt = new AbortController();
  let life: 'new' | 'running' | 'over' = 'new';
  let session: Session | undefined;
  let failures = 0;
  let since = clock.now();
  let paused: { since: Instant; reason: string } | undefined;
  let lastMessageAt: Instant | null = null;
  const { promise: consuming, resolve: consumes } = Promise.withResolvers<void>();

  const batcher = createBatcher<Delivery>({
    maxItems: batchMessages,
    maxBytes: MAX_BATCH_BYTES,
    maxWaitMs: batchWaitMs,
    bytesOf: ({ delivery }) => delivery.content.length,
    flush: async batch => {
      const end = metrics.batchSeconds.startTimer();
      metrics.batchSize.observe(batch.length);
      await recordUntilTaken(batch);
      metrics.buffered.set(batcher.waiting().items);
      end();
    },
  });

  const deliver = (from: Session, delivery: ConsumeMessage): void => {
    lastMessageAt = clock.now();
    metrics.delivered(lastMessageAt);
    // What still comes before the channel is closed will be delivered again.
    if (!from.isOpen()) return;
    const message = fromDelivery(delivery, lastMessageAt);
    const verdict = decode(message, { lifecycle: deps.lifecycle, historic: false });
    batcher.add({ session: from, delivery, item: { message, verdict } });
    const waiting = batcher.waiting();
    metrics.buffered.set(waiting.items);
    if (prefetch.overflows(waiting)) giveBack(from, waiting);
  };

  const giveBack = (from: Session, { items, bytes }: { items: number; bytes: number }): void => {
    log.warn({ items, bytes }, 'messages are too large to hold many: they are given back, fewer will be asked for');
    batcher.clear();
    void from.close();
  };

  /** Ends when the batch is committed, or can't be acknowledged any more: then the broker delivers it again. */
  const recordUntilTaken = async (batch: readonly Delivery[]): Promise<void> => {
    const { session: from, delivery: last } = batch.at(-1)!;
    let items = batch.map(({ item }) => item);
    for (let attempt = 1; from.isOpen() && !halt.signal.aborted; attempt++) {
      try {
        await accept(deps, items);
        resume();
        failures = 0;
        from.acknowledgeUpTo(last);
        if (prefetch.grows(batch.length)) await from.setPrefetch(prefetch.limit());
        return;
      } catch (error) {
        metrics.faults.inc();
        pause(error as Error);
        // What the failed attempt did record is no duplicate that a producer sent.
        items = items.map(item => ({ ...item, message: { ...item.message, redelivered: true } }));
        await backOff(attempt, halt.signal);
      }
    }
    paused = undefined;
  };

  const pause = (error: Error): void => {
    const { message: reason, stack } = error;
    if (!paused) log.error({ reason, stack }, 'a batch is not taken: intake is paused, nothing is acknowledged');
    paused = { since: paused?.since ?? clock.now(), reason };
  };
  const resume = (): void => {
    if (paused) log.info('batches are taken again: intake goes on');
    paused = undefined;
  };

  /**
   * One session after another for as long as the connection lives. A broker may take a connection and then end it at
   * the first thing that is asked of it, so the pauses grow across connections until a batch went through.
   */
  const serve = async (connection: ChannelModel): Promise<void> => {
    let alive = true;
    connection.once('close', () => {
      alive = false;
    });
    guardHeaders(connection.connection);
    while (alive && !isOver()) {
      if (failures > 0) await backOff(failures, halt.signal);
      if (!alive || isOver()) return;
      failures += 1;
      try {
        const opened = await openSession(connection, topology, prefetch.limit(), log, deliver);
        if (isOver()) return await opened.close();
        session = opened;
        since = clock.now();
        log.info({ queue: topology.queue }, 'intake is consuming');
        consumes();
        await opened.ended;
        since = clock.now();
        // Their tags died with the channel; the broker delivers them again.
        batcher.clear();
      } catch (error) {
        log.warn({ reason: (error as Error).message }, 'intake can not consume, trying again');
      }
    }
  };
  const isOver = () => life === 'over';

  /** Takes no more, finishes what is here, and closes the channel. A channel that is gone already is just as well. */
  const windUp = async (): Promise<void> => {
    const last = session;
    await last?.cancel();
    await batcher.drain();
    await last?.close();
  };

  return {
    start: async () => {
      if (life !== 'new') return;
      life = 'running';
      since = clock.now();
      broker.onConnect(connection => void serve(connection));
    },
    stop: async () => {
      if (life !== 'running') return;
      life = 'over';
      const giveUp = setTimeout(() => halt.abort(), stopWithinMs);
      await Promise.race([windUp(), aborted(halt.signal)]);
      clearTimeout(giveUp);
      halt.abort();
    },
    consuming,
    status: () => ({
      state: stateOf(life === 'running', paused !== undefined, session?.isOpen() === true),
      since: paused?.since ?? since,
      reason: paused?.reason ?? null,
      lastMessageAt,
      buffered: batcher.waiting().items,
      missingExchanges: session?.missing() ?? [],
    }),
  };
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise(resolve => signal.addEventListener('abort', () => resolve(), { once: true }));
}

function stateOf(running: boolean, paused: boolean, open: boolean): IntakeStatus['state'] {
  if (!running) return 'stopped';
  if (paused) return 'paused';
  return open ? 'consuming' : 'connecting';
}
