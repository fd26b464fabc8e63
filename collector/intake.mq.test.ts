import { type AddressInfo, createConnection, createServer, type Socket } from 'node:net';
import type { Channel, ConfirmChannel, Connection, Options } from 'amqplib';
import pg from 'pg';
import { Registry } from 'prom-client';
import { afterEach, expect, inject, test } from 'vitest';
import { systemClock } from '../platform/clock.ts';
import { createLog } from '../platform/log.ts';
import { createBroker } from '../platform/rabbitmq.ts';
import { testVhost } from '../test/support/broker.ts';
import { testDatabase } from '../test/support/database.ts';
import type { Listener } from '../tracker/ledger.ts';
import { createLedger } from '../tracker/record.ts';
import { referenceLifecycle as lifecycle } from '../tracker/reference-lifecycle.ts';
import { createIntake, defaultIntakeOptions, type Intake, type IntakeOptions } from './intake.ts';
import { createIntakeMetrics } from './intake-metrics.ts';
import { listQuarantine } from './quarantine.ts';
import { rawMessages } from './raw-message.ts';
import { rawPartitions } from './raw-partitions.ts';
import { defaultTopology } from './topology.ts';

const { pool, databaseUrl } = await testDatabase();
const { amqpUrl, connection, management } = await testVhost();

const SOON = { timeout: 20_000, interval: 25 };
const log = createLog('silent');
const running: { stop(): Promise<void> }[] = [];

afterEach(async () => {
  for (const one of running.splice(0).reverse()) await one.stop();
  await pool.query(
    'truncate tracker.order_event, tracker.order_state, tracker.order_alias, tracker.order_anomaly, collector.quarantine, collector.raw_message',
  );
});

/** An intake with a connection of its own, consuming; both stop with the test. */
async function startIntake(
  named: Partial<IntakeOptions> & { url?: string; listeners?: Listener[]; registry?: Registry } = {},
): Promise<Intake> {
  const { url = amqpUrl, listeners = [], registry = new Registry(), ...options } = named;
  const broker = createBroker({ url, log, clock: systemClock, name: 'test' });
  const ledger = createLedger({ pool, lifecycle, clock: systemClock, listeners });
  const metrics = createIntakeMetrics(registry);
  const deps = { pool, ledger, lifecycle, partitions: rawPartitions(pool), metrics, clock: systemClock, broker, log };
  const intake = createIntake(deps, { ...defaultIntakeOptions, ...options });
  running.push(broker, intake);
  await broker.start();
  await intake.start();
  await expect.poll(() => intake.status().state, SOON).toBe('consuming');
  return intake;
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

async function quarantined() {
  const { messages } = await listQuarantine(pool, {}, { after: null, limit: 100 });
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
  expect(await rawMessages(pool, 'ORD-1', 'e-1')).toHaveLength(2);
  await expectNothingLeft();
  const metrics = await registry.metrics();
  expect(metrics).toContain('orderwatch_intake_messages_total{way="amqp",outcome="recorded"} 2');
  expect(metrics).toContain('orderwatch_intake_messages_total{way="amqp",outcome="duplicate"} 1');
  expect(metrics).toContain('orderwatch_intake_messages_total{way="amqp",outcome="conflict"} 1');
  expect(metrics).toContain('orderwatch_intake_quarantined_total{kind="not_json"} 2');
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

test('while the database is gone nothing is acknowledged, and it goes on by itself', async () => {
  const intake = await startIntake();
  const admin = new pg.Client({ connectionString: inject('databaseUrl') });
  await admin.connect();
  const name = new URL(databaseUrl).pathname.slice(1);
  await admin.query(`alter database ${name} with allow_connections false`);
  await admin.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [name]);
  await publish([good(1), 'poison', good(2)]);
  await expect.poll(() => intake.status(), SOON).toMatchObject({ state: 'paused', reason: expect.any(String) });
  await admin.query(`alter database ${name} with allow_connections true`);
  await admin.end();

  await expect.poll(() => intake.status().state, SOON).toBe('consuming');
  await expect.poll(recordedIds, SOON).toEqual(['e-1', 'e-2']);
  expect(await quarantined()).toHaveLength(1);
  await expectNothingLeft();
});

test('a connection that breaks again and again costs redeliveries, never an event', async () => {
  const total = 2_000;
  await publishBeforeStart(Array.from({ length: total }, (_, number) => good(number)));
  const network = await cuttableNetwork();
  const intake = await startIntake({ url: network.url, batchMessages: 50 });
  for (let cut = 1; cut <= 4; cut++) {
    await expect.poll(eventCount, SOON).toBeGreaterThanOrEqual(cut * 200);
    network.cut();
    await expect.poll(() => intake.status().state, SOON).toBe('connecting');
  }
  await expect.poll(eventCount, SOON).toBe(total);
  const { rows } = await pool.query('select sum(duplicate_count) as duplicates from tracker.order_state');
  expect(rows[0].duplicates).toBe(0);
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

test('exchanges of others are bound when they exist and never declared', async () => {
  const other = await testVhost();
  const channel = await other.connection.createConfirmChannel();
  await channel.assertExchange('crm.events', 'topic');
  const foreign = [
    { name: 'crm.events', pattern: 'order.#' },
    { name: 'mes.events', pattern: '#' },
  ];
  const topology = { ...defaultTopology, foreign };
  const intake = await startIntake({ url: other.amqpUrl, topology });
  expect(intake.status().missingExchanges).toEqual(['mes.events']);
  channel.publish('crm.events', 'order.crm.closed', Buffer.from(JSON.stringify(good(1))));
  channel.publish('crm.events', 'invoice.sent', Buffer.from(JSON.stringify(good(2))));
  await channel.waitForConfirms();
  await expect.poll(recordedIds, SOON).toEqual(['e-1']);
  const exchanges = (await management('GET', `exchanges/${other.vhost}`)) as { name: string }[];
  expect(exchanges.map(({ name }) => name)).not.toContain('mes.events');
});

/** The queue exists since the first intake of the file; published now, the messages wait for the next. */
async function publishBeforeStart(bodies: object[]): Promise<void> {
  await publish(bodies);
  expect(await readyIn(defaultTopology.queue)).toBe(bodies.length);
}

/** A way to the broker that can be cut: every connection through it ends at once, and new ones may come. */
async function cuttableNetwork(): Promise<{ url: string; cut(): void }> {
  const broker = new URL(amqpUrl);
  const sockets = new Set<Socket>();
  const server = createServer(near => {
    const far = createConnection(Number(broker.port), broker.hostname);
    for (const socket of [near, far]) {
      sockets.add(socket);
      // A cut is what the test is about.
      socket.on('error', () => {}).on('close', () => sockets.delete(socket));
    }
    near.pipe(far).pipe(near);
  });
  const cut = () => {
    for (const socket of sockets) socket.destroy();
  };
  running.push({
    stop: async () => {
      cut();
      server.close();
    },
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const url = new URL(amqpUrl);
  url.port = String((server.address() as AddressInfo).port);
  return { url: url.href, cut };
}
