import { Gauge } from 'prom-client';
import type { Clock, Instant } from '../platform/clock.ts';
import type { Metrics } from '../platform/metrics.ts';
import type { Db, Pool } from '../platform/postgres.ts';
import { lookAtScrape } from '../platform/scrape.ts';
import { readQueues } from './channel-health.ts';
import { CHANNELS, type ChannelName } from './message.ts';

type Outbox = {
  waiting: Map<ChannelName, { queued: number; oldest: Instant }>;
  dead: number;
  unknown: number;
  endpointsOff: number;
};

/** How many messages wait, and since when, counted at each scrape: NaN while the database does not say so in time. */
export function gaugeOutbox(registry: Metrics, pool: Pool, clock: Clock): void {
  const look = lookAtScrape(() => readOutbox(pool));
  const gauge = (name: string, help: string, set: (gauge: Gauge<'channel'>, outbox: Outbox | null) => void) => {
    const perChannel = name === 'queued' || name === 'oldest_age_seconds';
    new Gauge<'channel'>({
      name: `orderwatch_notifications_${name}`,
      help: `${help}; NaN while the database does not answer`,
      labelNames: perChannel ? ['channel'] : [],
      registers: [registry],
      async collect() {
        set(this, await look());
      },
    });
  };
  gauge('queued', 'Messages that wait for their time or for a worker', (queued, outbox) => {
    for (const channel of CHANNELS) {
      queued.set({ channel }, outbox ? (outbox.waiting.get(channel)?.queued ?? 0) : Number.NaN);
    }
  });
  gauge(
    'oldest_age_seconds',
    'How much later than it should have gone the oldest waiting message is',
    (age, outbox) => {
      const now = clock.now();
      for (const channel of CHANNELS) {
        const { oldest = now } = outbox?.waiting.get(channel) ?? {};
        age.set({ channel }, outbox ? Math.max(0, now - oldest) / 1_000 : Number.NaN);
      }
    },
  );
  gauge('dead', 'Messages that were tried as often as makes sense: a person has to look', (dead, outbox) =>
    dead.set(outbox?.dead ?? Number.NaN),
  );
  gauge(
    'endpoints_off',
    "Partners' webhooks that are switched off, for they have only failed for days",
    (off, outbox) => off.set(outbox?.endpointsOff ?? Number.NaN),
  );
  gauge('unknown', 'Messages of which nobody knows whether they went out', (unknown, outbox) =>
    unknown.set(outbox?.unknown ?? Number.NaN),
  );
}

async function readOutbox(db: Db): Promise<Outbox> {
  const waiting = await readQueues(db);
  const { rows: troubled } = await db.query<{ dead: number; unknown: number }>(
    `select count(*) filter (where m.state = 'dead') as dead, count(*) filter (where m.state = 'unknown') as unknown
       from notifier.message m where m.state in ('unknown', 'dead')`,
  );
  const { rows: off } = await db.query<{ endpointsOff: number }>(
    'select count(*) as "endpointsOff" from notifier.partner_endpoint e where e.disabled_at is not null',
  );
  return { waiting, ...troubled[0]!, ...off[0]! };
}
