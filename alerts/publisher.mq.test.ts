import type { ConsumeMessage } from 'amqplib';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { type InboundMessage, NO_PROPERTIES } from '../collector/message.ts';
import { FINDINGS_EXCHANGE, isOwnFinding } from '../collector/own-finding.ts';
import { outboxUnderTest } from '../notifier/outbox-under-test.ts';
import { manualClock, systemClock } from '../platform/clock.ts';
import { createLog } from '../platform/log.ts';
import { type Broker, createBroker } from '../platform/rabbitmq.ts';
import { testVhost } from '../test/support/broker.ts';
import { testDatabase } from '../test/support/database.ts';
import { anEvent, arrivals, HOUR, MINUTE, T0 } from '../test/support/factory.ts';
import { brittleNetwork } from '../test/support/network.ts';
import { telemetryUnderTest } from '../test/support/telemetry.ts';
import { enqueuePublication } from '../tracker/decisions/publication-rows.ts';
import type { OrderState } from '../tracker/state.ts';
import { DECISIONS } from './decisions-outbox.ts';
import { aFinding, putIncident } from './incident-rows-under-test.ts';
import { enqueuePublications } from './publications.ts';
import { createPublisher } from './publisher.ts';

const { pool } = await testDatabase();
const { amqpUrl, connection } = await testVhost();
await telemetryUnderTest();

const log = createLog('silent');
const brokers: Broker[] = [];
const openBroker = async (): Promise<Broker> => {
  const broker = createBroker({ url: amqpUrl, log, clock: systemClock, name: 'test' });
  brokers.push(broker);
  await broker.start();
  await new Promise<void>(resolve => broker.onConnect(() => resolve()));
  return broker;
};
afterAll(() => Promise.all(brokers.map(broker => broker.stop())));

const broker = await openBroker();
const publisher = createPublisher({ pool, broker, log });
const decisions = createPublisher({ pool, broker, log, outbox: DECISIONS });
// As a CRM would: its own queue, bound to what it wants to hear.
const channel = await connection.createChannel();
await channel.assertExchange(FINDINGS_EXCHANGE, 'topic', { durable: true });
const { queue } = await channel.assertQueue('crm.findings', { durable: true });
await channel.bindQueue(queue, FINDINGS_EXCHANGE, '#');
const heard: ConsumeMessage[] = [];
await channel.consume(queue, message => message && heard.push(message), { noAck: true });

let incidentId: number;
beforeEach(async () => {
  await pool.query('truncate alerts.publication, alerts.incident cascade');
  heard.length = 0;
  incidentId = await putIncident(pool);
});
const unpublished = async () =>
  (await pool.query<{ n: number }>('select count(*) as n from alerts.publication where published_at is null')).rows[0]!
    .n;

test('a finding of an order is published once it is committed, in the order in which it came about', async () => {
  const limitAt = T0 + 23 * HOUR;
  const finding = aFinding({ incidentId, orderId: 'ORD-1', limitAt });
  await enqueuePublications(pool, [
    { kind: 'at_risk', finding, at: T0 },
    { kind: 'overdue', finding, at: T0 + MINUTE },
    { kind: 'resolved', finding, at: T0 + 2 * MINUTE },
  ]);
  expect(await publisher.runOnce(T0 + 3 * MINUTE)).toBe(3);
  await expect
    .poll(() => heard.map(({ fields }) => fields.routingKey))
    .toEqual(['at_risk.price-missing', 'overdue.price-missing', 'resolved.price-missing']);
  const { properties, content } = heard[1]!;
  expect(JSON.parse(content.toString())).toEqual({
    type: 'orderwatch.finding.overdue',
    orderId: 'ORD-1',
    rule: 'price-missing',
    status: 'SUBMITTED',
    since: '2026-11-20T08:00:00.000Z',
    limitAt: '2026-11-21T08:00:00.000Z',
    severity: 'warning',
    incident: String(incidentId),
    owner: 'mes',
    ...{ cause: null, causeKey: null, suspect: false, suspectBecause: null, usual: null },
    at: '2026-11-20T09:01:00.000Z',
  });
  expect(properties).toMatchObject({
    type: 'orderwatch.finding.overdue',
    deliveryMode: 2,
    contentType: 'application/json',
    headers: { 'x-orderwatch': 'finding' },
  });
  expect(new Set(heard.map(message => message.properties.messageId))).toHaveLength(3);
  expect(await publisher.runOnce(T0 + 4 * MINUTE)).toBe(0);
});

test('it says in which trace its order is', async () => {
  const { ledger } = outboxUnderTest({ pool, clock: manualClock(T0) });
  const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
  const traceparent = `00-${traceId}-00f067aa0ba902b7-01`;
  await ledger.record(arrivals([anEvent({ orderId: 'ORD-7', traceparent })]));
  const finding = aFinding({ incidentId, orderId: 'ORD-7' });
  await enqueuePublications(pool, [{ kind: 'overdue', finding, at: T0 }]);
  await publisher.runOnce(T0);
  // Its own span, in that trace.
  await expect
    .poll(() => heard.map(message => message.properties.headers?.traceparent))
    .toEqual([expect.stringMatching(new RegExp(`^00-${traceId}-(?!00f067aa0ba902b7)[0-9a-f]{16}-01$`))]);
});

