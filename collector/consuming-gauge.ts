import { Gauge } from 'prom-client';
import type { Metrics } from '../platform/metrics.ts';

/** Whether this process takes messages from the queue at the moment of a scrape. */
export function gaugeConsuming(registry: Metrics, consumes: () => boolean): void {
  new Gauge({
    name: 'orderwatch_intake_consuming',
    help: 'Whether messages are taken from the queue: 1 or 0',
    registers: [registry],
    collect() {
      this.set(Number(consumes()));
    },
  });
}
