import { Gauge } from 'prom-client';
import { createTracedHistogram } from '../../platform/histogram.ts';
import type { Metrics } from '../../platform/metrics.ts';
import type { Pool } from '../../platform/postgres.ts';
import { lookAtScrape } from '../../platform/scrape.ts';
import { availability } from './endpoint-history.ts';
import { readEndpoints, type WatchedEndpoint } from './watched-endpoints.ts';

export type EndpointLatency = {
  observe(endpoint: string, ms: number): void;
  foresee(endpoints: readonly string[]): void;
};

/** What endpoints were found to be last, read at each scrape, whichever process asked them; nothing while nobody has. */
export function gaugeEndpoints(registry: Metrics, pool: Pool): void {
  const read = lookAtScrape(() => readEndpoints(pool));
  const gauge = (name: string, help: string, figure: (endpoint: WatchedEndpoint) => number) =>
    new Gauge({
      name: `orderwatch_watched_endpoint_${name}`,
      help,
      labelNames: ['endpoint'],
      registers: [registry],
      async collect() {
        const watched = await read();
        this.reset();
        for (const endpoint of watched ?? []) this.set({ endpoint: endpoint.name }, figure(endpoint));
      },
    });
  gauge('up', 'Whether the last answer was as it should be', ({ up }) => Number(up));
  gauge('availability_ratio', 'Share of the last 60 questions that were answered as they should be', availability);
}

/** Observed by whoever asks. */
export function createEndpointLatency(registry: Metrics): EndpointLatency {
  const seconds = createTracedHistogram(registry, {
    name: 'orderwatch_watched_endpoint_latency_seconds',
    help: 'How long answers took, connecting included',
    labels: ['endpoint'],
    buckets: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
  });
  return {
    observe: (endpoint, ms) => seconds.observe({ endpoint }, ms / 1_000),
    foresee: endpoints => {
      for (const endpoint of endpoints) seconds.foresee({ endpoint });
    },
  };
}