test('the same fact is one message; what is about no order, or of a rule on trial, is none', async () => {
  const at = T0;
  const shadow = await putIncident(pool, { shadow: true });
  const finding = aFinding({ incidentId, orderId: 'ORD-1' });
  await enqueuePublications(pool, [
    { kind: 'overdue', finding, at },
    { kind: 'overdue', finding: aFinding({ incidentId }), at },
    { kind: 'overdue', finding: aFinding({ incidentId: shadow, orderId: 'ORD-2' }), at },
  ]);
  await enqueuePublications(pool, [{ kind: 'overdue', finding, at }]);
  expect(await unpublished()).toBe(1);
});

test('two that publish at the same time publish nothing twice and nothing out of order', async () => {
  const other = createPublisher({ pool, broker: await openBroker(), log });
  const ids = Array.from({ length: 950 }, (_, i) => `ORD-${i}`);
  await enqueuePublications(
    pool,
    ids.map(orderId => ({
      kind: 'overdue',
      finding: aFinding({ incidentId, orderId }),
      at: T0,
    })),
  );
  while ((await unpublished()) > 0) await Promise.all([publisher.runOnce(T0), other.runOnce(T0)]);
  await expect.poll(() => heard.length).toBe(ids.length);
  expect(heard.map(({ content }) => JSON.parse(content.toString()).orderId)).toEqual(ids);
  await other.stop();
});

test('an exchange of that name with another form is used as it is', async () => {
  await channel.deleteExchange(FINDINGS_EXCHANGE);
  await channel.assertExchange(FINDINGS_EXCHANGE, 'fanout', { durable: true });
  await channel.bindQueue(queue, FINDINGS_EXCHANGE, '');
  const late = createPublisher({ pool, broker, log });
  await enqueuePublications(pool, [{ kind: 'overdue', finding: aFinding({ incidentId, orderId: 'ORD-1' }), at: T0 }]);
  expect(await late.runOnce(T0)).toBe(1);
  await expect.poll(() => heard.length).toBe(1);
  await late.stop();
});

test('a connection that breaks costs nothing that was not confirmed', async () => {
  const network = await brittleNetwork(amqpUrl);
  afterAll(() => network.stop());
  const own = createBroker({ url: network.url, log, clock: systemClock, name: 'test' });
  brokers.push(own);
  await own.start();
  await new Promise<void>(resolve => own.onConnect(() => resolve()));
  const publishing = createPublisher({ pool, broker: own, log });
  await enqueuePublications(pool, [{ kind: 'overdue', finding: aFinding({ incidentId, orderId: 'ORD-1' }), at: T0 }]);
  expect(await publishing.runOnce(T0)).toBe(1);
  network.cut();
  await enqueuePublications(pool, [{ kind: 'resolved', finding: aFinding({ incidentId, orderId: 'ORD-1' }), at: T0 }]);
  await expect.poll(() => publishing.runOnce(T0).catch(() => 0), { timeout: 60_000 }).toBe(1);
  await expect.poll(() => heard.map(({ properties }) => properties.type)).toContain('orderwatch.finding.resolved');
  expect(await unpublished()).toBe(0);
});

test('what somebody decided about an order is published, too, and our own intake knows it', async () => {
  await channel.assertExchange('orders', 'topic', { durable: true });
  await channel.bindQueue(queue, 'orders', 'order.orderwatch.#');
  const event = { eventId: 'd-1', type: 'order.advanced', occurredAt: T0, recordedAt: T0, traceparent: null };
  const state = { ids: { mes: 'M-1' }, correlationId: 'c-1' } as unknown as OrderState;
  const decided = { now: { orderId: 'ORD-1', state }, event, from: 'PACKAGING', to: 'SHIPPED', data: {} };
  await enqueuePublication(pool, 'orders', decided);
  expect(await decisions.runOnce(T0)).toBe(1);

  await expect.poll(() => heard.map(({ fields }) => fields.routingKey)).toEqual(['order.orderwatch.SHIPPED']);
  const { properties, content } = heard[0]!;
  expect(properties).toMatchObject({ messageId: 'd-1', headers: { 'x-orderwatch': 'decision' } });
  expect(JSON.parse(content.toString())).toMatchObject({ orderId: 'ORD-1', status: 'SHIPPED', source: 'orderwatch' });
  const message = {
    exchange: 'orders',
    properties: { ...NO_PROPERTIES, headers: properties.headers ?? {} },
    body: content,
  };
  expect(isOwnFinding(message as InboundMessage)).toBe(true);
});
