import type { ChannelModel, ConsumeMessage } from 'amqplib';
import type { Instant } from '../platform/clock.ts';
import type { Broker } from '../platform/rabbitmq.ts';
import { withChildSpan } from '../platform/tracing.ts';
import type { AcceptDeps } from './accept.ts';
import { backOff } from './back-off.ts';
import { createBatcher } from './batch.ts';
import { withBatchSpan } from './batch-span.ts';
import { createBindings } from './bindings.ts';
import type { Verdict } from './envelope/envelope.ts';
import { guardHeaders } from './header-guard.ts';
import { fromDelivery, type InboundMessage } from './message.ts';
import { isOwnFinding } from './own-finding.ts';
import { createPrefetch } from './prefetch.ts';
import { type BatchRecorder, createBatchRecorder, type Delivery } from './record-batch.ts';
import { openSession, type Session } from './session.ts';
import { defaultTopology, type Topology } from './topology.ts';

export type IntakeOptions = {
  topology: Topology;
  /** Batches in flight at once, each with the events of other orders and a database connection of its own. */
  lanes: number;
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
  // While some wait for the database another decodes and folds. Larger batches took more memory and brought 5 %.
  lanes: 3,
  batchMessages: 500,
  batchWaitMs: 20,
  bufferBytes: 64 * 1024 * 1024,
  stopWithinMs: 10_000,
};

export type IntakeStatus = {
  /** `paused`: the database does not take the batch; nothing is acknowledged, it is tried until it does. */
  state: 'stopped' | 'connecting' | 'consuming' | 'paused';
  since: Instant;
  /** Why it is paused, or else the obstacle. */
  reason: string | null;
  /** What on RabbitMQ's side keeps messages from coming: no connection, a refusal, an exchange that routes nothing. */
  obstacle: string | null;
  /** When the oldest batch in flight was begun. */
  batchSince: Instant | null;
  lastMessageAt: Instant | null;
  buffered: number;
  missingExchanges: readonly string[];
};

export type Intake = {
  start(): Promise<void>;
  stop(): Promise<void>;
  status(): IntakeStatus;
  /** Binds the exchanges that are configured now: for after a reload. Never rejects. */
  rebind(): Promise<void>;
  /** Resolves when it consumes for the first time: from then on what is published is not lost on us. */
  consuming: Promise<void>;
};

/** A batch takes milliseconds, and a second or two when it has to be halved. */
const SLOW_BATCH_MS = 30_000;

/** True while messages come. */
export function isConsuming({ state, obstacle }: IntakeStatus): boolean {
  return (state === 'consuming' || state === 'paused') && obstacle === null;
}

/** True while what comes is recorded, or nothing comes. */
export function isRecording({ state, batchSince }: IntakeStatus, now: Instant): boolean {
  return state !== 'paused' && (batchSince === null || now - batchSince <= SLOW_BATCH_MS);
}

// A session that lived so long was none that the broker refuses: the next one is opened at once.
const LIVED_MS = 60_000;
// By lane the batch in flight, and half of the next one. A whole batch more took 25 MB and brought nothing.
const BATCHES_AHEAD = 1.5;
const MAX_BATCH_BYTES = 16 * 1024 * 1024;

