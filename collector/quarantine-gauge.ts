import { setTimeout } from 'node:timers/promises';
import { Gauge } from 'prom-client';
import type { Metrics } from '../platform/metrics.ts';
import type { Pool } from '../platform/postgres.ts';
import { countOpen } from './quarantine.ts';

/** A scrape waits for all figures, and Prometheus for a scrape ten seconds at most. */
const COUNT_WITHIN_MS = 1_000;

/** How many messages wait in quarantine, counted at each scrape: NaN when the database does not say so in time. */
export function gaugeQuarantine(registry: Metrics, pool: Pool): void {
  let counting: Promise<number> | undefined;
  new Gauge({
    name: 'orderwatch_quarantine_open_messages',
    help: 'Messages in quarantine that have not been replayed; NaN while the database does not answer',
    registers: [registry],
    async collect() {
      // A count that is still under way at the next scrape is not begun again.
      counting ??= countOpen(pool)
        .catch(() => Number.NaN)
        .finally(() => {
          counting = undefined;
        });
      this.set(await Promise.race([counting, setTimeout(COUNT_WITHIN_MS, Number.NaN, { ref: false })]));
    },
  });
}
