import { Gauge } from 'prom-client';
import type { Metrics } from '../../platform/metrics.ts';
import type { Pool } from '../../platform/postgres.ts';
import { lookAtScrape } from '../../platform/scrape.ts';

type Counted = { claims: number; proposed: number; done: number };

/** What people have in hand and have decided, counted at each scrape: NaN when the database does not say so in time. */
export function gaugeDecisions(registry: Metrics, pool: Pool): void {
  const count = lookAtScrape(async () => {
    const { rows } = await pool.query<Counted>(
      `select (select count(*) from tracker.order_hands h where h.holder_id is not null) as claims,
              (select count(*) from tracker.correction c where c.state = 'proposed') as proposed,
              (select count(*) from tracker.correction c where c.state = 'done') as done`,
    );
    return rows[0]!;
  });
  const gauge = (name: string, help: string, figure: (counted: Counted) => number) =>
    new Gauge({
      name,
      help,
      registers: [registry],
      async collect() {
        const counted = await count();
        this.set(counted ? figure(counted) : Number.NaN);
      },
    });
  gauge('orderwatch_claims', 'Orders that somebody has in hand', ({ claims }) => claims);
  gauge('orderwatch_corrections_proposed', 'Corrections that wait for a second person', ({ proposed }) => proposed);
  gauge('orderwatch_corrections', 'Statuses that people have put right', ({ done }) => done);
}
