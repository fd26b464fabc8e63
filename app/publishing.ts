import { DECISIONS } from '../alerts/decisions-outbox.ts';
import { createPublisher } from '../alerts/publisher.ts';
import type { Clock } from '../platform/clock.ts';
import type { Log } from '../platform/log.ts';
import type { Pool } from '../platform/postgres.ts';
import type { Broker } from '../platform/rabbitmq.ts';
import { every } from './every.ts';
import type { Teardown } from './teardown.ts';

const LOOK_MS = 1_000;

/** Tells the systems of orders what was found about them and what people decided; of any number of processes one does at a time. */
export function startPublishing(
  { pool, broker, clock, log }: { pool: Pool; broker: Broker; clock: Clock; log: Log },
  teardown: Teardown,
): void {
  const outboxes = { findings: {}, decisions: { outbox: DECISIONS } };
  for (const [name, outbox] of Object.entries(outboxes)) {
    const publisher = createPublisher({ pool, broker, log, ...outbox });
    const publishing = every(LOOK_MS, { name, work: publisher.runOnce, clock, log });
    teardown.add(name, async () => {
      await publishing.stop();
      await publisher.stop();
    });
  }
}
