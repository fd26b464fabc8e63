import type { Channel, ConfirmChannel, Connection, Options } from 'amqplib';
import pg from 'pg';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { afterEach, describe, expect, inject, test } from 'vitest';
import { type Clock, manualClock, systemClock } from '../platform/clock.ts';
import { createLog, type Log } from '../platform/log.ts';
import { createPool, type Pool } from '../platform/postgres.ts';
import { createBroker } from '../platform/rabbitmq.ts';
import { testVhost } from '../test/support/broker.ts';
import { testDatabase } from '../test/support/database.ts';
import { brittleNetwork, type Network } from '../test/support/network.ts';
import { referenceLifecycles as lifecycles } from '../test/support/reference.ts';
import type { Listener } from '../tracker/ledger.ts';
import { plainVault } from '../tracker/personal-data.ts';
import { createLedger } from '../tracker/record.ts';
import { decoder } from './envelope/decode.ts';
import {
  createIntake,
  defaultIntakeOptions,
  type Intake,
  type IntakeOptions,
  isConsuming,
  isRecording,
} from './intake.ts';
import { createIntakeMetrics } from './intake-metrics.ts';
import { listQuarantine } from './quarantine.ts';
import { rawMessages } from './raw-message.ts';
import { rawPartitions } from './raw-partitions.ts';
import { defaultTopology } from './topology.ts';

const { pool, databaseUrl } = await testDatabase();
const { amqpUrl, connection, management } = await testVhost();

const MINUTE = 60_000;
const SOON = { timeout: 60_000, interval: 25 };
const silent = createLog('silent');
const running: { stop(): Promise<void> }[] = [];

afterEach(async () => {
  for (const one of running.splice(0).reverse()) await one.stop();
  await pool.query(
    'truncate tracker.order_event, tracker.order_state, tracker.order_alias, tracker.order_anomaly, collector.quarantine, collector.raw_message',
  );
});

type Named = Partial<IntakeOptions> & {
  url?: string;
  listeners?: Listener[];
  registry?: Registry;
  pool?: Pool;
  clock?: Clock;
  log?: Log;
};

/** An intake with a connection of its own; both stop with the test. */
async function beginIntake(named: Named = {}): Promise<Intake> {
  const { url = amqpUrl, listeners = [], registry = new Registry(), ...rest } = named;
  const { pool: on = pool, clock = systemClock, log = silent, ...options } = rest;
  const broker = createBroker({ url, log, clock, name: 'test' });
  const ledger = createLedger({ pool: on, lifecycles: () => lifecycles, clock, listeners, vault: plainVault });
  const metrics = createIntakeMetrics(registry);
  const decode = decoder(() => lifecycles);
  const deps = {
    pool: on,
    ledger,
    decode,
    partitions: rawPartitions(on),
    metrics,
    clock,
    broker,
    log,
    vault: plainVault,
  };
  const intake = createIntake(deps, { ...defaultIntakeOptions, ...options });
  running.push(broker, intake);
  await broker.start();
  await intake.start();
  return intake;
}

/** The same, consuming. */
async function startIntake(named: Named = {}): Promise<Intake> {
  const intake = await beginIntake(named);
  await intake.consuming;
  return intake;
}

/** A log that remembers what was said, in which words it was said, and with what. */
function rememberingLog(): { log: Log; entries: { msg: string; [name: string]: unknown }[] } {
  const entries: { msg: string }[] = [];
  return { log: pino({ level: 'debug' }, { write: line => entries.push(JSON.parse(line)) }), entries };
}

async function networkTo(url: string): Promise<Network> {
  const network = await brittleNetwork(url);
  running.push(network);
  return network;
}

const publisher = await connection.createConfirmChannel();

async function publish(
  bodies: readonly (object | string | Buffer)[],
  options: Options.Publish = {},
  channel: ConfirmChannel = publisher,
): Promise<void> {
  for (const body of bodies) {
    const bytes = Buffer.isBuffer(body) ? body : Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
    channel.publish('orders', 'order.shop.submitted', bytes, options);
  }
  await channel.waitForConfirms();
}

function good(number: number, named: object = {}) {
  return { eventId: `e-${number}`, orderId: `ORD-${number}`, status: 'SUBMITTED', source: 'shop', ...named };
}

