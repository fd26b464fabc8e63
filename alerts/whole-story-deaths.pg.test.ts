import { expect, test } from 'vitest';
import { type Instant, manualClock } from '../platform/clock.ts';
import { testDatabase } from '../test/support/database.ts';
import { arrivals, MINUTE } from '../test/support/factory.ts';
import { aReplica, cutOff, ledgerOf, providerUnderTest } from './replica-under-test.ts';
import { FRIDAY, priced, readStory, shopInBerlin, submitted, TABLES, THURSDAY } from './whole-story-under-test.ts';

const { pool, databaseUrl } = await testDatabase();
const clock = manualClock(THURSDAY);
const configuration = shopInBerlin('critical');
const PRICED = FRIDAY + 30 * MINUTE;
/** Those of rules, escalation and farewells are among them; those that follow are the dispatcher's. */
const QUERIES = 45;
// At the end, time to ask the provider about what may have been handed over.
const INSTANTS = [-2, -1, 0, 30, 60, 90].map(minutes => FRIDAY + minutes * MINUTE);

/** The leader dies before its nth query of this instant, and another process goes on. */
async function tell(death: { at: Instant; query: number } | null) {
  await pool.query(`truncate ${TABLES} restart identity`);
  const email = providerUnderTest('email');
  const world = { pool, databaseUrl, clock, configuration: () => configuration, channels: [email] };
  const ledger = ledgerOf(world);
  let asked = 0;
  const isDead = () => death !== null && asked >= death.query;
  const mortal = aReplica(world, () => {
    if (clock.now() === death?.at) asked += 1;
    return isDead();
  });
  const other = aReplica(world);
  try {
    clock.set(THURSDAY);
    await ledger.record(arrivals([submitted()]));
    for (const now of INSTANTS) {
      clock.set(now);
      if (now === PRICED) await ledger.record(arrivals([priced(now)]));
      if (!isDead()) await mortal.lookOnce(now).catch(() => {});
      if (isDead()) {
        await cutOff(pool, mortal);
        while (!(await other.lookOnce(now)));
      }
    }
  } finally {
    await Promise.all([mortal.stop(), other.stop()]);
  }
  expect(new Set(email.taken.map(({ id }) => id)).size).toBe(email.taken.length);
  const taken = email.taken.map(({ recipient }) => recipient);
  return { ...(await readStory(pool)), taken, survived: !isDead() };
}

test.each([
  // Every other query: each is a story from the beginning, and takes half a second.
  ['finds it and tells of it', FRIDAY, 1],
  ['tells that it is over', PRICED, 2],
])(
  'wherever the leader dies while it %s, the story is the same',
  async (_, at, first) => {
    const story = await tell(null);
    expect(story.messages).toHaveLength(2);
    for (let query = first; query <= QUERIES; query += 2) {
      expect(await tell({ at, query }), `of a death before query ${query}`).toEqual({ ...story, survived: false });
    }
  },
  300_000,
);
