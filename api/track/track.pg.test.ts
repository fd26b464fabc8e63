import { expect, test } from 'vitest';
import { revokeTracking, TRACKING_LIFE_MS, trackingUrl } from '../../notifier/tracking-link.ts';
import { testDatabase } from '../../test/support/database.ts';
import { anEvent, arrivals, DAY, HOUR, MINUTE, T0 } from '../../test/support/factory.ts';
import { admitTestKey, apiUnderTest, SIGNING_KEY } from '../api-under-test.ts';
import { contract } from '../contract.ts';

const { pool } = await testDatabase();
const api = await apiUnderTest(pool);
await admitTestKey(pool);

const anna = {
  id: 'C-7',
  name: 'Anna Ivanova',
  email: 'anna@example.com',
  phone: '+79161234567',
  timezone: 'Europe/Moscow',
};
const record = (...events: Parameters<typeof anEvent>[0][]) => api.ledger.record(arrivals(events.map(anEvent)));
const link = (order: string, madeAt = T0) =>
  trackingUrl({ publicUrl: api.url, signingKey: SIGNING_KEY }, { order, madeAt });
const open = async (url: string, language = 'en') => {
  const response = await fetch(url, { headers: { 'accept-language': language } });
  return { status: response.status, headers: response.headers, html: await response.text() };
};

test('shows where the order is and when it comes, and nothing of whose it is', async () => {
  await record({ orderId: 'ORD-1', customer: { ...anna, locale: 'en' }, promisedAt: T0 + DAY });
  await record({
    orderId: 'ORD-1',
    type: 'order.calculation_progress',
    status: null,
    source: 'mes',
    occurredAt: T0 + MINUTE,
    data: { percent: 42.4, stage: 'casting <mould>' },
  });
  const { status, headers, html } = await open(link('ORD-1'), 'ru');
  expect(status).toBe(200);
  expect(html).toContain('<h1>We have your order</h1>');
  expect(html).toMatch(/We expect it to reach you (between .+ and .+|on .+)\./);
  expect(html).toContain('later than the November 21 that we promised');
  expect(html).toContain('value="42"');
  expect(html).toContain('casting &#60;mould&#62;');
  expect(html).toMatch(/<li class="now" aria-current="step">Order/);
  expect(html).toContain('Next: Your price is ready');
  for (const personal of ['Ivanova', 'anna@', '9161234567', 'C-7']) expect(html).not.toContain(personal);
  expect(html).not.toContain('<script');
  expect(Buffer.byteLength(html)).toBeLessThan(30_000);
  expect(headers.get('cache-control')).toBe('no-store');
  expect(headers.get('referrer-policy')).toBe('no-referrer');
  expect(headers.get('x-robots-tag')).toContain('noindex');
  expect(headers.get('content-security-policy')).toContain("default-src 'none'");
  expect((await open(`${link('ORD-1')}?lang=ru`)).html).toContain('<h1>Мы получили ваш заказ</h1>');
});

test('an order that is cancelled, at its end or laid aside says so and promises nothing', async () => {
  await record({ orderId: 'ORD-2' }, { orderId: 'ORD-2', status: 'CANCELLED', source: 'crm', occurredAt: T0 + HOUR });
  const cancelled = (await open(link('ORD-2'))).html;
  expect(cancelled).toContain('Nothing more will happen with this order');
  expect(cancelled).not.toMatch(/We expect|class="steps"/);

  await record({ orderId: 'ORD-3', status: 'CLOSED', source: 'crm' });
  expect((await open(link('ORD-3'))).html).toContain('Thank you for your order!');

  await record({ orderId: 'ORD-4' });
  await api.post(contract.Order, '/api/v1/orders/ORD-4/freeze', JSON.stringify({ reason: 'asked to wait' }));
  const frozen = (await open(link('ORD-4'))).html;
  expect(frozen).toContain('Your order is paused');
  expect(frozen).not.toMatch(/We expect|asked to wait/);
});

test('a wrong link, one that has ended, one of no order and one that was taken back look the same', async () => {
  await record({ orderId: 'ORD-5' });
  await revokeTracking(pool, 'ORD-5', T0);
  const answers = await Promise.all(
    [
      `${link('ORD-5').slice(0, -1)}_`,
      link('ORD-5', T0 - TRACKING_LIFE_MS),
      link('ORD-404'),
      link('ORD-5'),
      `${api.url}/track/nonsense`,
    ].map(url => open(url)),
  );
  expect(new Set(answers.map(({ status, html }) => `${status} ${html}`)).size).toBe(1);
  expect(answers[0]!.status).toBe(404);
  expect((await open(link('ORD-5', T0 + 1))).status).toBe(200);
});

test('support makes a link and takes all of an order back; both are in the audit log', async () => {
  await record({ orderId: 'ORD-6' });
  const made = await api.post(contract.TrackingLink, '/api/v1/orders/ORD-6/tracking-link', '{}');
  expect(made.status).toBe(201);
  expect((await open(made.body.url.replace(/^.*(?=\/track)/, api.url))).status).toBe(200);
  await api.refused('POST', '/api/v1/orders/ORD-6/tracking-link/revoke', { body: '{}' });
  const reason = JSON.stringify({ reason: 'sent to the wrong person' });
  await api.post(contract.TrackingRevoked, '/api/v1/orders/ORD-6/tracking-link/revoke', reason);
  expect((await open(made.body.url.replace(/^.*(?=\/track)/, api.url))).status).toBe(404);
  const { rows } = await pool.query('select action, reason from tracker.audit order by sequence');
  expect(rows).toContainEqual({ action: 'order.tracking_link_made', reason: null });
  expect(rows).toContainEqual({ action: 'order.tracking_links_revoked', reason: 'sent to the wrong person' });
});

test('whoever tries many links is asked to wait', async () => {
  const statuses = await Promise.all(
    Array.from({ length: 70 }, async () => (await open(`${api.url}/track/1.a.b`)).status),
  );
  expect(statuses).toContain(429);
});
