import { Registry } from 'prom-client';
import { expect, test } from 'vitest';
import { decoder } from '../collector/envelope/decode.ts';
import { createIntake, defaultIntakeOptions } from '../collector/intake.ts';
import { createIntakeMetrics } from '../collector/intake-metrics.ts';
import { listQuarantine } from '../collector/quarantine.ts';
import { rawPartitions } from '../collector/raw-partitions.ts';
import { type Instant, manualClock } from '../platform/clock.ts';
import { createLog } from '../platform/log.ts';
import { createBroker } from '../platform/rabbitmq.ts';
import { testVhost } from '../test/support/broker.ts';
import { testDatabase } from '../test/support/database.ts';
import { listOrders, type OrderPosition } from '../tracker/order-list.ts';
import { findOrder, type Order } from '../tracker/orders.ts';
import { createLedger } from '../tracker/record.ts';
import { referenceLifecycles as lifecycles, referenceLifecycle } from '../tracker/reference-lifecycle.ts';
import type { Garbling } from './course.ts';
import { ALL_FAILURES } from './failures.ts';
import { DAY, MINUTE, SECOND } from './hours.ts';
import { SYSTEMS } from './process.ts';
import { createStation } from './station.ts';
import { story } from './story.ts';
import { storyTime } from './timeline.ts';
import type { SeenOrder, Truth } from './truth.ts';
import type { Message } from './world.ts';

const SEEDS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
const FROM = Date.parse('2026-09-01T00:00:00Z');
const log = createLog('error');

const { pool } = await testDatabase();

test.each(SEEDS)('what the ledger shows is the truth of story %i', { timeout: 60_000 }, async seed => {
  await pool.query(
    'truncate tracker.order_event, tracker.order_state, tracker.order_alias, tracker.order_search, tracker.order_anomaly, collector.quarantine, collector.raw_message',
  );
  const until = FROM + 25 * DAY;
  const told = story({ seed, from: FROM, until, ordersPerMonth: 300, failures: ALL_FAILURES, limits, timeline });
  const { url, clock, dealtWith } = await runIntake();
  const stations = SYSTEMS.map(system => ({ system, station: createStation({ system, url, clock, log }) }));
  for (const { station } of stations) await station.start();

  let published = 0;
  const looks = chunks(told.messages);
  for (const [index, chunk] of looks.entries()) {
    clock.set(chunk.clock);
    const publishing = stations.map(({ system, station }) =>
      station.publish(chunk.messages.filter(({ publisher }) => publisher === system)),
    );
    await Promise.all(publishing);
    published += chunk.messages.length;
    await expect.poll(dealtWith, { timeout: 20_000, interval: 5 }).toBe(published);
    // Now and then on the way, for what is late then will have come by the end.
    if (index % Math.ceil(looks.length / 3) === 1) {
      expect(await shown(chunk.clock)).toEqual(expected(told.truth(chunk.clock)));
    }
  }

  const truth = told.truth(until);
  expect(await shown(until)).toEqual(expected(truth));
  expect(await quarantined()).toEqual(unreadable(truth));
  await everyNameLeadsTo(truth.orders, until);
  for (const { station } of stations) await station.stop();
});

function limits(status: string, since: Instant): Instant | null {
  return referenceLifecycle.deadlines(status, since, [])?.dueAt ?? null;
}

const running: { stop(): Promise<void> }[] = [];

async function runIntake() {
  for (const one of running.splice(0).reverse()) await one.stop();
  const { amqpUrl: url } = await testVhost();
  const clock = manualClock(FROM);
  const registry = new Registry();
  const broker = createBroker({ url, log, clock, name: 'test' });
  const ledger = createLedger({ pool, lifecycles: () => lifecycles, clock });
  const metrics = createIntakeMetrics(registry);
  const decode = decoder(() => lifecycles);
  const deps = { pool, ledger, decode, partitions: rawPartitions(pool), metrics, clock, broker, log };
  const intake = createIntake(deps, { ...defaultIntakeOptions, batchWaitMs: 5 });
  running.push(broker, intake);
  await intake.start();
  await broker.start();
  await intake.consuming;
  const messages = registry.getSingleMetric('orderwatch_intake_messages_total')!;
  const dealtWith = async () => (await messages.get()).values.reduce((sum, { value }) => sum + value, 0);
  return { url, clock, dealtWith };
}

/** Who listens here looks into the queue every ten minutes; the truth knows that. */
const timeline = { ...storyTime, arrival: looksAt };

