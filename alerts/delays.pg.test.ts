import { beforeEach, describe, expect, test } from 'vitest';
import { aNotice, memoryChannel, OUTBOX_TABLES, outboxUnderTest, readStates } from '../notifier/outbox-under-test.ts';
import { manualClock } from '../platform/clock.ts';
import type { Db } from '../platform/postgres.ts';
import { testDatabase } from '../test/support/database.ts';
import { anEvent, arrivals, DAY, HOUR, MINUTE, T0 } from '../test/support/factory.ts';
import { referenceLifecycles } from '../test/support/reference.ts';
import { findDelayed } from '../tracker/delayed-orders.ts';
import { freezeByHand } from '../tracker/freeze.ts';
import { plainVault as vault } from '../tracker/personal-data.ts';
import { measureUsual } from '../tracker/usual-stays.ts';
import type { Blindness } from './blindness.ts';
import { judgeOf } from './causes-under-test.ts';
import { tellCustomers } from './customers-command.ts';
import { createDelays } from './delays.ts';
import { resolve } from './incident-commands.ts';
import { ALERT_TABLES } from './incident-rows-under-test.ts';
import { aFoundOrder, apply } from './incidents-under-test.ts';
import { alertSettings } from './settings-under-test.ts';

const { pool } = await testDatabase();
const clock = manualClock(T0);
const lifecycles = () => referenceLifecycles;
const email = memoryChannel('email');
const settings = { notices: { 'order-delayed': aNotice('order-delayed') } };
const { ledger, planner, dispatcher } = outboxUnderTest({ pool, clock, channels: [email], settings });
const SEEING: Blindness = { all: false, systems: new Set() };
let blindness = SEEING;
const judge = judgeOf();
const delays = createDelays({ pool, lifecycles, vault, judge, blindTo: async () => blindness });

beforeEach(async () => {
  await pool.query(`truncate ${ALERT_TABLES}, ${OUTBOX_TABLES}`);
  await pool.query('truncate tracker.order_event, tracker.order_state, tracker.order_search, tracker.usual_stay');
  clock.set(T0);
  blindness = SEEING;
  judge.blinded.clear();
  email.taken.length = 0;
});

/** The order is packed, and promised for then. */
async function packed(orderId: string, promisedAt: number, named: Parameters<typeof anEvent>[0] = {}): Promise<void> {
  const customer = { id: `C-${orderId}`, email: 'anna@example.com' };
  const word = { orderId, source: 'mes', status: 'PACKAGING', occurredAt: clock.now(), promisedAt, customer };
  await ledger.record(arrivals([anEvent({ ...word, ...named })]));
}

/** Forty orders that took three and a half to five days from packaging to their customer, and what that says. */
async function knowHowLong(): Promise<void> {
  const events = Array.from({ length: 40 }, (_, n) => {
    const order = { orderId: `OLD-${n}`, source: 'mes' };
    const left = T0 - 20 * DAY + 12 * HOUR + n * HOUR;
    return [
      anEvent({ ...order, status: 'PACKAGING', occurredAt: T0 - 20 * DAY }),
      anEvent({ ...order, status: 'SHIPPED', occurredAt: left }),
      anEvent({ ...order, source: 'crm', status: 'CLOSED', occurredAt: left + 3 * DAY }),
    ];
  });
  await ledger.record(arrivals(events.flat()));
  await measureUsual({ pool, lifecycles }).runOnce(T0);
}

async function noted(): Promise<string[]> {
  const { rows } = await pool.query<{ text: string }>(
    `select concat_ws(' ', n.order_id, n.occasion, n.state, n.reason) as text from notifier.notice n
      where n.notice = 'order-delayed' order by n.order_id, n.occasion`,
  );
  return rows.map(({ text }) => text);
}

async function send(at: number): Promise<number> {
  clock.set(at);
  await planner.runOnce(at);
  return dispatcher.runOnce(at);
}

/** A rule has found the order; what is thought of that is written by whoever judges. */
async function found(orderId: string, thought: { suspect?: boolean; customers?: string } = {}): Promise<number> {
  await apply(pool, [aFoundOrder(orderId, { status: 'PACKAGING' })], clock.now());
  if (thought.suspect) {
    const because = { en: 'The MES is silent.', ru: 'MES молчит.' };
    await pool.query('update alerts.finding set suspect = $2 where order_id = $1', [orderId, JSON.stringify(because)]);
  }
  const { rows } = await pool.query<{ id: number }>(
    `update alerts.incident i set customers = $2 from alerts.finding f
      where f.order_id = $1 and f.resolved_at is null and i.id = f.incident_id returning i.id`,
    [orderId, thought.customers ?? 'usual'],
  );
  return rows[0]!.id;
}

