import type { Instant } from '../../platform/clock.ts';
import type { Db, Pool } from '../../platform/postgres.ts';
import type { Lifecycles } from '../../tracker/lifecycle.ts';
import type { UsualStays } from '../../tracker/usual.ts';
import { readSilences } from '../conditions/silence.ts';
import type { Facts, Heard } from '../evidence-provider.ts';
import type { EvidenceReaders } from '../evidence-readers.ts';
import { whyBlind } from '../fresh-sample.ts';
import type { AlertSettings } from '../settings.ts';
import type { Watched } from '../watched.ts';
import { readFloods } from './floods.ts';
import { EMPTY_LINE, hoursOf, lineName, readLines } from './lines.ts';
import { readOwnLag } from './our-intake.ts';
import { shareOfUsualTime } from './usual-time.ts';

/** The watchers look every fifteen seconds, too. */
const FRESH_MS = 15_000;
const DEPLOYS_MS = 7 * 24 * 3_600_000;
/** Before a silence is one, it may be: half as much is missing, and for so long. */
const MAYBE = 0.5;
export const SILENT_MS = 15 * 60_000;
/** Clocks that differ by less explain nothing. */
const OFF_MS = 60_000;

export type FactsDeps = {
  pool: Pool;
  lifecycles: () => Lifecycles;
  settings: () => Pick<AlertSettings, 'zone' | 'consumerOf'>;
  watched: Pick<Watched, 'readBroker' | 'readQueues' | 'readEndpoints'>;
  readers: Omit<EvidenceReaders, 'readDeadLetters' | 'readQuarantined'>;
  readUsualStays(db: Db): Promise<UsualStays>;
};

export type FactsAt = { at(now: Instant): Promise<Facts> };

/**
 * What is the same whichever order is asked about. It is read at most once in fifteen seconds, however many ask at the
 * same time, from our own tables: nobody asks the broker.
 */
export function createFacts(deps: FactsDeps): FactsAt {
  let last: { lifecycles: Lifecycles; now: Instant; facts: Promise<Facts> } | null = null;
  return {
    at: now => {
      const lifecycles = deps.lifecycles();
      const isFresh = last?.lifecycles === lifecycles && Math.abs(now - last.now) < FRESH_MS;
      if (last && isFresh) return last.facts;
      const facts = readFacts(deps, lifecycles, now);
      const asked = { lifecycles, now, facts };
      last = asked;
      // Whoever waits for it is told; the next one tries again.
      facts.catch(() => {
        if (last === asked) last = null;
      });
      return facts;
    },
  };
}

/** One after the other: a connection of the pool is enough. */
async function readFacts(
  { pool, settings, watched, readers, readUsualStays }: FactsDeps,
  lifecycles: Lifecycles,
  now: Instant,
): Promise<Facts> {
  const { zone, consumerOf } = settings();
  const sample = await watched.readBroker(pool);
  const broker = whyBlind('RabbitMQ', sample, now) === null ? sample : null;
  const queues = broker?.reachable
    ? (await watched.readQueues(pool)).filter(queue => whyBlind('it', queue, now) === null)
    : [];
  const lines = await readLines(pool, lifecycles, { now, zone });
  const clocks = (await readers.readClockOffsets(pool, now)).filter(({ aheadMs }) => Math.abs(aheadMs) >= OFF_MS);
  return {
    at: now,
    lifecycles,
    broker,
    queues,
    endpoints: await watched.readEndpoints(pool),
    consumerOf,
    ownLag: await readOwnLag(pool, queues, now),
    sources: await readSources(pool, lifecycles, { now, zone }),
    floods: await readFloods(pool, now, zone),
    deploys: await readers.readDeploys(pool, { since: now - DEPLOYS_MS }),
    testRuns: await readers.readTestRuns(pool, { since: now - DEPLOYS_MS }),
    clocks: new Map(clocks.map(clock => [clock.source, clock])),
    deadLetterQueues: await readers.readDeadLetterQueues(pool),
    quarantine: await readers.groupQuarantine(pool),
    line: (lifecycle, status) => lines.get(lineName({ lifecycle, status })) ?? EMPTY_LINE,
    usual: await readUsualStays(pool),
  };
}

/** Every source that has a rhythm, and whether it has gone silent. */
export async function readSources(
  db: Db,
  lifecycles: Lifecycles,
  { now, zone }: { now: Instant; zone: string },
): Promise<Map<string, Heard>> {
  const hours = hoursOf(lifecycles.all.find(({ match }) => match === null)!);
  return new Map(
    (await readSilences(db, now, zone)).map(({ name, lastAt, typical, needed }) => {
      const expected = (typical ?? 0) * shareOfUsualTime(hours, lastAt, now);
      return [name, { lastAt, expected, needed, isSilent: expected >= MAYBE * needed && now - lastAt >= SILENT_MS }];
    }),
  );
}