async function recordedIds(): Promise<string[]> {
  const { rows } = await pool.query<{ event_id: string }>('select event_id from tracker.order_event order by event_id');
  return rows.map(row => row.event_id);
}

async function eventCount(): Promise<number> {
  const { rows } = await pool.query<{ n: number }>('select count(*) as n from tracker.order_event');
  return rows[0]!.n;
}

async function duplicates(): Promise<number> {
  const { rows } = await pool.query<{ n: number }>('select sum(duplicate_count) as n from tracker.order_state');
  return rows[0]!.n;
}

/** The counters without labels. */
async function figures(registry: Registry): Promise<Record<string, number>> {
  const lines = (await registry.metrics()).split('\n').filter(line => /^\w+ \d+$/.test(line));
  return Object.fromEntries(lines.map(line => line.split(' ')).map(([name, value]) => [name, Number(value)]));
}

async function quarantined() {
  const { messages } = await listQuarantine(pool, {}, { after: null, limit: 100 }, plainVault);
  return messages.reverse();
}

/** Ready and unacknowledged messages, asked by a channel of our own: the management API is seconds behind. */
async function readyIn(queue: string, asker: Channel = publisher): Promise<number> {
  return (await asker.checkQueue(queue)).messageCount;
}

/** True when nothing is left: an intake that stops gives back what it has not acknowledged. */
async function expectNothingLeft(): Promise<void> {
  for (const one of running.splice(0).reverse()) await one.stop();
  expect(await readyIn(defaultTopology.queue)).toBe(0);
  expect(await readyIn(defaultTopology.deadQueue)).toBe(0);
}

/** What no client library can write: a header table nested this deep, by hand, as the three frames of a publication. */
function publishNestedHeaders(channel: Channel, levels: number, body: Buffer): void {
  const { connection, ch } = channel as unknown as {
    connection: Connection & { sendBytes(b: Buffer): void };
    ch: number;
  };
  const frame = (type: number, payload: Buffer) => {
    const head = Buffer.alloc(7);
    head.writeUInt8(type, 0);
    head.writeUInt16BE(ch, 1);
    head.writeUInt32BE(payload.length, 3);
    return Buffer.concat([head, payload, Buffer.from([0xce])]);
  };
  const short = (text: string) => Buffer.concat([Buffer.from([text.length]), Buffer.from(text)]);
  const long = (payload: Buffer) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(payload.length);
    return Buffer.concat([length, payload]);
  };
  // Each level is a field of the name "" and the type F with the table below; the innermost table is empty.
  const table = Buffer.alloc(levels * 6);
  for (let level = 0; level < levels; level++) {
    table.write('\0F', level * 6, 'latin1');
    table.writeUInt32BE((levels - level - 1) * 6, level * 6 + 2);
  }
  const size = Buffer.alloc(8);
  size.writeBigUInt64BE(BigInt(body.length));
  const publication = Buffer.concat([
    Buffer.from([0, 60, 0, 40, 0, 0]),
    short('orders'),
    short('order.shop.x'),
    Buffer.from([0]),
  ]);
  const flags = Buffer.from([0x80 | 0x20, 0x80]);
  const header = Buffer.concat([
    Buffer.from([0, 60, 0, 0]),
    size,
    flags,
    short('application/json'),
    long(table),
    short(`deep-${levels}`),
  ]);
  connection.sendBytes(Buffer.concat([frame(1, publication), frame(2, header), frame(3, body)]));
}