const PROMISE = T0 + 2 * DAY;
const OCCASION = 'delayed 2026-11-22T09:00:00.000Z';

describe('a customer hears that the order comes later', () => {
  test('when the promise has passed, once', async () => {
    await packed('ORD-1', PROMISE);
    expect(await delays.runOnce(PROMISE)).toBe(0);
    expect(await delays.runOnce(PROMISE + MINUTE)).toBe(1);
    expect(await delays.runOnce(PROMISE + 2 * MINUTE)).toBe(0);
    expect(await send(PROMISE + 2 * MINUTE)).toBe(1);
    expect(await delays.runOnce(PROMISE + DAY)).toBe(0);
    // Nothing has happened to go by, so no date is named.
    expect(email.taken[0]!.content).toMatchObject({ text: expect.stringContaining('"expected":null') });
  });

  test('before that when nine of ten others came later, with the new dates', async () => {
    await knowHowLong();
    await packed('BOLD', PROMISE);
    await packed('FINE', T0 + 4 * DAY);
    expect(await delays.runOnce(T0)).toBe(1);
    await send(T0);
    expect(await noted()).toEqual([`BOLD ${OCCASION} planned`]);
    const [{ content } = { content: null }] = email.taken;
    expect(content).toMatchObject({
      text: expect.stringContaining('"expected":{"from":"2026-11-24T00:00:00.000Z","to":"2026-11-25T08:00:00.000Z"}'),
    });
  });

  test('again when another day was promised and passes, too', async () => {
    await packed('ORD-1', PROMISE);
    await delays.runOnce(PROMISE + MINUTE);
    clock.set(PROMISE + HOUR);
    await packed('ORD-1', PROMISE + 3 * DAY, { status: null, type: 'order.promised' });
    expect(await delays.runOnce(PROMISE + HOUR)).toBe(0);
    expect(await delays.runOnce(PROMISE + 4 * DAY)).toBe(1);
    expect((await noted()).length).toBe(2);
  });

  test('not when it has come, is frozen, or nobody knows which order it is', async () => {
    await packed('DONE', PROMISE, { status: 'CLOSED', source: 'crm' });
    await packed('COLD', PROMISE);
    await freezeByHand({ db: pool, ledger }, { orderId: 'COLD', freeze: true, by: 'olga', reason: 'asked' }, T0);
    await packed('~', PROMISE, { orderId: null, ids: { mes: 'M-1' } });
    expect(await delays.runOnce(PROMISE + MINUTE)).toBe(0);
  });

  test('not out of the blue: a promise that passed weeks ago came with an import', async () => {
    await packed('ORD-1', T0 - 30 * DAY);
    expect(await delays.runOnce(T0)).toBe(0);
  });
});