function looksAt(publishedAt: Instant): Instant {
  return Math.ceil(publishedAt / (10 * MINUTE)) * 10 * MINUTE;
}

type Chunk = { clock: Instant; messages: Message[] };

/** What can be recorded at one instant without a difference: all looks up to one with a time that can't be believed. */
function chunks(messages: readonly Message[]): Chunk[] {
  const found: Chunk[] = [];
  let begun: Message[] = [];
  for (const [clock, look] of Map.groupBy(messages, ({ publishedAt }) => looksAt(publishedAt))) {
    begun.push(...look);
    if (!look.some(isAhead) && begun.length < 1_000 && look.at(-1) !== messages.at(-1)) continue;
    found.push({ clock, messages: begun });
    begun = [];
  }
  return found;
}

/** Of a time that can't be believed, or hardly: it depends on when it comes whether it is. */
function isAhead({ body, properties: { timestamp = 0 }, publishedAt }: Message): boolean {
  const occurredAt = Date.parse(/"occurredAt":"([^"]+)"/.exec(body.toString('latin1'))?.[1] ?? '');
  return (occurredAt || timestamp * SECOND) > publishedAt + 4 * MINUTE + 59 * SECOND;
}

type Shown = Record<string, unknown>;

function expected({ orders }: Truth): Map<string, Shown> {
  return byId(
    orders.map(order => ({
      orderId: order.orderId,
      provisional: order.provisional,
      status: order.status,
      since: order.since,
      dueAt: order.dueAt,
      stuck: order.stuck,
      disagrees: order.disagrees,
      events: order.messages,
      duplicates: order.duplicates,
    })),
  );
}

async function shown(now: Instant): Promise<Map<string, Shown>> {
  const orders: Order[] = [];
  let after: OrderPosition | null = null;
  do {
    const page = await listOrders(pool, lifecycles, {}, { sort: 'deadline', after, limit: 500 }, now);
    orders.push(...page.orders);
    after = page.next;
  } while (after !== null);
  const stuck = await listOrders(
    pool,
    lifecycles,
    { stuck: true },
    { sort: 'deadline', after: null, limit: 5_000 },
    now,
  );
  expect(stuck.orders.map(({ orderId }) => orderId).sort()).toEqual(
    orders
      .filter(order => order.stuck)
      .map(({ orderId }) => orderId)
      .sort(),
  );
  return byId(
    orders.map(order => ({
      orderId: order.orderId,
      provisional: order.provisional,
      status: order.status,
      since: order.statusSince,
      dueAt: order.dueAt,
      stuck: order.stuck,
      disagrees: order.anomalies.some(({ kind }) => kind === 'divergence'),
      events: order.eventCount,
      duplicates: order.duplicateCount,
    })),
  );
}

function byId(orders: readonly ({ orderId: string } & Shown)[]): Map<string, Shown> {
  return new Map([...orders].sort((a, b) => (a.orderId < b.orderId ? -1 : 1)).map(order => [order.orderId, order]));
}

const REASONS: Readonly<Record<Garbling, string>> = {
  'cut-off': 'not_json',
  empty: 'empty_body',
  'renamed-status': 'unknown_status',
  'number-in-quotes': 'wrong_type',
  nameless: 'missing_field',
  'local-date': 'bad_time',
  'wrong-encoding': 'invalid_utf8',
};

function unreadable(truth: Truth): string[] {
  return truth.unreadable.map(({ messageId, how }) => `${messageId} ${REASONS[how]}`).sort();
}

async function quarantined(): Promise<string[]> {
  const { messages } = await listQuarantine(pool, {}, { after: null, limit: 1_000 });
  const { rows } = await pool.query<{ id: string; message_id: string }>(
    `select id::text, properties ->> 'messageId' as message_id from collector.quarantine`,
  );
  const names = new Map(rows.map(row => [row.id, row.message_id]));
  return messages.map(({ id, reasonKind }) => `${names.get(id)} ${reasonKind}`).sort();
}

/** Any of its names finds an order. */
async function everyNameLeadsTo(orders: readonly SeenOrder[], now: Instant): Promise<void> {
  for (const { orderId, otherNames } of orders.slice(0, 60)) {
    for (const name of [orderId, ...otherNames]) {
      expect(await findOrder(pool, lifecycles, name, now), name).toMatchObject({ kind: 'found', order: { orderId } });
    }
  }
}