test('every kind of malformed message is quarantined with its reason, and its neighbours are recorded', async () => {
  const intake = await startIntake({ batchMessages: 10 });
  const malformed: [string, string | Buffer, Options.Publish?][] = [
    ['empty_body', ''],
    ['not_json', '{"orderId": ORD-1}'],
    ['not_an_object', '[1, 2]'],
    ['wrong_type', JSON.stringify(good(0, { orderId: 1042 }))],
    ['missing_field', JSON.stringify(good(0, { orderId: null }))],
    ['unknown_status', JSON.stringify(good(0, { status: 'LOST' }))],
    ['too_large', Buffer.alloc(10 * 1024 * 1024, 'x')],
    ['invalid_utf8', Buffer.from([0x7b, 0x22, 0xc3, 0x28, 0x22, 0x7d])],
    ['too_deep', `${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}`],
    ['bad_number', JSON.stringify(good(0, { data: {} })).replace('{}', '{"n":1e400}')],
    ['bad_characters', JSON.stringify(good(0, { data: { name: 'a\0b' } }))],
    ['bad_characters', JSON.stringify(good(0, { eventId: null })), { messageId: 'a\0b', headers: { 'k\0': 'v\0' } }],
    ['bad_time', JSON.stringify(good(0, { occurredAt: '20.11.2026' }))],
  ];
  for (const [index, [, body, options]] of malformed.entries()) {
    await publish([good(index)]);
    await publish([body], options);
  }
  await publish([good(malformed.length)]);

  await expect.poll(eventCount, SOON).toBe(malformed.length + 1);
  await expect.poll(quarantined, SOON).toHaveLength(malformed.length);
  const kept = await quarantined();
  expect(kept.map(one => one.reasonKind)).toEqual(malformed.map(([kind]) => kind));
  expect(kept.map(one => one.bodyBytes)).toEqual(malformed.map(([, body]) => Buffer.byteLength(body)));
  expect(kept[1]).toMatchObject({
    origin: 'amqp',
    exchange: 'orders',
    routingKey: 'order.shop.submitted',
    bodyPreview: '{"orderId": ORD-1}',
    times: 1,
    replayedAt: null,
  });
  expect(intake.status()).toMatchObject({ state: 'consuming', buffered: 0 });
  await expectNothingLeft();
});

test('header tables nested deep are cut off, whatever the client library makes of them', async () => {
  const levels = [3, 40, 1_000, 5_000, 21_000];
  const hostile = await connection.createChannel();
  await startIntake();
  await publish([good(1)]);
  for (const [index, depth] of levels.entries()) {
    publishNestedHeaders(hostile, depth, Buffer.from(JSON.stringify(good(100 + index, { eventId: null }))));
  }
  // Closing waits until the broker has dealt with all that came before on the channel.
  await hostile.close();
  await publish([good(2), good(3)]);

  await expect.poll(recordedIds, SOON).toEqual(['deep-3', 'e-1', 'e-2', 'e-3']);
  await expect.poll(quarantined, SOON).toHaveLength(4);
  const kept = await quarantined();
  expect(kept.map(one => one.reasonKind)).toEqual([
    'too_deep',
    'too_deep',
    expect.stringMatching(/too_deep|unreadable_headers/),
    'unreadable_headers',
  ]);
  expect(kept.at(-1)?.reason).toBe(
    "The AMQP headers of this message can't be read (nested too deep or cut off). They were dropped, the body was kept. " +
      'Headers should be a flat table; a replay takes the message without them.',
  );
  const { rows } = await pool.query('select properties, body from collector.quarantine order by id desc limit 1');
  expect(rows[0].properties).toMatchObject({ messageId: 'deep-21000', contentType: 'application/json' });
  expect(JSON.parse(rows[0].body)).toMatchObject({ orderId: 'ORD-104' });
  await expectNothingLeft();
});

test('the same message twice is one event, and the same poison one row', async () => {
  const registry = new Registry();
  await startIntake({ registry });
  await publish([good(1), good(1), 'poison', 'poison', good(1, { data: { other: true } }), good(2)]);
  await expect.poll(recordedIds, SOON).toEqual(['e-1', 'e-2']);
  await expect.poll(quarantined, SOON).toMatchObject([{ bodyPreview: 'poison', times: 2 }]);
  // The bytes of the conflicting twin are kept beside the first ones.
  expect(await rawMessages(pool, 'ORD-1', 'e-1', plainVault)).toHaveLength(2);
  await expectNothingLeft();
  const metrics = await registry.metrics();
  expect(metrics).toContain('orderwatch_intake_messages_total{way="amqp",outcome="recorded"} 2');
  expect(metrics).toContain('orderwatch_intake_messages_total{way="amqp",outcome="duplicate"} 1');
  expect(metrics).toContain('orderwatch_intake_messages_total{way="amqp",outcome="conflict"} 1');
  expect(metrics).toContain('orderwatch_intake_quarantined_total{kind="not_json"} 2');
});