describe('nobody is told what we are not sure of', () => {
  test('as long as we see nothing, or the system that the order waits for is silent', async () => {
    await packed('ORD-1', PROMISE);
    const now = PROMISE + MINUTE;
    blindness = { all: true, systems: new Set() };
    expect(await delays.runOnce(now)).toBe(0);
    blindness = { all: false, systems: new Set(['mes']) };
    expect(await delays.runOnce(now)).toBe(0);
    blindness = { all: false, systems: new Set(['crm']) };
    expect(await delays.runOnce(now)).toBe(1);
  });

  test('as long as what was found of the order may be wrong', async () => {
    await packed('ORD-1', PROMISE);
    clock.set(PROMISE);
    await found('ORD-1', { suspect: true });
    expect(await delays.runOnce(PROMISE + MINUTE)).toBe(0);
    await pool.query('update alerts.finding set suspect = null');
    expect(await delays.runOnce(PROMISE + 2 * MINUTE)).toBe(1);
  });

  test('as long as a message of it may lie somewhere, also when no rule has found it', async () => {
    await packed('ORD-1', PROMISE);
    await packed('ORD-2', PROMISE);
    judge.blinded.add('order:ORD-1');
    expect(await delays.runOnce(PROMISE + MINUTE)).toBe(1);
    expect(await noted()).toEqual([expect.stringMatching(/^ORD-2 /)]);
    judge.blinded.clear();
    expect(await delays.runOnce(PROMISE + 2 * MINUTE)).toBe(1);
  });

  test('as long as nobody has said so of an incident with very many orders, and not at all when somebody refused', async () => {
    await packed('ORD-1', PROMISE);
    clock.set(PROMISE);
    const id = await found('ORD-1', { customers: 'held' });
    const decide = (customers: string) =>
      pool.query('update alerts.incident set customers = $2 where id = $1', [id, customers]);
    expect(await delays.runOnce(PROMISE + MINUTE)).toBe(0);
    await decide('refused');
    expect(await delays.runOnce(PROMISE + 2 * MINUTE)).toBe(0);
    await decide('released');
    expect(await delays.runOnce(PROMISE + 3 * MINUTE)).toBe(1);
  });

  test('not when somebody refused and then closed the incident, for as long as the order stays there', async () => {
    await packed('ORD-1', PROMISE);
    clock.set(PROMISE);
    const id = await found('ORD-1', { customers: 'held' });
    await tellCustomers(pool, id, { by: 'olga', tell: false }, { now: PROMISE + MINUTE });
    await resolve(pool, id, { by: 'olga', reason: 'they know' }, { now: PROMISE + MINUTE, settings: alertSettings() });
    expect(await delays.runOnce(PROMISE + 2 * MINUTE)).toBe(0);
    clock.set(PROMISE + HOUR);
    const shipped = { orderId: 'ORD-1', source: 'mes', status: 'SHIPPED', occurredAt: clock.now() };
    await ledger.record(arrivals([anEvent(shipped)]));
    expect(await delays.runOnce(PROMISE + HOUR)).toBe(1);
  });

  test('also when that came to light after the message was made; it goes out when it is sure again', async () => {
    await packed('ORD-1', PROMISE);
    await packed('ORD-2', PROMISE);
    clock.set(PROMISE + MINUTE);
    expect(await delays.runOnce(clock.now())).toBe(2);
    await planner.runOnce(clock.now());
    await found('ORD-1', { suspect: true });
    expect(await send(PROMISE + 2 * MINUTE)).toBe(1);
    expect(await readStates(pool)).toEqual(['dropped: unsure', 'sent']);
    expect(await noted()).toEqual([`ORD-1 ${OCCASION} dropped unsure`, `ORD-2 ${OCCASION} planned`]);
    expect(await delays.runOnce(PROMISE + 3 * MINUTE)).toBe(0);

    await pool.query('update alerts.finding set suspect = null');
    expect(await delays.runOnce(PROMISE + 4 * MINUTE)).toBe(1);
    expect(await send(PROMISE + 4 * MINUTE)).toBe(1);
    expect(email.taken.map(({ about }) => about)).toEqual(['ORD-2', 'ORD-1']);
    expect(await delays.runOnce(PROMISE + DAY)).toBe(0);
  });
});

test('it costs what is late, however many orders are promised', async () => {
  await knowHowLong();
  await pool.query(
    `insert into tracker.order_state (order_id, lifecycle, lifecycle_hash, status, status_since, target_at, due_at,
                                      promised_at, provisional, first_event_at, last_event_at, confirmed, sources)
     select 'O-' || n, 'jewellery', $1, 'PACKAGING', $2, $2::timestamptz + interval '1 day', $2::timestamptz + interval '2 days',
            $2::timestamptz + n * interval '1 hour', false, $2, $2, true, '{}' from generate_series(1, 20000) n`,
    [referenceLifecycles.all[0]!.hash, new Date(T0)],
  );
  await pool.query('vacuum analyze tracker.order_state');
  let plan = '';
  const query = async (text: string, values: unknown[]) => {
    const { rows } = await pool.query(`explain (analyze, costs off, timing off) ${text}`, values);
    plan = rows.map(row => row['QUERY PLAN']).join('\n');
    return pool.query(text, values);
  };
  const late = await findDelayed({ query } as unknown as Db, { since: T0, after: null, limit: 500 }, T0);
  // Promised for the next three days and fifteen hours, by when nobody like them has come.
  expect(late.length).toBe(86);
  expect(plan).toMatch(/Index Scan using order_state_promised on order_state state \(actual rows=86/);
  expect(Number(/Rows Removed by Filter: (\d+)/.exec(plan)?.[1] ?? 0)).toBeLessThan(200);
});
