import { afterAll, beforeEach, expect, test } from 'vitest';
import { type Instant, manualClock } from '../platform/clock.ts';
import { testDatabase } from '../test/support/database.ts';
import { arrivals, DAY, HOUR, MINUTE } from '../test/support/factory.ts';
import { freezeByHand } from '../tracker/freeze.ts';
import { readIncidents, readOpen } from './incidents-under-test.ts';
import { aReplica, ledgerOf, providerUnderTest } from './replica-under-test.ts';
import { FRIDAY, readMessages, shopInBerlin, submitted, TABLES, THURSDAY } from './whole-story-under-test.ts';

const { pool, databaseUrl } = await testDatabase();
const clock = manualClock(THURSDAY);
const configuration = shopInBerlin('critical');
const world = { pool, databaseUrl, clock, configuration: () => configuration, channels: [providerUnderTest('email')] };
const ledger = ledgerOf(world);
const replica = aReplica(world);
afterAll(() => replica.stop());

beforeEach(async () => {
  await pool.query(`truncate ${TABLES} restart identity`);
  clock.set(THURSDAY);
  await ledger.record(arrivals([submitted()]));
});

/** What is open then, after all that is due. */
async function openAt(now: Instant): Promise<string[]> {
  clock.set(now);
  await replica.lookOnce(now);
  return readOpen(pool);
}

async function byHand(freeze: boolean, now: Instant): Promise<void> {
  clock.set(now);
  const asked = { orderId: 'ORD-1', freeze, by: 'anna', reason: 'The customer is on holiday' };
  expect(await freezeByHand({ db: pool, ledger }, asked, now)).toEqual({ kind: 'done' });
}

test('freezing an order that is stuck ends what was found of it, and what was left is nothing', async () => {
  await openAt(FRIDAY - MINUTE);
  expect(await openAt(FRIDAY)).toEqual(['order:ORD-1 1']);
  await byHand(true, FRIDAY + HOUR);
  expect(await readOpen(pool)).toEqual([]);
  const { rows } = await pool.query('select f.resolution, f.resolved_at from alerts.finding f');
  expect(rows).toEqual([{ resolution: 'frozen', resolved_at: FRIDAY + HOUR }]);
  expect(await readIncidents(pool)).toMatchObject([{ state: 'resolved', resolution: 'frozen' }]);
  expect(await openAt(FRIDAY + 3 * DAY)).toEqual([]);
  expect((await readMessages(pool)).map(message => message.split(' ')[2])).toEqual(['incident', 'incident-resolved']);

  // It had passed its limit before: it has as soon as it goes on.
  await byHand(false, FRIDAY + 4 * DAY);
  expect(await openAt(FRIDAY + 4 * DAY)).toEqual(['order:ORD-1 2']);
  expect(await readIncidents(pool)).toMatchObject([{ state: 'resolved' }, { state: 'open', reopened: 0 }]);
});

test('an order that goes on has what was left: it is found at that minute, and none before', async () => {
  await byHand(true, FRIDAY - 2 * HOUR);
  expect(await openAt(FRIDAY)).toEqual([]);
  const goesOn = FRIDAY + 3 * DAY;
  expect(await openAt(goesOn - MINUTE)).toEqual([]);
  await byHand(false, goesOn);
  expect(await openAt(goesOn)).toEqual([]);
  expect(await openAt(goesOn + 2 * HOUR - MINUTE)).toEqual([]);
  expect(await openAt(goesOn + 2 * HOUR)).toEqual(['order:ORD-1 1']);
  const { rows } = await pool.query('select f.limit_at from alerts.finding f');
  expect(rows).toEqual([{ limit_at: goesOn + 2 * HOUR }]);
});

test('frozen again within the hour it is the same incident when it comes back', async () => {
  await openAt(FRIDAY - MINUTE);
  await openAt(FRIDAY);
  await byHand(true, FRIDAY + 10 * MINUTE);
  await openAt(FRIDAY + 10 * MINUTE);
  await byHand(false, FRIDAY + 20 * MINUTE);
  expect(await openAt(FRIDAY + 20 * MINUTE)).toEqual(['order:ORD-1 1']);
  expect(await readIncidents(pool)).toMatchObject([{ state: 'open', reopened: 1 }]);
});
