import type { Instant } from '../../platform/clock.ts';
import type { Log } from '../../platform/log.ts';
import { type Pool, transaction } from '../../platform/postgres.ts';
import type { Lifecycles } from '../../tracker/lifecycle.ts';
import type { SpanExporter } from './exporter.ts';
import { deleteMoves, deleteMovesBefore, noteMoves, readMoves } from './moves.ts';
import { readNews } from './read-traces.ts';
import { sendTraces } from './send-traces.ts';
import { saveSentSpans, sentSpansOf } from './sent-spans.ts';
import type { TraceMetrics } from './trace-metrics.ts';
import { leaveTurn, takeTurn } from './turn.ts';

// Systems tell of the same thing within seconds of each other, and not in its order. A span is sent once, so it waits.
export const SETTLE_MS = 30_000;
// With five new spans each that was 0.3 s of a core and as much of the database's, while intake has the same two cores.
const ORDERS_AT_ONCE = 500;
// Then the process has something else to do, and the next look is five seconds later.
const TELL_FOR_MS = 1_500;
export const SEND_WITHIN_MS = 15_000;
// Longer than all of it takes. Whoever is killed meanwhile holds up the others for as long.
const TURN_MS = 30_000;
export const AGAIN_AFTER_MS = 60_000;
const LOG_EVERY_MS = 60_000;
const KEPT_MS = 7 * 24 * 3_600_000;
// What is on its way when the process has to end; a receiver takes milliseconds.
const GRACE_MS = 1_000;

export type Telling = {
  pool: Pool;
  lifecycles: () => Lifecycles;
  exporter: Pick<SpanExporter, 'export'>;
};

type On = Telling & {
  metrics: TraceMetrics;
  log: Log;
  /** Milliseconds since whenever, for how long a look takes. */
  stopwatch?: () => number;
};

/**
 * Sends what is over of the orders that have moved, each span once, however many processes do so: one at a time has the
 * turn, which is a row, as no transaction and no connection is held while spans are sent. What was sent is written down
 * with the moves taken away. Whoever is killed in between has sent spans that are not written down, and the next one
 * sends the same spans, with the same ids. What nobody takes, and what throws, lets all of them wait for a minute.
 */
export function createTraceTeller(on: On) {
  const { pool, log, stopwatch = () => performance.now() } = on;
  const ending = new AbortController();
  let isEnding = false;
  let saidAt = Number.NEGATIVE_INFINITY;

  const tellPages = async (now: Instant, isBusy: boolean): Promise<Told> => {
    const begun = stopwatch();
    const signal = AbortSignal.any([ending.signal, AbortSignal.timeout(SEND_WITHIN_MS)]);
    for (;;) {
      const told = await tellPage(on, now, signal);
      if (told.leftOut && now - saidAt >= LOG_EVERY_MS) {
        saidAt = now;
        log.warn(told.leftOut, 'traces of orders were refused; left out');
      }
      if (told.kind !== 'more' || isEnding || isBusy || stopwatch() - begun > TELL_FOR_MS) return told;
    }
  };

  return {
    /** `isBusy`: this process has enough to do as it is, so that one page is told, and no more. */
    runOnce: async (now: Instant, isBusy: boolean): Promise<void> => {
      const until = now + TURN_MS;
      if (isEnding || !(await takeTurn(pool, now, until))) return;
      let freeAt = now + AGAIN_AFTER_MS;
      try {
        const told = await tellPages(now, isBusy);
        if (told.kind !== 'failed' || isEnding) freeAt = now;
        else log.warn({ err: told.why }, 'traces of orders could not be sent; will try again in a minute');
      } finally {
        await leaveTurn(pool, until, freeAt);
      }
    },
    /** No page is begun any more, and what is on its way has a second. */
    stop: (): void => {
      isEnding = true;
      setTimeout(() => ending.abort(), GRACE_MS).unref();
    },
  };
}

type Told = { kind: 'all' | 'more'; leftOut: LeftOut | null } | { kind: 'failed'; why: string; leftOut: null };
type LeftOut = { err: string | null; orders: number; first: string | undefined };

async function tellPage({ pool, lifecycles, exporter, metrics }: On, now: Instant, signal: AbortSignal): Promise<Told> {
  const knownBy = now - SETTLE_MS;
  const moves = await readMoves(pool, knownBy, ORDERS_AT_ONCE);
  if (moves.length === 0) return { kind: 'all', leftOut: null };
  const orders = [...new Set(moves.flatMap(move => move.orders))];
  const { traces, unsettled, broken } = await readNews(pool, lifecycles(), orders, knownBy);
  const sent = await sendTraces(exporter, traces, signal);
  await transaction(pool, async tx => {
    await saveSentSpans(tx, sent.taken.map(sentSpansOf), now);
    if (sent.kind === 'failed') return;
    await deleteMoves(tx, moves);
    if (unsettled.orders.length > 0) await noteMoves(tx, unsettled.orders, unsettled.knownAt);
  });
  metrics.count('sent', sent.taken.length);
  if (sent.kind === 'failed') {
    metrics.count('failed', traces.length - sent.taken.length);
    return { kind: 'failed', why: sent.why, leftOut: null };
  }
  const unfit = [...broken.map(({ orderId }) => orderId), ...sent.broken];
  metrics.count('refused', sent.refused.length);
  metrics.count('broken', unfit.length);
  const [first] = [...sent.refused, ...unfit];
  const moved = moves.reduce((sum, move) => sum + move.orders.length, 0);
  return {
    kind: moved >= ORDERS_AT_ONCE ? 'more' : 'all',
    leftOut:
      first === undefined
        ? null
        : { err: sent.why ?? broken[0]?.why ?? null, orders: sent.refused.length + unfit.length, first },
  };
}

/** Whether or not anybody tells: what was noted is no longer news after a week. */
export async function giveUpOldMoves(pool: Pool, metrics: TraceMetrics, now: Instant): Promise<void> {
  metrics.count('given_up', await deleteMovesBefore(pool, now - KEPT_MS));
}
