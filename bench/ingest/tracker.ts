import { decoder } from '../../collector/envelope/decode.ts';
import { createIntake } from '../../collector/intake.ts';
import { createIntakeMetrics } from '../../collector/intake-metrics.ts';
import { rawPartitions } from '../../collector/raw-partitions.ts';
import { createNoticeListener } from '../../notifier/listener.ts';
import { settingsUnderTest } from '../../notifier/outbox-under-test.ts';
import { systemClock } from '../../platform/clock.ts';
import { createLog } from '../../platform/log.ts';
import { createMetrics } from '../../platform/metrics.ts';
import { createPool } from '../../platform/postgres.ts';
import { createBroker } from '../../platform/rabbitmq.ts';
import { referenceLifecycles } from '../../test/support/reference.ts';
import type { Ledger } from '../../tracker/ledger.ts';
import { plainVault } from '../../tracker/personal-data.ts';
import { createLedger } from '../../tracker/record.ts';
import { serve, stopwatch } from './peer.ts';

// The tracker as app/compose.ts makes it, from the first delivery to the commit of the last event.
await serve(async ({ amqpUrl, databaseUrl, count, notifies }) => {
  const log = createLog('error');
  const clock = systemClock;
  const lifecycles = () => referenceLifecycles;
  const pool = createPool(databaseUrl, log);
  const watch = stopwatch(count);
  const { promise, resolve } = Promise.withResolvers<number>();
  let done = 0;

  const settings = () => settingsUnderTest;
  const noticeListener = createNoticeListener({ lifecycles, settings, vault: plainVault, clock });
  const listeners = notifies ? [noticeListener] : [];
  const ledger: Ledger = createLedger({ pool, lifecycles, clock, listeners, vault: plainVault });
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
  const metrics = createIntakeMetrics(createMetrics());
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
  await pool.end();
  return figure;
});
