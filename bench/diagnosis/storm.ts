import { ruleJobs } from '../../alerts/rule-job.ts';
import type { Configuration } from '../../app/configuration/sections.ts';
import { saveReachable } from '../../collector/watch/watched-broker.ts';
import { saveQueues } from '../../collector/watch/watched-queues.ts';
import { type Instant, manualClock } from '../../platform/clock.ts';
import type { Pool } from '../../platform/postgres.ts';
import { anEvent, arrivals } from '../../test/support/factory.ts';
import { plainVault } from '../../tracker/personal-data.ts';
import { createLedger } from '../../tracker/record.ts';
import { measureUsual } from '../../tracker/usual-stays.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const BATCH = 500;

/**
 * A day on which the MES stopped reading four hours ago: as many orders as usual have had their price before, and these
 * wait for it. The rules have found them.
 */
export async function raiseStorm(
  pool: Pool,
  { lifecycles, alerts }: Configuration,
  { waiting, now }: { waiting: number; now: Instant },
): Promise<string[]> {
  const clock = manualClock(now - 24 * HOUR);
  const ledger = createLedger({ pool, lifecycles: () => lifecycles, clock, vault: plainVault });
  const stuck = Array.from({ length: waiting }, (_, nth) => `ORD-${nth}`);
  const before = stuck.map((_, nth) => `PRICED-${nth}`);
  const spread = (from: Instant, ms: number) => (nth: number) => from + Math.floor((ms * nth) / waiting);
  await record(before, spread(now - 24 * HOUR, 19 * HOUR), true);
  await record(stuck, spread(now - 4 * HOUR, 2.5 * HOUR), false);

  async function record(orders: readonly string[], at: (nth: number) => Instant, areServed: boolean): Promise<void> {
    const events = orders.flatMap((orderId, nth) => {
      const said = { orderId, ids: { mes: `M-${orderId}` }, correlationId: `cart-${orderId}` };
      const submitted = anEvent({ ...said, eventId: `s-${orderId}`, occurredAt: at(nth) });
      if (!areServed) return [submitted];
      const fromMes = { ...said, source: 'mes' };
      const progress = [25, 50, 75].map((percent, part) =>
        anEvent({
          ...fromMes,
          ...{
            eventId: `p-${percent}-${orderId}`,
            type: 'order.calculation_progress',
            status: null,
            data: { percent },
          },
          occurredAt: at(nth) + (part + 1) * 2 * MINUTE,
        }),
      );
      const priced = {
        ...fromMes,
        eventId: `c-${orderId}`,
        status: 'PRICE_CALCULATED',
        occurredAt: at(nth) + 8 * MINUTE,
      };
      return [submitted, ...progress, anEvent(priced)];
    });
    const sorted = events.sort((a, b) => a.occurredAt! - b.occurredAt!);
    for (let from = 0; from < sorted.length; from += BATCH) {
      const batch = sorted.slice(from, from + BATCH);
      clock.set(batch.at(-1)!.occurredAt!);
      await ledger.record(arrivals(batch));
    }
  }

  await measureUsual({ pool, lifecycles: () => lifecycles }).runOnce(now);
  await watch(pool, waiting, { goneAt: now - 4 * HOUR, now });
  const jobs = ruleJobs(() => alerts, { pool, lifecycles: () => lifecycles });
  for (const job of jobs) await job.work({ now, since: null, dueAt: now, missed: 0 } as Parameters<typeof job.work>[0]);
  return stuck;
}

/** What the watcher of RabbitMQ writes down at each of its looks. */
export async function watch(
  pool: Pool,
  waiting: number,
  { goneAt, now }: { goneAt: Instant; now: Instant },
): Promise<void> {
  const queue = { vhost: '/', unacknowledged: 0, publishedPerSecond: 0, takenPerSecond: 0, ageIsEstimate: false };
  const inbox = { ...queue, name: 'mes.inbox', messages: waiting, ready: waiting, consumers: 0, isDeadLetter: false };
  const own = { ...queue, name: 'orderwatch.events', messages: 0, ready: 0, consumers: 1, isDeadLetter: false };
  await saveReachable(pool, [], now);
  await saveQueues(pool, [
    {
      ...inbox,
      ...{
        hadConsumersAt: goneAt,
        wasEmptyAt: goneAt,
        oldestAgeMs: now - goneAt,
        isOurs: false,
        sampledAt: now,
      },
    },
    { ...own, hadConsumersAt: now, wasEmptyAt: now, oldestAgeMs: null, isOurs: true, sampledAt: now },
  ]);
}