test('what we published ourselves is acknowledged and counted, and nothing else', async () => {
  const registry = new Registry();
  await startIntake({ registry });
  const finding = {
    type: 'orderwatch.finding.overdue',
    orderId: 'ORD-1',
    rule: 'r',
    status: 'SUBMITTED',
    source: 'crm',
  };
  await publisher.assertExchange('orderwatch.findings', 'topic', { durable: true });
  await publisher.bindQueue(defaultTopology.queue, 'orderwatch.findings', '#');
  publisher.publish('orderwatch.findings', 'overdue.r', Buffer.from('{}'));
  await publish([finding]);
  await publish([good(8)], { headers: { 'x-orderwatch': 'finding' } });
  await publish([good(9)]);
  await publisher.unbindQueue(defaultTopology.queue, 'orderwatch.findings', '#');
  await expect.poll(recordedIds, SOON).toEqual(['e-9']);
  expect(await quarantined()).toEqual([]);
  await expectNothingLeft();
  expect(await figures(registry)).toMatchObject({ orderwatch_intake_own_findings_total: 3 });
});

test('an event that the database refuses for its content is found among its neighbours and quarantined', async () => {
  const refuseThirteen: Listener = async (tx, { events }) => {
    const poison = events.find(event => event.eventId.endsWith('13'));
    if (poison) await tx.query('select $1::text::integer', [poison.eventId]);
  };
  await publishBeforeStart(Array.from({ length: 100 }, (_, number) => good(number)));
  await startIntake({ listeners: [refuseThirteen], batchMessages: 100, batchWaitMs: 200 });
  await expect.poll(eventCount, SOON).toBe(99);
  await expect.poll(quarantined, SOON).toMatchObject([
    {
      reasonKind: 'refused_by_ledger',
      reason: 'The event reads well, but the ledger refused it: invalid input syntax for type integer: "e-13".',
    },
  ]);
  await expectNothingLeft();
});

/** Nobody gets in any more, and those within are thrown out, until the returned function is called. */
async function closeDatabase(): Promise<() => Promise<void>> {
  const admin = new pg.Client({ connectionString: inject('databaseUrl') });
  await admin.connect();
  const name = new URL(databaseUrl).pathname.slice(1);
  await admin.query(`alter database ${name} with allow_connections false`);
  await admin.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [name]);
  return async () => {
    await admin.query(`alter database ${name} with allow_connections true`);
    await admin.end();
  };
}

test('while the database is gone nothing is acknowledged, and it goes on by itself', async () => {
  const intake = await startIntake();
  const reopen = await closeDatabase();
  await publish([good(1), 'poison', good(2)]);
  await expect.poll(() => intake.status(), SOON).toMatchObject({ state: 'paused', reason: expect.any(String) });
  expect([isConsuming(intake.status()), isRecording(intake.status(), Date.now())]).toEqual([true, false]);
  await reopen();

  await expect.poll(() => intake.status().state, SOON).toBe('consuming');
  await expect.poll(recordedIds, SOON).toEqual(['e-1', 'e-2']);
  expect(await quarantined()).toHaveLength(1);
  await expectNothingLeft();
});

test('a database that is silent is as good as gone', async () => {
  const network = await networkTo(databaseUrl);
  const distant = createPool(network.url, silent, { queryLimitMs: 500 });
  running.push({ stop: () => distant.end() });
  const intake = await startIntake({ pool: distant });
  await publish([good(1)]);
  await expect.poll(recordedIds, SOON).toEqual(['e-1']);
  network.mute();
  await publish([good(2)]);
  await expect.poll(recordedIds, SOON).toEqual(['e-1', 'e-2']);
  expect(intake.status()).toMatchObject({ state: 'consuming', reason: null });
  await expectNothingLeft();
});

test('one outage costs a message one delivery, however long it lasts', async () => {
  const clock = manualClock(Date.now());
  const registry = new Registry();
  const { log, entries } = rememberingLog();
  const network = await networkTo(amqpUrl);
  const intake = await startIntake({ clock, registry, log, url: network.url });
  const reopen = await closeDatabase();
  await publish([good(1), good(2), good(3)]);
  await expect.poll(() => intake.status().state, SOON).toBe('paused');
  expect(await readyIn(defaultTopology.queue)).toBe(0);

  clock.advance(5 * MINUTE);
  await expect.poll(() => readyIn(defaultTopology.queue), SOON).toBe(3);
  clock.advance(60 * MINUTE);
  const before = network.connections();
  network.cut();
  await expect.poll(() => network.connections(), SOON).toBeGreaterThan(before);
  const tries = async () => (await figures(registry)).orderwatch_intake_faults_total ?? 0;
  const tried = await tries();
  // Time enough for a session that should not be opened.
  await expect.poll(tries, SOON).toBeGreaterThanOrEqual(tried + 3);
  expect(await publisher.checkQueue(defaultTopology.queue)).toMatchObject({ messageCount: 3, consumerCount: 0 });
  expect(intake.status()).toMatchObject({ state: 'paused', reason: expect.any(String) });

  await reopen();
  await expect.poll(async () => (await figures(registry)).orderwatch_intake_consumed_total, SOON).toBe(6);
  await expectNothingLeft();
  expect(await recordedIds()).toEqual(['e-1', 'e-2', 'e-3']);
  expect(await duplicates()).toBe(0);
  expect(entries.filter(({ msg }) => msg === 'intake is consuming')).toHaveLength(2);
});

