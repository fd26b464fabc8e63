import type { Instant } from '../platform/clock.ts';
import type { Db, Pool } from '../platform/postgres.ts';
import type { Lifecycles, LocalizedText } from '../tracker/lifecycle.ts';
import { readSources } from './evidence/facts.ts';
import { readOwnLag, readWait } from './evidence/our-intake.ts';
import { ownLagCause } from './evidence/own-lag.ts';
import type { Heard, OwnLag } from './evidence-provider.ts';
import { whyBlind } from './fresh-sample.ts';
import { lengthInWords } from './sentences.ts';
import type { AlertSettings } from './settings.ts';
import type { Watched } from './watched.ts';

/** Why what we show may be late, for whoever reads it. */
export type LateReason = {
  kind: 'behind' | 'broker' | 'silent';
  /** The system that is silent; null: it is about all of them. */
  system: string | null;
  since: Instant | null;
  text: LocalizedText;
};

type Sight = {
  pool: Pool;
  lifecycles: () => Lifecycles;
  settings: () => Pick<AlertSettings, 'zone'>;
  watched: Pick<Watched, 'readBroker' | 'readQueues'>;
};

/** What keeps us from seeing how things are now: we are behind ourselves, RabbitMQ is gone, or a system has gone silent. */
export async function readSight({ pool, lifecycles, settings, watched }: Sight, now: Instant): Promise<LateReason[]> {
  const sample = await watched.readBroker(pool);
  const broker = whyBlind('RabbitMQ', sample, now) === null ? sample : null;
  const ownLag = broker?.reachable ? await readOwnLag(pool, await freshQueues(pool, watched, now), now) : null;
  const sources = await readSources(pool, lifecycles(), { now, zone: settings().zone });
  return lateReasons({ ownLag, brokerIsGone: broker !== null && !broker.reachable, sources }, now);
}

/**
 * How far the intake is behind, in milliseconds: how long ago the oldest message that is not recorded yet came into our
 * queue, by the last look at RabbitMQ. Null: nobody has looked of late.
 */
export async function readBehind({ pool, watched }: Pick<Sight, 'pool' | 'watched'>, now: Instant) {
  return readWait(pool, await freshQueues(pool, watched, now), now);
}

async function freshQueues(db: Db, { readQueues }: Pick<Watched, 'readQueues'>, now: Instant) {
  return (await readQueues(db)).filter(queue => whyBlind('it', queue, now) === null);
}

/** The worst first. */
export function lateReasons(
  seen: {
    ownLag: OwnLag | null;
    brokerIsGone: boolean;
    sources: ReadonlyMap<string, Pick<Heard, 'lastAt' | 'isSilent'>>;
  },
  now: Instant,
): LateReason[] {
  const { ownLag, brokerIsGone, sources } = seen;
  const reasons: LateReason[] = [];
  if (brokerIsGone) {
    reasons.push({
      kind: 'broker',
      system: null,
      since: null,
      text: {
        en: 'RabbitMQ does not answer: what is sent through it is not known here yet.',
        ru: 'RabbitMQ не отвечает: что через него отправлено, здесь пока неизвестно.',
      },
    });
  }
  if (ownLag) reasons.push({ kind: 'behind', system: null, since: ownLag.since, text: ownLagCause(ownLag).text });
  for (const [system, { lastAt, isSilent }] of sources) {
    if (!isSilent) continue;
    const length = lengthInWords(now - lastAt);
    reasons.push({
      kind: 'silent',
      system,
      since: lastAt,
      text: {
        en: `${system} has said nothing for ${length.en}: what is shown of its steps may be out of date.`,
        ru: `${system} молчит уже ${length.ru}: сведения о его шагах могли устареть.`,
      },
    });
  }
  return reasons;
}
