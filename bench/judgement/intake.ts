import type { ConsumeMessage } from 'amqplib';
import { Registry } from 'prom-client';
import { createDuplicateListener } from '../../alerts/duplicate-listener.ts';
import { createIncidentListener } from '../../alerts/incident-listener.ts';
import type { AlertSettings } from '../../alerts/settings.ts';
import { accept } from '../../collector/accept.ts';
import { decoder } from '../../collector/envelope/decode.ts';
import { createIntakeMetrics } from '../../collector/intake-metrics.ts';
import { fromDelivery } from '../../collector/message.ts';
import { rawPartitions } from '../../collector/raw-partitions.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Log } from '../../platform/log.ts';
import type { Pool } from '../../platform/postgres.ts';
import type { Message } from '../../simulator/world.ts';
import type { Ledger } from '../../tracker/ledger.ts';
import type { Lifecycles } from '../../tracker/lifecycle.ts';
import { plainVault } from '../../tracker/personal-data.ts';
import { createLedger } from '../../tracker/record.ts';

/** What was published within so long is one batch, as it would be where more comes. */
const BATCH_MS = 5_000;

/**
 * The way of a message from its delivery to the commit, less RabbitMQ: decoded and accepted as the intake does it, at the
 * instant at which it was published, with everybody who ends what was found of an order that moves.
 */
export function createRecorder(on: {
  pool: Pool;
  lifecycles: () => Lifecycles;
  settings: () => AlertSettings;
  clock: Clock & { set(now: number): void };
  log: Log;
}): { ledger: Ledger; record(messages: readonly Message[]): Promise<void> } {
  const { pool, clock, lifecycles } = on;
  const listeners = [createIncidentListener(on), createDuplicateListener({ clock })];
  const ledger = createLedger({ pool, lifecycles, clock, listeners, vault: plainVault });
  const decode = decoder(lifecycles);
  const partitions = rawPartitions(pool);
  const metrics = createIntakeMetrics(new Registry());
  const deps = { ...on, ledger, decode, partitions, metrics, vault: plainVault };
  return {
    ledger,
    record: async messages => {
      for (const batch of batches(messages)) {
        clock.set(Math.max(clock.now(), batch.at(-1)!.publishedAt));
        const inbound = batch.map(message => fromDelivery(asDelivered(message), clock.now()));
        const verdicts = inbound.map(message => decode(message, { historic: false }));
        const decoded = await Promise.all(verdicts);
        await accept(
          deps,
          inbound.map((message, at) => ({ message, verdict: decoded[at]! })),
        );
      }
    },
  };
}

function batches(messages: readonly Message[]): Message[][] {
  const all: Message[][] = [];
  for (const message of messages) {
    const last = all.at(-1);
    if (last && message.publishedAt - last[0]!.publishedAt <= BATCH_MS) last.push(message);
    else all.push([message]);
  }
  return all;
}

function asDelivered({ exchange, routingKey, properties, body }: Message): ConsumeMessage {
  const fields = { consumerTag: '', deliveryTag: 0, redelivered: false, exchange, routingKey };
  return { content: body, fields, properties } as unknown as ConsumeMessage;
}