/** Fails as a mistake of ours would, for the events of these ids. */
const mistakeAt =
  (...ids: string[]): Listener =>
  async (_tx, { events }) => {
    if (events.some(event => ids.includes(event.eventId))) throw new TypeError('Anna is not iterable');
  };

test('an event that brings a mistake of ours to light is quarantined, since its neighbours were recorded', async () => {
  const { log, entries } = rememberingLog();
  await publishBeforeStart(Array.from({ length: 100 }, (_, number) => good(number)));
  await startIntake({ listeners: [mistakeAt('e-0', 'e-13')], batchMessages: 100, batchWaitMs: 200, log });
  await expect.poll(eventCount, SOON).toBe(98);
  await expect
    .poll(quarantined, SOON)
    .toMatchObject([
      { reasonKind: 'ledger_failed', reason: expect.stringContaining('Anna is not iterable') },
      { reasonKind: 'ledger_failed' },
    ]);
  await expectNothingLeft();
  const told = entries.filter(({ msg }) => msg.includes('ledger_failed'));
  // They may be of two lanes, which tell in any order.
  expect(told.toSorted((a, b) => String(a.order).localeCompare(String(b.order)))).toMatchObject([
    { order: 'ORD-0', eventId: 'e-0', error: 'TypeError', stack: expect.stringContaining('intake.mq.test.ts') },
    { order: 'ORD-13', eventId: 'e-13' },
  ]);
  expect(JSON.stringify(told)).not.toContain('Anna');
});

test('trouble with every event is none of the events’: the intake pauses, says why and goes on when it is mended', async () => {
  const intake = await startIntake({ batchMessages: 10, batchWaitMs: 100 });
  // The first batch makes the month's partition, which would fail before any event.
  await publish([good(100)]);
  await expect.poll(eventCount, SOON).toBe(1);
  await pool.query('alter table collector.raw_message rename to mislaid');
  await publish([...Array.from({ length: 9 }, (_, number) => good(number)), 'poison']);
  await expect
    .poll(() => intake.status(), SOON)
    .toMatchObject({ state: 'paused', reason: 'relation "collector.raw_message" does not exist' });
  expect(await quarantined()).toEqual([]);
  await pool.query('alter table collector.mislaid rename to raw_message');
  await expect.poll(eventCount, SOON).toBe(10);
  await expect.poll(quarantined, SOON).toMatchObject([{ reasonKind: 'not_json', times: 1 }]);
  await expectNothingLeft();
});

test('a suspect event that came alone comes back beside others, which settles it', async () => {
  const clock = manualClock(Date.now());
  const intake = await startIntake({ listeners: [mistakeAt('e-13')], clock });
  await publish([good(13)]);
  await expect.poll(() => intake.status(), SOON).toMatchObject({ state: 'paused', reason: 'Anna is not iterable' });
  await publish([good(1), good(2)]);
  expect(await quarantined()).toEqual([]);
  clock.advance(5 * MINUTE);
  await expect.poll(recordedIds, SOON).toEqual(['e-1', 'e-2']);
  await expect.poll(quarantined, SOON).toMatchObject([{ reasonKind: 'ledger_failed' }]);
  await expectNothingLeft();
});

test('after a session that lived a minute the next one is opened at once', async () => {
  const clock = manualClock(Date.now());
  const { log, entries } = rememberingLog();
  const network = await networkTo(amqpUrl);
  await startIntake({ clock, log, url: network.url });
  const sessions = () => entries.filter(({ msg }) => msg === 'intake is consuming').length;
  const begun = performance.now();
  for (let session = 1; session <= 8; session++) {
    await expect.poll(sessions, SOON).toBe(session);
    clock.advance(MINUTE);
    network.cut();
  }
  // Each connection takes a third of a second; were the sessions failures, the last alone would wait for six.
  expect(performance.now() - begun).toBeLessThan(11_000);
});

