import { Registry } from 'prom-client';
import { decoder } from '../collector/envelope/decode.ts';
import { createIntake, defaultIntakeOptions } from '../collector/intake.ts';
import { createIntakeMetrics } from '../collector/intake-metrics.ts';
import { rawPartitions } from '../collector/raw-partitions.ts';
import type { Clock } from '../platform/clock.ts';
import { createLog } from '../platform/log.ts';
import type { Pool } from '../platform/postgres.ts';
import { createBroker } from '../platform/rabbitmq.ts';
import { referenceLifecycles as lifecycles } from '../test/support/reference.ts';
import { plainVault } from '../tracker/personal-data.ts';
import { createLedger } from '../tracker/record.ts';

/** A real intake into a real ledger, consuming. `dealtWith`: how many messages have been committed. */
export async function runIntake({ pool, url, clock }: { pool: Pool; url: string; clock: Clock }) {
  const log = createLog('error');
  const registry = new Registry();
  const broker = createBroker({ url, log, clock, name: 'test' });
  const ledger = createLedger({ pool, lifecycles: () => lifecycles, clock, vault: plainVault });
  const metrics = createIntakeMetrics(registry);
  const decode = decoder(() => lifecycles);
  const deps = {
    pool,
    ledger,
    decode,
    partitions: rawPartitions(pool),
    metrics,
    clock,
    broker,
    log,
    vault: plainVault,
  };
  const intake = createIntake(deps, { ...defaultIntakeOptions, batchWaitMs: 5 });
  await intake.start();
  await broker.start();
  await intake.consuming;
  const messages = registry.getSingleMetric('orderwatch_intake_messages_total')!;
  return {
    dealtWith: async () => (await messages.get()).values.reduce((sum, { value }) => sum + value, 0),
    stop: async () => {
      await intake.stop();
      await broker.stop();
    },
  };
}
