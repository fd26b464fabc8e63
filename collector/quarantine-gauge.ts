import { Gauge } from 'prom-client';
import type { Metrics } from '../platform/metrics.ts';
import type { Pool } from '../platform/postgres.ts';
import { lookAtScrape } from '../platform/scrape.ts';
import { countOpen } from './quarantine.ts';

/** How many messages wait in quarantine, counted at each scrape: NaN when the database does not say so in time. */
export function gaugeQuarantine(registry: Metrics, pool: Pool): void {
  const count = lookAtScrape(() => countOpen(pool));
  new Gauge({
    name: 'orderwatch_quarantine_open_messages',
    help: 'Messages in quarantine that have not been replayed; NaN while the database does not answer',
    registers: [registry],
    async collect() {
      this.set((await count()) ?? Number.NaN);
    },
  });
}
