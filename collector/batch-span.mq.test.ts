import { Registry } from 'prom-client';
import { afterAll, expect, test } from 'vitest';
import { systemClock, toIso } from '../platform/clock.ts';
import { createLog } from '../platform/log.ts';
import { showMetrics } from '../platform/metrics.ts';
import { createBroker } from '../platform/rabbitmq.ts';
import { testVhost } from '../test/support/broker.ts';
import { testDatabase } from '../test/support/database.ts';
import { referenceLifecycles as lifecycles } from '../test/support/reference.ts';
import { telemetryUnderTest } from '../test/support/telemetry.ts';
import { plainVault } from '../tracker/personal-data.ts';
import { createLedger } from '../tracker/record.ts';
import { decoder } from './envelope/decode.ts';
import { createIntake, defaultIntakeOptions } from './intake.ts';
import { createIntakeMetrics } from './intake-metrics.ts';
import { rawPartitions } from './raw-partitions.ts';

const { pool } = await testDatabase();
const { amqpUrl, connection } = await testVhost();
const receiver = await telemetryUnderTest();

const clock = systemClock;
const log = createLog('silent');
const registry = new Registry();
let trouble: Error | null = null;
const ledger = createLedger({
  pool,
  lifecycles: () => lifecycles,
  clock,
  listeners: [
    async () => {
      const now = trouble;
      trouble = null;
      if (now) throw now;
    },
  ],
  vault: plainVault,
});
const broker = createBroker({ url: amqpUrl, log, clock, name: 'test' });
const intake = createIntake(
  {
    pool,
    ledger,
    decode: decoder(() => lifecycles),
    partitions: rawPartitions(pool),
    metrics: createIntakeMetrics(registry),
    clock,
    broker,
    log,
    vault: plainVault,
  },
  // So that a test's messages are one batch.
  { ...defaultIntakeOptions, lanes: 1, batchWaitMs: 500 },
);
await broker.start();
await intake.start();
await intake.consuming;
afterAll(async () => {
  await intake.stop();
  await broker.stop();
});

const publisher = await connection.createConfirmChannel();

/** Published all at once; gives the span of their batch and those within it. */
async function batchOf(messages: readonly { body: object | string; headers?: Record<string, unknown> }[]) {
  const before = receiver.spans().length;
  for (const { body, headers = {} } of messages) {
    const bytes = Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
    publisher.publish('orders', 'order.shop.submitted', bytes, { headers });
  }
  await publisher.waitForConfirms();
  const spans = (await receiver.until(all => all.slice(before).some(({ kind }) => kind === 'CONSUMER'))).slice(before);
  const batch = spans.find(({ kind }) => kind === 'CONSUMER')!;
  return { batch, within: spans.filter(({ traceId }) => traceId === batch.traceId) };
}

const traceparent = (number: number) => `00-${'a'.repeat(28)}${String(number).padStart(4, '0')}-b7ad6b7169203331-01`;

function good(number: number) {
  const customer = { name: 'Anna Ivanova', email: 'anna@example.com', phone: '+79161234567' };
  return { eventId: `e-${number}`, orderId: `ORD-${number}`, status: 'SUBMITTED', source: 'shop', customer };
}

test('a batch is one span with a link to what published each message', async () => {
  const { batch, within } = await batchOf([
    { body: good(1), headers: { traceparent: traceparent(1) } },
    { body: good(1), headers: { traceparent: traceparent(1) } },
    { body: good(2), headers: { 'MT-Activity-Id': traceparent(2) } },
    { body: good(3), headers: { cloudEvents_traceparent: traceparent(3) } },
    { body: good(4), headers: { traceparent: 'nonsense' } },
    { body: 'no JSON at all', headers: { traceparent: traceparent(5) } },
  ]);
  expect(batch).toMatchObject({
    name: 'process orderwatch.ledger',
    parentSpanId: null,
    status: 'UNSET',
    attributes: {
      'messaging.system': 'rabbitmq',
      'messaging.destination.name': 'orderwatch.ledger',
      'messaging.operation.name': 'process',
      'messaging.operation.type': 'process',
      'messaging.batch.message_count': 6,
      'orderwatch.batch.recorded': 4,
      'orderwatch.batch.duplicates': 1,
      'orderwatch.batch.conflicts': 0,
      'orderwatch.batch.quarantined': 1,
      'orderwatch.batch.redelivered': 0,
      'orderwatch.batch.attempts': 1,
    },
  });
  expect(batch.links.map(({ traceId, spanId }) => `00-${traceId}-${spanId}-01`)).toEqual([1, 2, 3, 5].map(traceparent));
  const children = within.filter(({ parentSpanId }) => parentSpanId === batch.spanId);
  expect(children.map(({ name }) => name)).toEqual(expect.arrayContaining(['decode', 'transaction']));
  const insert = within.find(({ name }) => name === 'INSERT tracker.order_event')!;
  expect(children).toContainEqual(expect.objectContaining({ spanId: insert.parentSpanId, name: 'transaction' }));
  const queries = within.filter(({ parentSpanId }) => parentSpanId === insert.parentSpanId).map(({ name }) => name);
  expect([queries.at(0), queries.at(-1)]).toEqual(['BEGIN', 'COMMIT']);
  expect(queries).toContain('INSERT collector.raw_message');
  expect(insert).toMatchObject({
    kind: 'CLIENT',
    attributes: { 'db.system.name': 'postgresql', 'db.namespace': expect.stringMatching(/^test_/) },
  });
  expect(receiver.bodies().join()).not.toMatch(/anna|ivanova|79161234567/i);
  expect(receiver.mistakes()).toEqual([]);
});

test('its time, its size and the age of what was in it lead to it', async () => {
  const { batch } = await batchOf([{ body: { ...good(10), occurredAt: toIso(clock.now()) } }]);
  const { body } = await showMetrics(registry, 'application/openmetrics-text;version=1.0.0');
  for (const name of ['batch_seconds', 'batch_messages', 'event_age_seconds']) {
    expect(body).toMatch(new RegExp(`^orderwatch_intake_${name}_bucket.*trace_id="${batch.traceId}"`, 'm'));
  }
});

test('of many links some are kept, and the others counted', async () => {
  const all = Array.from({ length: 200 }, (_, at) => at + 1_000);
  const { batch } = await batchOf(all.map(at => ({ body: good(at), headers: { traceparent: traceparent(at) } })));
  expect(batch.attributes['messaging.batch.message_count']).toBe(200);
  expect(batch.links).toHaveLength(128);
  expect(batch.droppedLinks).toBe(72);
});

test('what kept a batch from being taken stands in its span', async () => {
  trouble = Object.assign(new Error('connect to anna failed'), { code: 'ECONNREFUSED' });
  const { batch, within } = await batchOf([{ body: good(20) }]);
  expect(batch.status).toBe('UNSET');
  expect(batch.attributes).toMatchObject({ 'orderwatch.batch.attempts': 2, 'orderwatch.batch.recorded': 1 });
  expect(batch.events).toMatchObject([{ name: 'not taken', attributes: { 'error.type': 'ECONNREFUSED' } }]);
  const transactions = within.filter(({ name }) => name === 'transaction');
  expect(transactions.map(({ status }) => status)).toEqual(['ERROR', 'UNSET']);
  expect(within.filter(({ name }) => name === 'ROLLBACK').length).toBeLessThanOrEqual(1);
});
