import { expect, test } from 'vitest';
import type { z } from 'zod';
import { saveDeadLetters } from '../../collector/dead-letters/dead-letter-rows.ts';
import { NO_PROPERTIES } from '../../collector/message.ts';
import { insertRawMessages } from '../../collector/raw-message.ts';
import { rawPartitions } from '../../collector/raw-partitions.ts';
import { toIso } from '../../platform/clock.ts';
import { testDatabase } from '../../test/support/database.ts';
import { anEvent, arrivals, HOUR, MINUTE, T0 } from '../../test/support/factory.ts';
import type { StatedEvent } from '../../tracker/event.ts';
import { plainVault } from '../../tracker/personal-data.ts';
import { aKeyOf } from '../access/key-under-test.ts';
import { signedIn } from '../access/signed-in-under-test.ts';
import { admitTestKey, apiUnderTest } from '../api-under-test.ts';
import { contract } from '../contract.ts';

const { pool } = await testDatabase();
const api = await apiUnderTest(pool);
const now = T0 + 26 * HOUR;
api.clock.set(now);
await pool.query('alter table api.key drop constraint if exists key_role_check');
await admitTestKey(pool);
const as = {
  viewer: { headers: await aKeyOf(pool, 'viewer') },
  partner: { headers: await aKeyOf(pool, 'partner', { partner: 'acme' }) },
};

const cookies = await signedIn(pool, 'support', { now });

/** As somebody of the support asks who has signed in. */
async function bySupport<Schema extends z.ZodType>(schema: Schema, path: string, body?: string) {
  const method = body === undefined ? 'GET' : 'POST';
  const headers = { ...cookies, 'content-type': 'application/json' };
  const response = await fetch(api.url + path, { method, headers, body: body ?? null });
  expect(response.status).toBe(200);
  return schema.parse(await response.json());
}

const customer = { id: 'C-7', name: 'Anna Ivanova', email: 'anna@example.com', phone: '+7 916 123-12-34' };
const TRACE = '0af7651916cd43dd8448eb211c80319c';

async function record(...events: StatedEvent[]): Promise<void> {
  await api.ledger.record(arrivals(events));
}

async function keepRaw(event: StatedEvent, body: string): Promise<void> {
  const partitions = rawPartitions(pool);
  await partitions.ensure(T0);
  const message = {
    origin: 'amqp' as const,
    body: Buffer.from(body),
    exchange: 'orders',
    routingKey: 'order.shop.submitted',
    properties: { ...NO_PROPERTIES, messageId: event.eventId, headers: { 'x-customer': 'anna@example.com' } },
    redelivered: false,
    receivedAt: T0,
  };
  const row = { orderId: event.key, eventId: event.eventId, recordedAt: T0, message };
  await insertRawMessages(pool, [row], plainVault);
}

const submitted = anEvent({
  eventId: 'e-submitted',
  orderId: 'ORD-1042',
  correlationId: 'cart-77',
  customer,
  traceparent: `00-${TRACE}-b7ad6b7169203331-01`,
});
await record(
  submitted,
  anEvent({
    eventId: 'e-note',
    orderId: 'ORD-1042',
    type: 'order.note',
    status: null,
    source: 'crm',
    data: { text: 'A gift' },
    occurredAt: T0 + MINUTE,
  }),
  anEvent({ orderId: 'ORD-1043', customer }),
);
await keepRaw(submitted, '{"customer":{"email":"anna@example.com"}}');
await saveDeadLetters(
  pool,
  { vhost: '/', name: 'mes.calc.dead' },
  [
    {
      ...{ vhost: '/', queue: 'mes.calc.dead', digest: 'ab', orders: ['~corr:cart-77'], type: null, source: 'shop' },
      ...{ status: 'SUBMITTED', diedIn: 'mes.calc', reason: 'rejected', deaths: 3, exchange: null, routingKey: null },
      deadAt: T0 + 46 * MINUTE,
    },
  ],
  T0 + 47 * MINUTE,
);