test('a connection that breaks again and again costs redeliveries, never an event', async () => {
  const total = 2_000;
  await publishBeforeStart(Array.from({ length: total }, (_, number) => good(number)));
  const network = await networkTo(amqpUrl);
  await startIntake({ url: network.url, batchMessages: 50 });
  for (let cut = 1; cut <= 4; cut++) {
    await expect.poll(eventCount, SOON).toBeGreaterThanOrEqual(cut * 200);
    const before = network.connections();
    network.cut();
    await expect.poll(() => network.connections(), SOON).toBeGreaterThan(before);
  }
  await expect.poll(eventCount, SOON).toBe(total);
  expect(await duplicates()).toBe(0);
  await expectNothingLeft();
});

test('messages too large to hold many are taken a few at a time', async () => {
  const bodies = Array.from({ length: 120 }, (_, number) => good(number, { data: { text: 'x'.repeat(100_000) } }));
  await publishBeforeStart(bodies);
  const intake = await startIntake({ bufferBytes: 2_000_000, batchMessages: 50 });
  await expect.poll(eventCount, SOON).toBe(120);
  await publish(Array.from({ length: 500 }, (_, number) => good(1_000 + number)));
  await expect.poll(eventCount, SOON).toBe(620);
  expect(intake.status()).toMatchObject({ state: 'consuming', buffered: 0 });
  await expectNothingLeft();
});

test('two intakes compete on the queue', async () => {
  await publishBeforeStart(Array.from({ length: 3_000 }, (_, number) => good(number)));
  await Promise.all([startIntake({ batchMessages: 100 }), startIntake({ batchMessages: 100 })]);
  await expect.poll(eventCount, SOON).toBe(3_000);
  await expectNothingLeft();
});

test('stop records and acknowledges what has been delivered', async () => {
  const intake = await startIntake({ batchWaitMs: 60_000 });
  await publish([good(1), good(2)]);
  await expect.poll(() => intake.status().buffered, SOON).toBe(2);
  await intake.stop();
  expect(intake.status().state).toBe('stopped');
  expect(await recordedIds()).toEqual(['e-1', 'e-2']);
  await expectNothingLeft();
});

test('a queue that somebody made with other arguments is used as it is', async () => {
  const other = await testVhost();
  const channel = await other.connection.createConfirmChannel();
  await channel.assertQueue(defaultTopology.queue, { durable: true });
  await startIntake({ url: other.amqpUrl });
  await publish([good(1)], {}, channel);
  await expect.poll(recordedIds, SOON).toEqual(['e-1']);
});

test('an exchange of ours that has another type is told with what it means and what to do', async () => {
  const other = await testVhost();
  const channel = await other.connection.createConfirmChannel();
  await channel.assertExchange('orders', 'direct');
  const { log, entries } = rememberingLog();
  const intake = await startIntake({ url: other.amqpUrl, log });
  const told = 'exchange orders is of type direct, not topic: our binding with # matches nothing in it';
  expect(intake.status()).toMatchObject({ state: 'consuming', reason: expect.stringContaining(told) });
  expect(isConsuming(intake.status())).toBe(false);
  expect(entries.find(({ msg }) => msg.startsWith(told))).toMatchObject({ level: pino.levels.values.error });
});

test('an exchange of ours that sends to all that are bound will do', async () => {
  const other = await testVhost();
  const channel = await other.connection.createConfirmChannel();
  await channel.assertExchange('orders', 'fanout');
  const intake = await startIntake({ url: other.amqpUrl });
  expect(intake.status().obstacle).toBeNull();
  await publish([good(1)], {}, channel);
  await expect.poll(recordedIds, SOON).toEqual(['e-1']);
});

