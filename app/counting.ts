import type { Clock, Instant } from '../platform/clock.ts';
import type { Log } from '../platform/log.ts';
import type { Metrics } from '../platform/metrics.ts';
import type { Pool } from '../platform/postgres.ts';
import type { Lifecycles } from '../tracker/lifecycle.ts';
import { createDelayMetrics } from '../tracker/metrics/delay-metrics.ts';
import { createOrderCounting } from '../tracker/metrics/order-counting.ts';
import { gaugeOrders } from '../tracker/metrics/order-gauges.ts';
import { every } from './every.ts';
import type { Teardown } from './teardown.ts';

const COUNT_MS = 15_000;

/** Counts orders for boards while this process leads, and shows them as long as it does. Stops with `teardown`. */
export function startCounting(
  on: {
    pool: Pool;
    lifecycles: () => Lifecycles;
    isLeader: () => boolean;
    clock: Clock;
    log: Log;
    registry: Metrics;
  },
  teardown: Teardown,
): void {
  const { pool, lifecycles, isLeader, clock, log, registry } = on;
  const counting = createOrderCounting({ db: pool, lifecycles, clock });
  gaugeOrders(registry, { counted: () => (isLeader() ? counting.counted() : null), lifecycles });
  const loop = (name: string, look: (now: Instant) => Promise<void>) => {
    const work = async (now: Instant) => (isLeader() ? look(now) : undefined);
    const running = every(COUNT_MS, { name, work, clock, log });
    teardown.add(name, () => running.stop());
  };
  loop('counting of orders', counting.runOnce);
  loop('delays between systems', createDelayMetrics(registry, { db: pool, lifecycles }).runOnce);
}
