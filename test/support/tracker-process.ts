import { decoder } from '../../collector/envelope/decode.ts';
import { createIntake } from '../../collector/intake.ts';
import { createIntakeMetrics } from '../../collector/intake-metrics.ts';
import { rawPartitions } from '../../collector/raw-partitions.ts';
import { systemClock } from '../../platform/clock.ts';
import { createLog } from '../../platform/log.ts';
import { createMetrics } from '../../platform/metrics.ts';
import { createPool } from '../../platform/postgres.ts';
import { createBroker } from '../../platform/rabbitmq.ts';
import type { Listener } from '../../tracker/ledger.ts';
import { plainVault } from '../../tracker/personal-data.ts';
import { createLedger } from '../../tracker/record.ts';
import { referenceLifecycles as lifecycles } from './reference.ts';

// A tracker as app/compose.ts makes one, with a listener that keeps what is announced: a program to be killed.
const [databaseUrl, amqpUrl] = process.argv.slice(2);
const log = createLog('error');
const clock = systemClock;
const pool = createPool(databaseUrl!, log);
const announced: Listener = async (tx, { announcements }) => {
  await tx.query('insert into public.announced (order_id, event_id) select * from unnest($1::text[], $2::text[])', [
    announcements.map(told => told.orderId),
    announcements.map(told => told.eventId),
  ]);
};
const ledger = createLedger({ pool, lifecycles: () => lifecycles, clock, listeners: [announced], vault: plainVault });
const broker = createBroker({ url: amqpUrl!, log, clock, name: 'tracker to be killed' });
const metrics = createIntakeMetrics(createMetrics());
const decode = decoder(() => lifecycles);
const intake = createIntake({
  pool,
  ledger,
  decode,
  clock,
  metrics,
  partitions: rawPartitions(pool),
  broker,
  log,
  vault: plainVault,
});
await intake.start();
await broker.start();