describe('what the broker refuses', () => {
  /** A way in for somebody who may do less than the tests. */
  async function userWith(vhost: string, rights: { configure: string; write: string; read: string } | null) {
    const url = new URL(amqpUrl);
    url.username = `user-${vhost}`;
    url.password = 'secret';
    url.pathname = `/${vhost}`;
    await management('PUT', `users/${url.username}`, { password: url.password, tags: '' });
    if (rights) await management('PUT', `permissions/${vhost}/${url.username}`, rights);
    return url;
  }

  async function reasonAt(url: URL): Promise<{ reason: () => string | null; entries: { msg: string }[] }> {
    const { log, entries } = rememberingLog();
    const intake = await beginIntake({ url: url.href, log });
    return { reason: () => intake.status().reason, entries };
  }

  test('is told in words: a virtual host, a user, a password', async () => {
    const { vhost } = await testVhost();
    const url = await userWith(vhost, null);
    const { reason, entries } = await reasonAt(url);
    const said = `the virtual host "${vhost}" does not exist or user "${url.username}" may not use it`;
    await expect.poll(reason, SOON).toContain(said);
    expect(entries).toContainEqual(expect.objectContaining({ reason: reason() }));

    const nowhere = new URL(url);
    nowhere.pathname = '/no-such-vhost';
    const missing = await reasonAt(nowhere);
    await expect.poll(missing.reason, SOON).toContain('the virtual host "no-such-vhost" does not exist');

    url.password = 'wrong';
    const refused = await reasonAt(url);
    await expect
      .poll(refused.reason, SOON)
      .toContain(`RabbitMQ does not let user "${url.username}" in: the name or the password is wrong`);
  });

  test('a changed reason is logged once more', async () => {
    const { vhost } = await testVhost();
    const url = await userWith(vhost, null);
    const { entries } = await reasonAt(url);
    const reasons = () =>
      entries
        .filter(({ msg }) => msg.startsWith('no connection to RabbitMQ'))
        .map(entry => (entry as { reason?: string }).reason);
    await expect.poll(reasons, SOON).toEqual([expect.stringContaining('may not use it')]);
    await management('DELETE', `users/${url.username}`);
    await expect
      .poll(reasons, SOON)
      .toEqual([expect.stringContaining('may not use it'), expect.stringContaining('does not let')]);
  });

  test('without the right to declare, what is there is used', async () => {
    const { vhost, amqpUrl: ownerUrl, connection } = await testVhost();
    const owner = await startIntake({ url: ownerUrl });
    await owner.stop();
    const url = await userWith(vhost, { configure: '^$', write: '^$', read: '^orderwatch\\.ledger$' });
    await startIntake({ url: url.href });
    await publish([good(1)], {}, await connection.createConfirmChannel());
    await expect.poll(recordedIds, SOON).toEqual(['e-1']);
  });

  test('without it and without an exchange, the missing right is said', async () => {
    const { vhost } = await testVhost();
    const url = await userWith(vhost, { configure: '^$', write: '.*', read: '.*' });
    const { reason } = await reasonAt(url);
    const said =
      /^There is no exchange orders, and it can't be declared: .*access to exchange .* Grant the right to configure it/;
    await expect.poll(reason, SOON).toMatch(said);
  });
});

test('exchanges of others are bound when they exist and never declared', async () => {
  const other = await testVhost();
  const channel = await other.connection.createConfirmChannel();
  await channel.assertExchange('crm.events', 'topic');
  const foreign = [
    { name: 'crm.events', patterns: ['order.#', 'return.*'] },
    { name: 'mes.events', patterns: ['#'] },
  ];
  const topology = { ...defaultTopology, foreign: () => foreign };
  const intake = await startIntake({ url: other.amqpUrl, topology });
  expect(intake.status().missingExchanges).toEqual(['mes.events']);
  channel.publish('crm.events', 'order.crm.closed', Buffer.from(JSON.stringify(good(1))));
  channel.publish('crm.events', 'invoice.sent', Buffer.from(JSON.stringify(good(2))));
  channel.publish('crm.events', 'return.asked', Buffer.from(JSON.stringify(good(3))));
  await channel.waitForConfirms();
  await expect.poll(recordedIds, SOON).toEqual(['e-1', 'e-3']);
  const exchanges = (await management('GET', `exchanges/${other.vhost}`)) as { name: string }[];
  expect(exchanges.map(({ name }) => name)).not.toContain('mes.events');
});

/** The queue exists since the first intake of the file; published now, the messages wait for the next. */
async function publishBeforeStart(bodies: object[]): Promise<void> {
  await publish(bodies);
  expect(await readyIn(defaultTopology.queue)).toBe(bodies.length);
}
