import { createTeardown } from '../../app/teardown.ts';
import { startTracingOrders } from '../../app/tracing-orders.ts';
import { decoder } from '../../collector/envelope/decode.ts';
import { createIntake } from '../../collector/intake.ts';
import { createIntakeMetrics } from '../../collector/intake-metrics.ts';
import { createMoveListener } from '../../collector/order-traces/moves.ts';
import { SETTLE_MS } from '../../collector/order-traces/tell-traces.ts';
import { rawPartitions } from '../../collector/raw-partitions.ts';
import { createNoticeListener } from '../../notifier/listener.ts';
import { settingsUnderTest } from '../../notifier/outbox-under-test.ts';
import { systemClock } from '../../platform/clock.ts';
import { createLog } from '../../platform/log.ts';
import { createMetrics } from '../../platform/metrics.ts';
import { createPool } from '../../platform/postgres.ts';
import { createBroker } from '../../platform/rabbitmq.ts';
import { resourceOf } from '../../platform/telemetry/resource.ts';
import { startTelemetry, type TelemetrySettings } from '../../platform/telemetry/start.ts';
import { referenceLifecycles } from '../../test/support/reference.ts';
import type { Ledger } from '../../tracker/ledger.ts';
import { countedLedger } from '../../tracker/metrics/counted-ledger.ts';
import { createOrderMetrics } from '../../tracker/metrics/order-metrics.ts';
import { plainVault } from '../../tracker/personal-data.ts';
import { createLedger } from '../../tracker/record.ts';
import { serve, stopwatch } from './peer.ts';

const STOP_MS = 5_000;

// The tracker as app/compose.ts makes it, from the first delivery to the commit of the last event.
await serve(async ({ amqpUrl, databaseUrl, count, notifies, counts, tracesUrl }) => {
  const log = createLog('error');
  const settings = tracesUrl === null ? null : sentTo(tracesUrl);
  const telemetry = await startTelemetry(settings, { version: 'bench', log });
  const teardown = createTeardown(log, STOP_MS);
  const clock = systemClock;
  const lifecycles = () => referenceLifecycles;
  const pool = createPool(databaseUrl, log);
  const watch = stopwatch(count);
  const { promise, resolve } = Promise.withResolvers<number>();
  let done = 0;

  const registry = createMetrics();
  const noticeListener = createNoticeListener({
    lifecycles,
    settings: () => settingsUnderTest,
    vault: plainVault,
    clock,
  });
  const listeners = [
    ...(notifies ? [noticeListener] : []),
    ...(settings === null ? [] : [createMoveListener({ clock })]),
  ];
  const plain = createLedger({ pool, lifecycles, clock, listeners, vault: plainVault });
  const ledger: Ledger = counts ? countedLedger(plain, createOrderMetrics(registry, lifecycles)) : plain;
  if (settings !== null && tracesUrl !== null) {
    // All is over before a stay would be told: they are told as if it had begun long ago.
    const ahead = { now: () => clock.now() + SETTLE_MS };
    const target = { url: tracesUrl, protocol: 'http/protobuf' as const, resource: resourceOf(settings, 'bench') };
    await startTracingOrders({ pool, lifecycles, target, clock: ahead, log, registry }, teardown);
  }
  const counting: Ledger = {
    ...ledger,
    recordInParts: async function* (arrivals, also) {
      for await (const part of ledger.recordInParts(arrivals, also)) {
        done += part.places.length;
        if (done === count) resolve(watch.end());
        yield part;
      }
    },
  };
  const decode = decoder(lifecycles);
  const metrics = createIntakeMetrics(registry);
  const broker = createBroker({ url: amqpUrl, log, clock, name: 'bench' });
  const intake = createIntake({
    pool,
    ledger: counting,
    decode: (message, options) => {
      watch.begin();
      return decode(message, options);
    },
    clock,
    metrics,
    partitions: rawPartitions(pool),
    broker,
    log,
    vault: plainVault,
  });
  await intake.start();
  await broker.start();
  const figure = await promise;
  await intake.stop();
  await broker.stop();
  await teardown.run();
  await pool.end();
  await telemetry.stop();
  return figure;
});

function sentTo(url: string): TelemetrySettings {
  return { traces: { url, asSaid: false }, logs: false, serviceName: null, attributes: null };
}
