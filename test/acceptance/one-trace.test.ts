import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, inject, it } from 'vitest';
import { parse } from 'yaml';
import { REFERENCE_FILE } from '../../app/configuration/read-file.ts';
import { FINDINGS_EXCHANGE } from '../../collector/own-finding.ts';
import { declareTopology, defaultTopology } from '../../collector/topology.ts';
import { startSmtpSink } from '../../notifier/channels/smtp-under-test.ts';
import { toIso } from '../../platform/clock.ts';
import { createLog } from '../../platform/log.ts';
import { testVhost } from '../support/broker.ts';
import { testDatabase } from '../support/database.ts';
import { HOUR, MINUTE } from '../support/factory.ts';
import { orderwatchOn } from '../support/orderwatch-process.ts';
import type { Span } from '../support/otlp-json.ts';
import { startOtlpReceiver } from '../support/otlp-receiver.ts';

const { pool, databaseUrl } = await testDatabase();
const { amqpUrl, connection } = await testVhost();
const { orderwatch } = orderwatchOn({
  DATABASE_URL: databaseUrl,
  AMQP_URL: amqpUrl,
  RABBITMQ_MANAGEMENT_URL: inject('managementUrl'),
});
const receiver = await startOtlpReceiver();
const sink = await startSmtpSink();
const folder = mkdtempSync(join(tmpdir(), 'orderwatch-trace-'));
afterAll(async () => {
  await receiver.stop();
  await sink.stop();
  rmSync(folder, { recursive: true });
});

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const PUBLISHED = '00f067aa0ba902b7';
const customer = { id: 'C-7', name: 'Anna Ivanova', email: 'anna@shop.example', phone: '+79161234567' };

it('publish, ledger, incident and mail are one trace, and nothing of it tells whose order it is', async () => {
  const configuration = join(folder, 'orderwatch.yaml');
  writeFileSync(configuration, JSON.stringify(declared()));
  // A rule that was due while nobody ran is caught up after the start, as soon as the queue is empty.
  const before = [toIso(Date.now() - 3 * MINUTE)];
  await pool.query(
    `insert into alerts.run (job, due_at, runner, started_at, ended_at) values ('rule:price-missing', $1, 'before', $1, $1)`,
    before,
  );
  const findings = await publishOrder();
  const up = orderwatch(['up'], {
    ORDERWATCH_CONFIG: configuration,
    SMTP_URL: sink.url,
    OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
    OTEL_LOGS_EXPORTER: 'otlp',
    OTEL_BSP_SCHEDULE_DELAY: '100',
    OTEL_BLRP_SCHEDULE_DELAY: '100',
  });
  await up.says('Ctrl-C stops it');
  await expect
    .poll(() => sink.mails.flatMap(({ to }) => to).sort(), { timeout: 180_000 })
    .toEqual([customer.email, 'olga@shop.example']);
  await expect.poll(findings, { timeout: 60_000 }).toHaveLength(1);
  up.child.kill('SIGTERM');
  expect(await up.ended).toBe(0);

  const spans = receiver.spans().filter(({ traceId }) => traceId === TRACE);
  const [opened] = named(spans, 'open incident');
  const [escalated] = named(spans, 'escalate incident');
  const toStaff = named(spans, 'deliver email').find(
    ({ attributes }) => attributes['orderwatch.template'] === 'incident',
  );
  const toCustomer = named(spans, 'deliver email').find(one => one !== toStaff);
  expect(wayOf(toCustomer!, spans)).toEqual([PUBLISHED]);
  expect(wayOf(opened!, spans)).toEqual([PUBLISHED]);
  expect(wayOf(toStaff!, spans)).toEqual(['escalate incident', 'open incident', PUBLISHED]);
  expect(escalated!.attributes).toMatchObject({ 'orderwatch.about': expect.stringMatching(/^incident:\d+$/) });
  expect(toCustomer!.attributes).toMatchObject({ 'order.id': 'ORD-1', 'orderwatch.state': 'sent' });
  expect(
    named(spans, 'SMTP send')
      .map(({ parentSpanId }) => parentSpanId)
      .sort(),
  ).toEqual([toCustomer!.spanId, toStaff!.spanId].sort());
  // Whoever hears of the finding goes on in it, too.
  const [told] = named(spans, `publish ${FINDINGS_EXCHANGE}`);
  expect(told).toMatchObject({ kind: 'PRODUCER', parentSpanId: PUBLISHED });
  expect(findings()).toEqual([`00-${TRACE}-${told!.spanId}-01`]);
  // The batch is of many orders, and so in none of their traces.
  const [batch] = named(receiver.spans(), `process ${defaultTopology.queue}`);
  expect(batch!.links).toMatchObject([{ traceId: TRACE, spanId: PUBLISHED }]);

  const lines = receiver.logs().map(({ body }) => body);
  expect(lines).toContain('intake is consuming');
  expect(up.said()).toContain('"msg":"intake is consuming"');
  expect(receiver.mistakes()).toEqual([]);
  const all = [up.said(), ...receiver.bodies()].join('\n');
  for (const personal of [customer.name, 'Ivanova', customer.email, '9161234567', 'olga@shop.example']) {
    expect(all.includes(personal), personal).toBe(false);
  }
}, 300_000);

/** The shop says two hours late that it has an order, which should long have had its price; returns what is heard of it. */
async function publishOrder(): Promise<() => unknown[]> {
  await declareTopology(connection, defaultTopology, createLog('silent'));
  const channel = await connection.createConfirmChannel();
  await channel.assertExchange(FINDINGS_EXCHANGE, 'topic', { durable: true });
  const { queue } = await channel.assertQueue('');
  await channel.bindQueue(queue, FINDINGS_EXCHANGE, '#');
  const heard: unknown[] = [];
  await channel.consume(queue, message => message && heard.push(message.properties.headers?.traceparent), {
    noAck: true,
  });
  const event = {
    orderId: 'ORD-1',
    status: 'SUBMITTED',
    source: 'shop',
    occurredAt: toIso(Date.now() - 2 * HOUR),
    correlationId: 'cart-1',
    customer,
  };
  const headers = { traceparent: `00-${TRACE}-${PUBLISHED}-01` };
  channel.publish('orders', 'order.shop.submitted', Buffer.from(JSON.stringify(event)), { headers, persistent: true });
  await channel.waitForConfirms();
  return () => heard;
}

/** The reference case, where one rule tells one person by mail, and customers are told at once. */
function declared(): object {
  const reference = parse(readFileSync(REFERENCE_FILE, 'utf8'));
  const { teams: _teams, digests: _digests, onCall: _onCall, ...rest } = reference;
  return {
    ...rest,
    notifications: { ...reference.notifications, settle: 'PT1S' },
    rules: { 'price-missing': { ...reference.rules['price-missing'], route: 'workshop' } },
    people: { olga: { name: 'Olga', email: 'olga@shop.example' } },
    chains: { everybody: { zone: 'Europe/Moscow', steps: [{ tell: { people: ['olga'] } }] } },
    routes: { workshop: { critical: 'everybody', warning: 'everybody', info: 'none' } },
  };
}

function named(spans: readonly Span[], name: string): Span[] {
  return spans.filter(span => span.name === name);
}

/** From a span up: the names of those that are ours, and at last the id of the one that is not. */
function wayOf({ parentSpanId }: Span, spans: readonly Span[]): (string | null)[] {
  const parent = spans.find(({ spanId }) => spanId === parentSpanId);
  return parent ? [parent.name, ...wayOf(parent, spans)] : [parentSpanId];
}