/** Consumes the queue into the ledger, exactly once in effect: a batch is acknowledged after its commit. */
export function createIntake(
  deps: AcceptDeps & { broker: Broker },
  options: IntakeOptions = defaultIntakeOptions,
): Intake {
  const { broker, clock, log, metrics } = deps;
  const { batchMessages, batchWaitMs, bufferBytes, stopWithinMs, topology } = options;
  const prefetch = createPrefetch(Math.ceil(BATCHES_AHEAD * options.lanes * batchMessages), bufferBytes);
  const halt = new AbortController();
  let life: 'new' | 'running' | 'over' = 'new';
  let session: Session | undefined;
  let failures = 0;
  let since = clock.now();
  let refusal: string | null = null;
  let lastMessageAt: Instant | null = null;
  const { promise: consuming, resolve: consumes } = Promise.withResolvers<void>();

  const bindings = createBindings(deps, topology);
  const flush = async (recorder: BatchRecorder, batch: readonly Arrived[]): Promise<void> => {
    const { session: from } = batch.at(-1)!;
    // It comes again, and then it must come as something new: see blame.ts on neighbours.
    if (!from.isOpen()) return;
    const messages = batch.map(({ message }) => message);
    await withBatchSpan(topology.queue, messages, () => record(recorder, batch, from));
  };
  const record = async (recorder: BatchRecorder, batch: readonly Arrived[], from: Session): Promise<void> => {
    const begun = performance.now();
    metrics.batchSize.observe({}, batch.length);
    const items = await withChildSpan('decode', {}, () => Promise.all(batch.map(decoded)));
    if (await recorder.record(items)) {
      failures = 0;
      from.acknowledge(batch.map(({ delivery }) => delivery));
      if (prefetch.grows(batch.length)) await from.setPrefetch(prefetch.limit());
    }
    metrics.buffered.set(waiting().items);
    metrics.batchSeconds.observe({}, (performance.now() - begun) / 1_000);
  };
  const lanes = Array.from({ length: options.lanes }, () => {
    const recorder = createBatchRecorder(deps, halt.signal);
    const batcher = createBatcher<Arrived>({
      maxItems: batchMessages,
      maxBytes: MAX_BATCH_BYTES,
      maxWaitMs: batchWaitMs,
      bytesOf: ({ delivery }) => delivery.content.length,
      flush: batch => flush(recorder, batch),
    });
    return { recorder, batcher };
  });
  const waiting = () => {
    const all = lanes.map(({ batcher }) => batcher.waiting());
    return { items: sum(all.map(({ items }) => items)), bytes: sum(all.map(({ bytes }) => bytes)) };
  };
  const clear = () => {
    for (const { batcher } of lanes) batcher.clear();
  };
  const drain = () => Promise.all(lanes.map(({ batcher }) => batcher.drain()));

  const deliver = (from: Session, delivery: ConsumeMessage): void => {
    lastMessageAt = clock.now();
    metrics.delivered(lastMessageAt);
    // What still comes before the channel is closed will be delivered again.
    if (!from.isOpen()) return;
    const message = fromDelivery(delivery, lastMessageAt);
    if (isOwnFinding(message)) {
      metrics.ownFindings.inc();
      from.acknowledge([delivery]);
      return;
    }
    const verdict = deps.decode(message, { historic: false });
    lanes[laneOf(verdict, lanes.length)]!.batcher.add({ session: from, delivery, message, verdict });
    const buffered = waiting();
    metrics.buffered.set(buffered.items);
    if (prefetch.overflows(buffered)) giveBack(from, buffered);
  };

  const giveBack = (from: Session, { items, bytes }: { items: number; bytes: number }): void => {
    log.warn({ items, bytes }, 'messages are too large to hold many: they are given back, fewer will be asked for');
    clear();
    void from.close();
  };

  /**
   * One session after another for as long as the connection lives. A broker may take a connection and then end it at
   * the first thing that is asked of it, so the pauses grow across connections until a batch went through.
   * While a batch is in flight none is opened: nothing more could be recorded, and each delivery counts.
   */
  const serve = async (connection: ChannelModel): Promise<void> => {
    let alive = true;
    connection.once('close', () => {
      alive = false;
    });
    guardHeaders(connection.connection);
    while (alive && !isOver()) {
      if (failures > 0) await backOff(failures, halt.signal);
      await drain();
      if (!alive || isOver()) return;
      failures += 1;
      try {
        const opened = await openSession(connection, topology, bindings, prefetch.limit(), log, deliver);
        if (isOver()) return await opened.close();
        session = opened;
        refusal = null;
        since = clock.now();
        const openedAt = since;
        log.info({ queue: topology.queue }, 'intake is consuming');
        consumes();
        await opened.ended;
        since = clock.now();
        if (since - openedAt >= LIVED_MS) failures = 0;
        // Their tags died with the channel; the broker delivers them again.
        clear();
      } catch (error) {
        const { message: reason } = error as Error;
        if (reason !== refusal) log.warn({ reason }, 'intake can not consume, trying again');
        refusal = reason;
      }
    }
  };
  const isOver = () => life === 'over';

  const obstacleNow = (): string | null => {
    const connection = broker.state();
    if (connection.state === 'reconnecting') return connection.reason || 'RabbitMQ has not answered yet';
    return session?.isOpen() ? session.obstacle() : refusal;
  };

  /** Takes no more, finishes what is here, and closes the channel. A channel that is gone already is just as well. */
  const windUp = async (): Promise<void> => {
    const last = session;
    // Whatever is still tried can't be acknowledged any more.
    if (!last?.isOpen()) halt.abort();
    await last?.cancel();
    await drain();
    await last?.close();
    await bindings.release();
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
      const { promise: late, resolve: giveUp } = Promise.withResolvers<void>();
      const timer = setTimeout(giveUp, stopWithinMs);
      await Promise.race([windUp(), late]);
      clearTimeout(timer);
      halt.abort();
    },
    consuming,
    rebind: async () => session?.rebind(),
    status: () => {
      const paused = lanes.map(({ recorder }) => recorder.paused()).find(pause => pause !== null) ?? null;
      const begun = lanes.flatMap(({ recorder }) => recorder.since() ?? []);
      const obstacle = obstacleNow();
      return {
        state: stateOf(life === 'running', paused !== null, session?.isOpen() === true),
        since: paused?.since ?? since,
        reason: paused?.reason ?? obstacle,
        obstacle,
        batchSince: begun.length === 0 ? null : Math.min(...begun),
        lastMessageAt,
        buffered: waiting().items,
        missingExchanges: session?.missing() ?? [],
      };
    },
  };
}

/** All events of an order go the same way, so that two lanes never wait for the row of one. */
function laneOf(verdict: Verdict | Promise<Verdict>, lanes: number): number {
  if (verdict instanceof Promise || !verdict.ok) return 0;
  const { key } = verdict.event;
  let hash = 0;
  for (let at = 0; at < key.length; at++) hash = (Math.imul(hash, 31) + key.charCodeAt(at)) | 0;
  return Math.abs(hash) % lanes;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

/** Decoding begins on arrival; some mappings take a moment. */
type Arrived = Omit<Delivery, 'item'> & { message: InboundMessage; verdict: Verdict | Promise<Verdict> };

async function decoded({ session, delivery, message, verdict }: Arrived): Promise<Delivery> {
  return { session, delivery, item: { message, verdict: await verdict } };
}

function stateOf(running: boolean, paused: boolean, open: boolean): IntakeStatus['state'] {
  if (!running) return 'stopped';
  if (paused) return 'paused';
  return open ? 'consuming' : 'connecting';
}
