import { Counter, Gauge } from 'prom-client';
import type { Clock } from '../../platform/clock.ts';
import type { Metrics } from '../../platform/metrics.ts';
import type { Db } from '../../platform/postgres.ts';
import { lookAtScrape } from '../../platform/scrape.ts';
import { countWaiting } from './moves.ts';

export type TraceMetrics = ReturnType<typeof createTraceMetrics>;

const RESULTS = ['sent', 'failed', 'refused', 'broken', 'given_up'] as const;

export function createTraceMetrics(registry: Metrics) {
  const traces = new Counter({
    name: 'orderwatch_order_traces_total',
    help: 'News of orders for their traces, by what became of them',
    labelNames: ['result'],
    registers: [registry],
  });
  for (const result of RESULTS) traces.inc({ result }, 0);
  return {
    count: (result: (typeof RESULTS)[number], orders: number) => traces.inc({ result }, orders),
  };
}

/** Read at each scrape: NaN when the database does not say so in time. */
export function gaugeWaitingTraces(registry: Metrics, db: Db, clock: Clock): void {
  const look = lookAtScrape(() => countWaiting(db));
  const registers = [registry];
  new Gauge({
    name: 'orderwatch_order_traces_waiting',
    help: 'Moves of orders that are not in their traces yet; NaN while the database does not answer',
    registers,
    async collect() {
      this.set((await look())?.moves ?? Number.NaN);
    },
  });
  new Gauge({
    name: 'orderwatch_order_traces_oldest_waiting_seconds',
    help: 'How long ago the oldest of them was recorded; 0: there is none',
    registers,
    async collect() {
      const waiting = await look();
      this.set(waiting ? (clock.now() - (waiting.oldestAt ?? clock.now())) / 1_000 : Number.NaN);
    },
  });
}
