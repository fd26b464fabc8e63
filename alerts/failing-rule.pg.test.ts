import { afterAll, expect, test } from 'vitest';
import { manualClock } from '../platform/clock.ts';
import { testDatabase } from '../test/support/database.ts';
import { anEvent, arrivals, HOUR, MINUTE } from '../test/support/factory.ts';
import { readHistory, readIncidents } from './incidents-under-test.ts';
import { aReplica, configurationOf, ledgerOf, providerUnderTest } from './replica-under-test.ts';
import { priced, readMessages, submitted, THURSDAY } from './whole-story-under-test.ts';

const { pool, databaseUrl } = await testDatabase();
const clock = manualClock(THURSDAY);

/** Its own query works as long as no order has exactly one event. */
const declared = (query: string) =>
  configurationOf(`
systems: [shop, mes]
lifecycles:
  jewellery:
    zone: Europe/Berlin
    statuses:
      SUBMITTED: { owner: shop, entry: true, next: [PRICE_CALCULATED], serviceLevel: { target: PT1H, breach: PT24H } }
      PRICE_CALCULATED: { owner: mes, next: [] }
notifications: { from: Shop <orders@shop.example>, locale: en, zone: Europe/Berlin }
rules:
  own-sql:
    title: { en: Orders with a strange ratio }
    condition: { kind: sql, query: "${query}" }
    severity: warning
    route: desk
  price-missing:
    title: { en: Orders wait for their price }
    condition: { kind: missing, status: SUBMITTED, successor: PRICE_CALCULATED, over: target }
    severity: warning
    route: desk
people: { anna: { email: anna@shop.example } }
chains: { at-once: { steps: [{ tell: { people: [anna] } }] } }
routes: { desk: { warning: at-once } }
`);
const DIVIDES = "select 'shop:' || 1 / (event_count - 1) as subject from tracker.order_state where event_count < 2";
const MENDED = "select 'shop:' || 1 / event_count as subject from tracker.order_state where event_count > 99";

let configuration = declared(DIVIDES);
const email = providerUnderTest('email');
const world = { pool, databaseUrl, clock, configuration: () => configuration, channels: [email] };
const ledger = ledgerOf(world);
const replica = aReplica(world);
afterAll(() => replica.stop());

async function lookAt(now: number): Promise<void> {
  clock.set(now);
  await replica.lookOnce(now);
}

test('a rule that begins to fail has an incident of its own, leaves the others running, and is mended', async () => {
  // There is nothing to divide yet: the query is accepted, and runs.
  expect(await configuration.alerts.rules[0]!.condition.check!(pool)).toBeNull();
  await lookAt(THURSDAY - 2 * MINUTE);
  await lookAt(THURSDAY - MINUTE);
  expect(await readIncidents(pool)).toEqual([]);

  await ledger.record(arrivals([submitted()]));
  await lookAt(THURSDAY + MINUTE);
  await lookAt(THURSDAY + 2 * MINUTE);
  const [failed] = await readIncidents(pool);
  expect(failed).toMatchObject({
    rule: 'rule-failed',
    about: 'rule:own-sql',
    severity: 'warning',
    state: 'open',
    seen: 2,
  });

  // The other one goes on finding, and its orders go on moving.
  await lookAt(THURSDAY + HOUR);
  expect(await readIncidents(pool)).toMatchObject([{ seen: 3 }, { rule: 'price-missing', state: 'open' }]);
  clock.set(THURSDAY + HOUR + MINUTE);
  const next = anEvent({ orderId: 'ORD-2', occurredAt: clock.now() });
  await ledger.record(arrivals([priced(clock.now()), next]));
  await lookAt(THURSDAY + HOUR + MINUTE);
  expect(await readIncidents(pool)).toMatchObject([{ state: 'open' }, { state: 'resolved', resolution: 'moved_on' }]);
  const { rows } = await pool.query(
    'select distinct r.job, r.error from alerts.run r order by r.job, r.error nulls last',
  );
  expect(rows).toEqual([
    { job: 'rule:own-sql', error: expect.stringContaining('22012') },
    { job: 'rule:own-sql', error: null },
    { job: 'rule:price-missing', error: null },
  ]);

  configuration = declared(MENDED);
  await lookAt(THURSDAY + HOUR + 2 * MINUTE);
  await lookAt(THURSDAY + HOUR + 3 * MINUTE);
  expect(await readHistory(pool, failed!.id)).toEqual([
    'opened first=rule:own-sql orders=1',
    expect.stringMatching(/^told /),
    'resolved resolution=no_longer',
  ]);
  expect(await readMessages(pool)).toEqual([
    '10-22 15:31 incident staff:anna email sent',
    '10-22 16:30 incident staff:anna email sent',
    '10-22 16:31 incident-resolved staff:anna email sent',
    '10-22 16:32 incident-resolved staff:anna email sent',
  ]);
  expect(email.taken).toHaveLength(4);
});