test('one timeline of what came, what died and what was wrong, with lateness, raw and trace where there is one', async () => {
  const { body } = await api.get(contract.TimelinePage, '/api/v1/orders/ORD-1042/timeline');
  expect(body.items.map(({ kind, title, raw }) => [kind, title, raw])).toEqual([
    ['event', 'shop says SUBMITTED', true],
    ['transition', 'SUBMITTED', false],
    ['note', 'order.note', false],
    ['deadLetter', 'The message SUBMITTED died in mes.calc', false],
  ]);
  expect(body.items[0]).toMatchObject({ status: 'SUBMITTED', traceUrl: `https://jaeger.example/trace/${TRACE}` });
  expect(body.items[3]).toMatchObject({
    lateness: 'PT60S',
    detail: 'Rejected ×3; it lies in mes.calc.dead',
    data: { queue: 'mes.calc.dead', diedIn: 'mes.calc', deaths: 3 },
  });
  const some = await api.get(contract.TimelinePage, '/api/v1/orders/ORD-1042/timeline?kind=note,deadLetter');
  expect(some.body.items.map(({ kind }) => kind)).toEqual(['note', 'deadLetter']);
  const { status, problem } = await api.refused('GET', '/api/v1/orders/ORD-1042/timeline?kind=gossip');
  expect([status, problem.parameter]).toEqual([400, 'kind']);
});

test('the way: where it was, where it is and for how long beside its limit, and what is ahead', async () => {
  await record(
    anEvent({ orderId: 'WAY-1', status: 'INITIATED' }),
    anEvent({ orderId: 'WAY-1', status: 'PRICE_CALCULATED', source: 'mes', occurredAt: T0 + HOUR }),
  );
  const { body } = await api.get(contract.OrderPath, '/api/v1/orders/WAY-1/path');
  expect(body.steps.map(({ status, place, dwell }) => [status, place, dwell])).toEqual([
    ['INITIATED', 'passed', 'PT3600S'],
    ['SUBMITTED', 'skipped', null],
    ['PRICE_CALCULATED', 'present', 'PT90000S'],
    ['MANUFACTURING_APPROVED', 'ahead', null],
    ['MANUFACTURING_STARTED', 'ahead', null],
    ['MANUFACTURING_COMPLETED', 'ahead', null],
    ['PACKAGING', 'ahead', null],
    ['SHIPPED', 'ahead', null],
    ['CLOSED', 'ahead', null],
  ]);
  const order = (await api.get(contract.Order, '/api/v1/orders/WAY-1')).body;
  const present = body.steps.find(({ place }) => place === 'present');
  expect(present).toMatchObject({
    dueAt: order.dueAt,
    targetAt: order.targetAt,
    entered: toIso(T0 + HOUR),
    left: null,
  });
  const ahead = body.steps.filter(({ place }) => place === 'ahead').map(({ expected }) => expected!);
  expect(ahead.at(-1)).toEqual({ from: order.expected.from, to: order.expected.to });
  for (const [index, { from, to }] of ahead.entries()) {
    expect(from <= to && from >= (ahead[index - 1]?.from ?? toIso(now))).toBe(true);
  }
});

test('a message as it came is masked until somebody who may asks for it, and the look is written down', async () => {
  const path = '/api/v1/orders/ORD-1042/events/e-submitted/raw';
  const masked = (await api.get(contract.RawEvent, path, as.viewer)).body;
  expect(masked).toMatchObject({
    masked: true,
    messages: [{ exchange: 'orders', routingKey: 'order.shop.submitted', bytes: 41, headers: null, body: null }],
  });
  expect((await api.refused('GET', '/api/v1/orders/ORD-1043/events/e-submitted/raw')).status).toBe(404);

  const what = 'raw:e-submitted';
  const asked = JSON.stringify({ what, reason: 'She asks what the shop sent' });
  const shown = await bySupport(contract.Revealed, '/api/v1/orders/ORD-1042/reveal', asked);
  expect(shown).toMatchObject({
    customer: null,
    raw: {
      masked: false,
      messages: [{ body: '{"customer":{"email":"anna@example.com"}}', headers: { 'x-customer': 'anna@example.com' } }],
    },
  });
  const { rows } = await pool.query(
    "select who, role, action, reason, after from tracker.audit where subject_id = 'ORD-1042'",
  );
  expect(rows).toEqual([
    {
      who: expect.stringMatching(/^user-/),
      role: 'support',
      action: 'order.raw_revealed',
      reason: 'She asks what the shop sent',
      after: { what },
    },
  ]);
});

