import { Counter } from 'prom-client';
import type { Metrics } from '../platform/metrics.ts';
import type { Db, Pool } from '../platform/postgres.ts';
import { lookAtScrape } from '../platform/scrape.ts';
import type { IncidentVerdict } from './incident.ts';

/**
 * What people said of incidents, counted at each scrape, since they say it in any process and also at a terminal. The last
 * word counts: who changes it moves one from here to there.
 */
export function countVerdicts(registry: Metrics, pool: Pool): void {
  const count = lookAtScrape(() => readVerdicts(pool));
  new Counter({
    name: 'orderwatch_incident_verdicts_total',
    help: 'Incidents by whether they were real, as people said; the same in each process; absent while the database does not answer',
    labelNames: ['rule', 'verdict'],
    registers: [registry],
    async collect() {
      const counted = await count();
      this.reset();
      for (const { rule, verdict, incidents } of counted ?? []) this.inc({ rule, verdict }, incidents);
    },
  });
}

async function readVerdicts(db: Db): Promise<{ rule: string; verdict: IncidentVerdict; incidents: number }[]> {
  const { rows } = await db.query<{ rule: string; verdict: IncidentVerdict; incidents: number }>(
    `select i.rule, i.verdict, count(*) as incidents from alerts.incident i
      where i.verdict is not null and i.merged_into is null group by i.rule, i.verdict order by i.rule, i.verdict`,
  );
  return rows;
}
