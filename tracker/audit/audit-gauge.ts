import { Gauge } from 'prom-client';
import type { Metrics } from '../../platform/metrics.ts';
import type { Pool } from '../../platform/postgres.ts';
import { lookAtScrape } from '../../platform/scrape.ts';
import { readAuditHead } from './audit-rows.ts';

/** Kept outside of the database by whoever scrapes: a log that gets shorter was written anew. */
export function gaugeAudit(registry: Metrics, pool: Pool): void {
  const head = lookAtScrape(() => readAuditHead(pool));
  new Gauge({
    name: 'orderwatch_audit_rows',
    help: 'Changes by hand in the audit log, which only ever grows; NaN while the database does not answer',
    registers: [registry],
    async collect() {
      this.set((await head())?.sequence ?? Number.NaN);
    },
  });
}
