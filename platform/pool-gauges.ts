import { Gauge } from 'prom-client';
import type { Metrics } from './metrics.ts';
import type { Pool } from './postgres.ts';

/** What the pools of this process do at the moment of a scrape. Names of pools are the program's. */
export function gaugePools(registry: Metrics, pools: Readonly<Record<string, Pool>>): void {
  const registers = [registry];
  new Gauge({
    name: 'orderwatch_database_pool_connections',
    help: 'Connections of this process to the database',
    labelNames: ['pool', 'state'],
    registers,
    collect() {
      for (const [pool, { totalCount, idleCount }] of Object.entries(pools)) {
        this.set({ pool, state: 'busy' }, totalCount - idleCount);
        this.set({ pool, state: 'idle' }, idleCount);
      }
    },
  });
  const ofPool = (name: string, help: string, figure: (pool: Pool) => number) =>
    new Gauge({
      name: `orderwatch_database_pool_${name}`,
      help,
      labelNames: ['pool'],
      registers,
      collect() {
        for (const [pool, its] of Object.entries(pools)) this.set({ pool }, figure(its));
      },
    });
  ofPool('max_connections', 'How many connections there may be', ({ options }) => options.max);
  ofPool('waiting_requests', 'Who waits for a connection', ({ waitingCount }) => waitingCount);
}