test('so is the customer', async () => {
  expect((await bySupport(contract.Order, '/api/v1/orders/ORD-1043')).customerMasked).toBe(true);
  const masked = { name: 'A. Ivanova', email: 'a***@example.com', phone: '+7 ••• 12-34' };
  const seen = (await api.get(contract.Order, '/api/v1/orders/ORD-1043', as.viewer)).body;
  expect(seen).toMatchObject({ customer: { id: 'C-7', ...masked }, customerMasked: true });
  const listed = (await api.get(contract.OrderPage, '/api/v1/orders?q=ORD-1043', as.viewer)).body;
  expect(listed.items).toMatchObject([{ customer: masked, customerMasked: true }]);
  const reveal = '/api/v1/orders/ORD-1043/reveal';
  const shown = await bySupport(contract.Revealed, reveal, '{"what":"customer"}');
  expect(shown).toEqual({ what: 'customer', customer, raw: null });
  const { rows } = await pool.query("select action from tracker.audit where subject_id = 'ORD-1043'");
  expect(rows).toEqual([{ action: 'order.customer_revealed' }]);
  for (const body of ['{"what":"raw:"}', '{"what":"everything"}']) {
    expect((await api.refused('POST', reveal, { body })).problem.parameter).toBe('body.what');
  }
});

test('a partner reads what systems said of its order, and nothing of what people here think of it', async () => {
  await record(
    anEvent({ eventId: 'p-1', orderId: 'ACME-1', partner: 'acme', status: 'INITIATED', data: { margin: 0.4 } }),
    anEvent({
      eventId: 'p-2',
      orderId: 'ACME-1',
      status: null,
      type: 'order.note',
      source: 'crm',
      data: { text: 'Rude' },
    }),
    anEvent({ eventId: 'p-3', orderId: 'ACME-1', status: 'SHIPPED', source: 'mes', occurredAt: T0 + HOUR }),
  );
  const seen = (await api.get(contract.TimelinePage, '/api/v1/orders/ACME-1/timeline', as.partner)).body;
  expect(seen.items.map(({ kind, eventId, data }) => [kind, eventId, data])).toEqual([
    ['event', 'p-1', null],
    ['transition', 'p-1', null],
    ['event', 'p-3', null],
    ['transition', 'p-3', { from: 'INITIATED', to: 'SHIPPED', stay: 'PT3600S' }],
  ]);
  expect((await api.get(contract.Order, '/api/v1/orders/ACME-1', as.partner)).body.anomalies).toEqual([]);
  const refused = await api.refused('GET', '/api/v1/orders/ACME-1/related', as.partner);
  expect(refused.status).toBe(403);
});

test('what belongs to it: others of the customer, and where its log can be read', async () => {
  const { body } = await api.get(contract.RelatedOrders, '/api/v1/orders/ORD-1042/related');
  expect(body.ofCustomer).toMatchObject({ customerId: 'C-7', orders: [{ orderId: 'ORD-1043' }], more: false });
  expect(body.incidents).toEqual([]);
  const url = new URL(body.logsUrl!);
  expect(url.origin + url.pathname).toBe('https://grafana.example/explore');
  expect(JSON.parse(url.searchParams.get('panes')!).order).toMatchObject({
    datasource: 'loki',
    queries: [{ expr: '{service_name=~".+"} | correlation_id="cart-77"' }],
    range: { from: String(T0 - 15 * MINUTE), to: String(T0 + 16 * MINUTE) },
  });
});
