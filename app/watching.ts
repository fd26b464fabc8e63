import type { Decode } from '../collector/envelope/decode.ts';
import type { Endpoint } from '../collector/watch/endpoint.ts';
import { createEndpointLatency, gaugeEndpoints } from '../collector/watch/endpoint-metrics.ts';
import { createEndpointWatcher } from '../collector/watch/endpoint-watcher.ts';
import { createPostgresWatcher } from '../collector/watch/postgres-watcher.ts';
import { createRabbitmqWatcher } from '../collector/watch/rabbitmq-watcher.ts';
import { gaugeWatched } from '../collector/watch/watch-gauges.ts';
import type { Clock, Instant } from '../platform/clock.ts';
import type { Log } from '../platform/log.ts';
import type { Metrics } from '../platform/metrics.ts';
import type { Pool } from '../platform/postgres.ts';
import { every } from './every.ts';
import type { Teardown } from './teardown.ts';

const LOOK_MS = 15_000;
// Each endpoint has a time of its own.
const ENDPOINTS_MS = 1_000;

/** Looks at broker, database and endpoints while this process leads, and shows what was seen in any case. Stops with `teardown`. */
export function startWatching(
  on: {
    pool: Pool;
    /** Null: nobody said where it is, and the broker is not watched. */
    managementUrl: string | null;
    amqpUrl: string;
    decode: Decode;
    /** As they are declared now. */
    endpoints: () => readonly Endpoint[];
    isLeader: () => boolean;
    clock: Clock;
    log: Log;
    registry: Metrics;
  },
  teardown: Teardown,
): void {
  const { pool, managementUrl, amqpUrl, decode, endpoints, isLeader, clock, log, registry } = on;
  const loop = (name: string, look: (now: Instant) => Promise<void>, breakOff = () => {}, periodMs = LOOK_MS) => {
    const work = async (now: Instant) => (isLeader() ? look(now) : undefined);
    const running = every(periodMs, { name, work, clock, log });
    teardown.add(name, () => {
      breakOff();
      return running.stop();
    });
  };
  gaugeWatched(registry, pool);
  gaugeEndpoints(registry, pool);
  loop('watcher of the database', createPostgresWatcher({ pool }).runOnce);
  const asking = createEndpointWatcher({ pool, endpoints, latency: createEndpointLatency(registry), log });
  loop('watcher of endpoints', asking.runOnce, asking.stop, ENDPOINTS_MS);
  if (managementUrl !== null) {
    const watcher = createRabbitmqWatcher({ managementUrl, amqpUrl, pool, decode, log });
    loop('watcher of RabbitMQ', watcher.runOnce, watcher.stop);
  }
}
