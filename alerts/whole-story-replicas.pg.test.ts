import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { type Instant, manualClock } from '../platform/clock.ts';
import { testDatabase } from '../test/support/database.ts';
import { HOUR } from '../test/support/factory.ts';
import { aReplica, cutOff, ledgerOf, providerUnderTest, type Replica, type World } from './replica-under-test.ts';
import { type Plot, play, readStory, shopInBerlin, TABLES, THURSDAY } from './whole-story-under-test.ts';

const { pool, databaseUrl } = await testDatabase();
const clock = manualClock(THURSDAY);
const at = (text: string): Instant => Date.parse(text);

const PLOT: Plot = {
  severity: 'critical',
  acknowledgedAt: at('2026-10-26T08:30:00+01:00'),
  pricedAt: at('2026-10-26T12:30:00+01:00'),
  end: at('2026-10-26T17:30:00+01:00'),
};
const INSTANTS = Array.from({ length: (PLOT.end - THURSDAY) / HOUR + 1 }, (_, nth) => THURSDAY + nth * HOUR);
/** When somebody is told in this story. */
const DECISIVE = new Set(
  ['10-23T15:30', '10-24T15:30', '10-25T16:30', '10-26T04:30', '10-26T11:30'].map(minute => at(`2026-${minute}:00Z`)),
);

const clear = () => pool.query(`truncate ${TABLES} restart identity`);
beforeEach(clear);

type Outcome = Awaited<ReturnType<typeof readStory>> & { taken: string[] };
/** What becomes of the processes at an instant. */
type Fate = (replicas: Replica[], world: World, now: Instant) => Promise<void>;

async function tell(fate: Fate): Promise<Outcome> {
  await clear();
  const configuration = shopInBerlin(PLOT.severity);
  const providers = [providerUnderTest('email'), providerUnderTest('slack')];
  const world = { pool, databaseUrl, clock, configuration: () => configuration, channels: providers };
  const ledger = ledgerOf(world);
  const replicas = [aReplica(world), aReplica(world)];
  try {
    for (const now of INSTANTS) {
      clock.set(now);
      await play(world, ledger, PLOT, now);
      await fate(replicas, world, now);
    }
  } finally {
    await Promise.all(replicas.map(replica => replica.stop()));
  }
  const taken = providers.flatMap(provider => provider.taken);
  expect(new Set(taken.map(({ id }) => id)).size).toBe(taken.length);
  return { ...(await readStory(pool)), taken: taken.map(({ recipient }) => recipient).sort() };
}

/** All of them, until one has led: an instant is long enough for another one to take over. */
async function look(replicas: readonly Replica[], now: Instant): Promise<void> {
  for (let led = false; !led; ) for (const replica of replicas) led = (await replica.lookOnce(now)) || led;
}

async function replace(replicas: Replica[], nth: number, world: World): Promise<void> {
  await replicas[nth]!.stop();
  replicas[nth] = aReplica(world);
}

async function killLeader(): Promise<void> {
  await pool.query(
    `select pg_terminate_backend(l.pid, 5000) from pg_locks l
      where l.locktype = 'advisory' and l.granted
        and l.database = (select d.oid from pg_database d where d.datname = current_database())`,
  );
}

describe('two processes, of which one leads', () => {
  let alone: Outcome;

  test('tell the story as it is', async () => {
    alone = await tell((replicas, _, now) => look(replicas, now));
    expect(alone.messages).toHaveLength(10);
    expect(alone.taken).toHaveLength(10);
    expect(new Set(alone.messages.map(message => at(`2026-${message.slice(0, 11).replace(' ', 'T')}:00Z`)))).toEqual(
      DECISIVE,
    );
  }, 300_000);

  test('the same incidents and messages at the same instants, whoever is killed or begins anew', async () => {
    await fc.assert(
      fc.asyncProperty(fc.infiniteStream(fc.integer({ min: 0, max: 11 })), async dice => {
        const next = () => dice.next().value as number;
        const together = await tell(async (replicas, world, now) => {
          const nth = next() % 2;
          // More often when there is something to lose.
          switch (DECISIVE.has(now) && next() % 2 === 0 ? 0 : next()) {
            case 0: {
              // In the middle of whatever it does, sooner or later, while the other one works.
              const queries = 4 * next();
              const death = async () => {
                for (let nth = 0; nth < queries; nth += 1) await pool.query('select');
                await cutOff(pool, replicas[nth]!);
              };
              await Promise.allSettled([...replicas.map(replica => replica.lookOnce(now)), death()]);
              await replace(replicas, nth, world);
              break;
            }
            case 1:
              await Promise.allSettled([...replicas.map(replica => replica.lookOnce(now)), killLeader()]);
              break;
            case 2:
              await replace(replicas, nth, world);
              break;
            case 3:
              // Who has lost the lead and does not know yet works on.
              await Promise.allSettled(replicas.map(replica => replica.lookOnce(now)));
              break;
            case 4:
              replicas.reverse();
              break;
            default:
          }
          await look(replicas, now);
        });
        expect(together).toEqual(alone);
      }),
      { numRuns: 1 },
    );
  }, 300_000);

  test('the same incidents and messages, however long nobody ran now and then', async () => {
    const untimed = ({ incidents, kinds, messages, taken }: Outcome) => ({
      kinds,
      messages: messages.map(message => message.slice('10-23 15:30 '.length)),
      taken,
      incidents: incidents.map(({ state, reopened }) => ({ state, reopened })),
    });
    await fc.assert(
      fc.asyncProperty(fc.infiniteStream(fc.integer({ min: 0, max: 9 })), async dice => {
        let away = 0;
        let wasAway = false;
        const late = await tell(async (replicas, world, now) => {
          // For an hour or two nobody runs. Once and before Monday: delays add up, for each is counted from when the step
          // before it was taken, and one may come so late that somebody has taken it on.
          if (away > 0) away -= 1;
          else if (!wasAway && now < at('2026-10-25T00:00:00Z') && dice.next().value === 0) {
            wasAway = true;
            away = 2;
            await replace(replicas, 0, world);
            await replace(replicas, 1, world);
          }
          if (away === 0) await look(replicas, now);
        });
        expect(untimed(late)).toEqual(untimed(alone));
      }),
      { numRuns: 1 },
    );
  }, 300_000);
});
