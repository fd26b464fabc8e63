import type { Instant } from '../../platform/clock.ts';
import { createTracedHistogram } from '../../platform/histogram.ts';
import type { Metrics } from '../../platform/metrics.ts';
import type { Db } from '../../platform/postgres.ts';
import type { Lifecycles } from '../lifecycle.ts';
import { readSourceDelays } from './source-delays.ts';

/** An event bears the time at which its transaction began; one that commits later than this is not counted. */
const SETTLED_MS = 30_000;
/** Who has not looked for longer has not led meanwhile: somebody else has counted what came. */
const LOOKED_WITHIN_MS = 5 * 60_000;

/**
 * How much later one system hears of what another one has said; to be called every 15 seconds in the process that leads.
 * Systems are those that the configuration names: a source is any text that a message states.
 */
export function createDelayMetrics(registry: Metrics, on: { db: Db; lifecycles: () => Lifecycles }) {
  const { db, lifecycles } = on;
  const delays = createTracedHistogram(registry, {
    name: 'orderwatch_order_source_delay_seconds',
    help: 'From the first word of a status by one system to the first word of it by another, of the same order',
    labels: ['from', 'to'],
    buckets: [1, 5, 15, 30, 60, 300, 900, 3_600, 14_400, 43_200, 86_400, 259_200],
  });
  let until: Instant | null = null;
  return {
    runOnce: async (now: Instant): Promise<void> => {
      const { systems } = lifecycles();
      for (const from of systems) for (const to of systems) if (from !== to) delays.foresee({ from, to });
      const to = now - SETTLED_MS;
      const from = until !== null && to - until <= LOOKED_WITHIN_MS ? until : to;
      for (const delay of await readSourceDelays(db, systems, { from, to })) {
        delays.observe({ from: delay.from, to: delay.to }, delay.seconds);
      }
      until = to;
    },
  };
}
