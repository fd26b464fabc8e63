import { openSpanExporter, type TraceTarget } from '../collector/order-traces/exporter.ts';
import { createTraceTeller, giveUpOldMoves } from '../collector/order-traces/tell-traces.ts';
import { createTraceMetrics, gaugeWaitingTraces } from '../collector/order-traces/trace-metrics.ts';
import type { Clock, Instant } from '../platform/clock.ts';
import type { Log } from '../platform/log.ts';
import type { Metrics } from '../platform/metrics.ts';
import type { Pool } from '../platform/postgres.ts';
import type { Lifecycles } from '../tracker/lifecycle.ts';
import { every } from './every.ts';
import type { Teardown } from './teardown.ts';

const TELL_MS = 5_000;
const GIVE_UP_MS = 3_600_000;
// What is on its way is given a second (tell-traces.ts).
const STOP_MS = 1_500;
// Share of the time between two looks in which the process had something to do: messages go first.
const BUSY = 0.5;

/**
 * Sends the traces of orders; any number of processes may. Without a target nothing is sent, and what others have noted,
 * or this one when it had a target, is given up in time all the same. Stops with `teardown`.
 */
export async function startTracingOrders(
  on: {
    pool: Pool;
    lifecycles: () => Lifecycles;
    target: TraceTarget | null;
    clock: Clock;
    log: Log;
    registry: Metrics;
  },
  teardown: Teardown,
): Promise<void> {
  const { pool, target, clock, log, registry } = on;
  gaugeWaitingTraces(registry, pool, clock);
  const metrics = createTraceMetrics(registry);
  const work = (now: Instant) => giveUpOldMoves(pool, metrics, now);
  const givingUp = every(GIVE_UP_MS, { name: 'traces of orders of long ago', work, clock, log });
  teardown.add('traces of orders of long ago', () => givingUp.stop());
  if (target === null) return;
  const exporter = await openSpanExporter(target);
  teardown.add('exporter of traces of orders', () => exporter.stop());
  const teller = createTraceTeller({ ...on, metrics, exporter });
  let before = performance.eventLoopUtilization();
  const tell = async (now: Instant) => {
    const { utilization } = performance.eventLoopUtilization(before);
    await teller.runOnce(now, utilization > BUSY);
    before = performance.eventLoopUtilization();
  };
  const telling = every(TELL_MS, { name: 'traces of orders', work: tell, clock, log });
  teardown.add(
    'traces of orders',
    () => {
      teller.stop();
      return telling.stop();
    },
    STOP_MS,
  );
}
