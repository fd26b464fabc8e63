import type { Instant } from '../../platform/clock.ts';
import type { Log } from '../../platform/log.ts';
import type { Pool } from '../../platform/postgres.ts';
import { askEndpoint } from './ask-endpoint.ts';
import type { Endpoint } from './endpoint.ts';
import { afterAsking } from './endpoint-history.ts';
import type { EndpointLatency } from './endpoint-metrics.ts';
import { forgetEndpoints, readEndpoints, saveEndpoint, type WatchedEndpoint } from './watched-endpoints.ts';

export type EndpointWatcher = {
  /**
   * Asks each endpoint whose time has come, all at once; it takes as long as the slowest of them, ten seconds at most.
   * That one does not answer is what it saw; it rejects when the database does not answer.
   */
  runOnce(now: Instant): Promise<void>;
  /** Breaks off what is under way. */
  stop(): void;
};

/** One process should ask and not all. */
export function createEndpointWatcher({
  pool,
  endpoints,
  latency,
  log,
}: {
  pool: Pool;
  /** As they are declared now. */
  endpoints: () => readonly Endpoint[];
  latency: EndpointLatency;
  log: Log;
}): EndpointWatcher {
  const stopping = new AbortController();
  const askedAt = new Map<string, Instant>();
  let declared: readonly Endpoint[] | null = null;

  async function ask(endpoint: Endpoint, known: WatchedEndpoint | null, now: Instant): Promise<void> {
    askedAt.set(endpoint.name, now);
    const asked = await askEndpoint(endpoint, stopping.signal);
    // What we broke off ourselves says nothing of it.
    if (stopping.signal.aborted) return;
    if (asked.ms !== null) latency.observe(endpoint.name, asked.ms);
    const found = afterAsking(endpoint, known, asked, now);
    if (found.up !== (known?.up ?? true)) tell(found);
    await saveEndpoint(pool, found);
  }

  function tell({ name, up, obstacle }: WatchedEndpoint): void {
    if (up) log.info({ endpoint: name }, 'the endpoint answers again');
    else log.warn({ endpoint: name, reason: obstacle }, 'the endpoint does not answer as it should');
  }

  return {
    runOnce: async now => {
      const wanted = endpoints();
      if (wanted !== declared) {
        const names = wanted.map(({ name }) => name);
        await forgetEndpoints(pool, names);
        latency.foresee(names);
        declared = wanted;
      }
      const due = wanted.filter(
        ({ name, everyMs }) => now - (askedAt.get(name) ?? Number.NEGATIVE_INFINITY) >= everyMs,
      );
      if (due.length === 0) return;
      const known = new Map((await readEndpoints(pool)).map(one => [one.name, one]));
      await Promise.all(due.map(endpoint => ask(endpoint, known.get(endpoint.name) ?? null, now)));
    },
    stop: () => stopping.abort(),
  };
}
