import { afterAll, expect, test } from 'vitest';
import { type Instant, manualClock } from '../platform/clock.ts';
import { createLog } from '../platform/log.ts';
import { createPool } from '../platform/postgres.ts';
import { testDatabase } from '../test/support/database.ts';
import { anEvent, arrivals, DAY, HOUR, MINUTE } from '../test/support/factory.ts';
import { NAMED_ORDERS, readIncidentOrders, readOrdersOf } from './incident-orders.ts';
import { readHistory, readIncidents } from './incidents-under-test.ts';
import { aReplica, cutOff, ledgerOf, providerUnderTest } from './replica-under-test.ts';
import { FRIDAY, priced, readMessages, shopInBerlin, THURSDAY } from './whole-story-under-test.ts';

const { pool, databaseUrl } = await testDatabase();
const clock = manualClock(THURSDAY);
const configuration = shopInBerlin('critical');
const [email, slack] = [providerUnderTest('email'), providerUnderTest('slack')];
const lanes = createPool(
  `${databaseUrl}${databaseUrl.includes('?') ? '&' : '?'}application_name=lanes`,
  createLog('silent'),
);
const world = { pool: lanes, databaseUrl, clock, configuration: () => configuration, channels: [email, slack] };
const ledger = ledgerOf(world);
const replica = aReplica(world);
const stop = () => Promise.all([lanes.ended || lanes.end(), replica.stop()]);
afterAll(stop);

const BATCH = 500;
const BATCHES = 10;
const batchOf = (nth: number) =>
  Array.from({ length: BATCH }, (_, place) => `ORD-${String(nth * BATCH + place).padStart(4, '0')}`);
const ALL = Array.from({ length: BATCHES }, (_, nth) => batchOf(nth)).flat();

async function lookAt(now: Instant): Promise<void> {
  clock.set(now);
  expect(await replica.lookOnce(now)).toBe(true);
}

/** Page by page, as the API gives it. */
async function readList(incident: number): Promise<string[]> {
  const orders: string[] = [];
  let after: Parameters<typeof readIncidentOrders>[2]['after'] = null;
  do {
    const page = await readIncidentOrders(pool, incident, { after, limit: 300 });
    orders.push(...page.findings.map(({ orderId }) => orderId!));
    after = page.next;
  } while (after !== null);
  return orders.sort();
}

test('5,000 orders behind one dead consumer are one incident, and one message for each who is told', async () => {
  // The shop goes on taking orders, 500 a minute, and nobody calculates prices.
  for (let nth = 0; nth < BATCHES; nth += 1) {
    const occurredAt = THURSDAY + nth * MINUTE;
    clock.set(occurredAt);
    await ledger.record(arrivals(batchOf(nth).map(orderId => anEvent({ orderId, occurredAt }))));
  }
  await lookAt(FRIDAY - MINUTE);
  for (let nth = 0; nth <= BATCHES; nth += 1) await lookAt(FRIDAY + nth * MINUTE);

  const incidents = await readIncidents(pool);
  expect(incidents).toMatchObject([{ about: 'mes', state: 'open', openedAt: FRIDAY, reopened: 0 }]);
  const { id } = incidents[0]!;
  expect(await readList(id)).toEqual(ALL);
  expect((await readOrdersOf(pool, [id], NAMED_ORDERS))(id)).toEqual({ named: ALL, count: 5_000, open: 5_000 });
  await lookAt(FRIDAY + DAY);
  const told = [
    '10-23 15:30 incident staff:bernd email sent',
    '10-24 15:30 incident staff:anna email sent',
    '10-24 15:30 incident staff:slack slack sent',
  ];
  expect(await readMessages(pool)).toEqual(told);

  // It is mended: the prices come in two lanes at once, each of which has orders from everywhere in another order.
  const mended = FRIDAY + DAY + HOUR;
  clock.set(mended);
  const lane = async (orders: readonly string[]) => {
    for (let from = 0; from < orders.length; from += BATCH / 2) {
      const part = orders.slice(from, from + BATCH / 2);
      await ledger.record(arrivals(part.map(orderId => priced(mended, orderId))));
    }
  };
  const [even, odd] = [ALL.filter((_, nth) => nth % 2 === 0), ALL.filter((_, nth) => nth % 2 === 1).reverse()];
  await Promise.all([lane(even), lane(odd), lookAt(mended)]);
  expect(await readIncidents(pool)).toMatchObject([
    { id, state: 'resolved', resolution: 'moved_on', resolvedAt: mended, reopened: 0 },
  ]);
  const { rows: last } = await pool.query(
    `select count(*) as count from tracker.order_event o
       join alerts.incident_event e on e.xmin = o.xmin and e.kind = 'resolved' where o.status = 'PRICE_CALCULATED'`,
  );
  expect(last).toEqual([{ count: BATCH / 2 }]);
  expect((await readHistory(pool, id)).at(-1)).toBe('resolved resolution=moved_on');
  expect(await readList(id)).toEqual(ALL);
  expect((await readOrdersOf(pool, [id], NAMED_ORDERS))(id)).toMatchObject({ count: 5_000, open: 0 });

  await lookAt(mended + MINUTE);
  await lookAt(mended + 2 * MINUTE);
  const sent = await readMessages(pool);
  expect(sent.slice(0, told.length)).toEqual(told);
  expect(sent.slice(told.length).map(message => message.replace(/^\S+ \S+ /, ''))).toEqual([
    'incident-resolved staff:anna email sent',
    'incident-resolved staff:bernd email sent',
    'incident-resolved staff:slack slack sent',
  ]);
  expect(email.taken.length + slack.taken.length).toBe(sent.length);
  // A deadlock is run again, and would otherwise go unnoticed. A connection that has ended has counted all of its own.
  await stop();
  for (const name of ['lanes', replica.name]) await cutOff(pool, { name });
  const { rows } = await pool.query('select d.deadlocks from pg_stat_database d where d.datname = current_database()');
  expect(rows).toEqual([{ deadlocks: 0 }]);
}, 120_000);
