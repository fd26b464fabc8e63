import { Webhook } from 'standardwebhooks';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { systemClock } from '../../platform/clock.ts';
import type { Outgoing } from '../channel.ts';
import type { PartnerSettings } from '../settings.ts';
import { outgoing } from './outgoing-under-test.ts';
import { startProviders } from './providers-under-test.ts';
import { openWebhook, webhookVerdict } from './webhook.ts';

const SECRET = `whsec_${Buffer.from('a secret of twenty-four bytes').toString('base64')}`;

const providers = await startProviders(systemClock);
const { partner } = providers;
const partners: Record<string, PartnerSettings> = {};
const channel = openWebhook({ partners: () => partners, clock: systemClock });
const never = new AbortController().signal;

beforeEach(() => {
  providers.hinder(() => null);
  partner.posted.length = 0;
  partners.acme = { locale: 'en', webhook: { url: partner.url, secret: SECRET }, email: null };
});
afterAll(async () => {
  await channel.stop();
  await providers.stop();
});

const body = JSON.stringify({ type: 'order.status_changed', orderId: 'ORD-1042', status: 'SHIPPED', note: 'Кольцо' });
const change = (given: Partial<Outgoing> = {}) =>
  outgoing({ recipient: 'partner:acme', address: partner.url, content: { channel: 'webhook', body }, ...given });

test('the library that partners use accepts what they get, and knows it again at the next attempt', async () => {
  expect(await channel.send(change(), never)).toMatchObject({ kind: 'sent' });
  expect(await channel.send(change({ attempt: 2 }), never)).toMatchObject({ kind: 'sent' });
  const [first, second] = partner.posted;
  const headers = first!.headers as Record<string, string>;
  expect(new Webhook(SECRET).verify(first!.body, headers)).toEqual(JSON.parse(body));
  expect(() => new Webhook(SECRET).verify(`${first!.body} `, headers)).toThrow();
  expect(headers).toMatchObject({ 'content-type': 'application/json', 'user-agent': 'Orderwatch' });
  expect(headers['webhook-id']).toBe(change().id);
  expect(second!.headers['webhook-id']).toBe(headers['webhook-id']);
});

test('it goes where the partner listens now, under the secret of now', async () => {
  const secret = `whsec_${Buffer.from('another secret, as long').toString('base64')}`;
  partners.acme = { locale: 'en', webhook: { url: `${partner.url}?v=2`, secret }, email: null };
  await channel.send(change(), never);
  expect(partner.posted[0]!.url.search).toBe('?v=2');
  expect(() => new Webhook(secret).verify(partner.posted[0]!.body, partner.posted[0]!.headers as never)).not.toThrow();
});

test.each([
  ['has no webhook any more', { locale: 'en', webhook: null, email: null }],
  ['is none any more', undefined],
])('a partner who %s gets nothing', async (_how, settings) => {
  if (settings) partners.acme = settings;
  else delete partners.acme;
  expect(await channel.send(change(), never)).toMatchObject({ kind: 'permanent', reason: 'refused', suppress: null });
  expect(partner.posted).toEqual([]);
});

test.each([
  [200, 'sent', undefined],
  [204, 'sent', undefined],
  [301, 'permanent', 'refused'],
  [307, 'permanent', 'refused'],
  [400, 'transient', 'refused'],
  [401, 'transient', 'refused'],
  [404, 'transient', 'refused'],
  [410, 'permanent', 'refused'],
  [429, 'transient', 'too_many'],
  [500, 'transient', 'provider_down'],
  [503, 'transient', 'provider_down'],
])('%i is %s', (status, kind, reason) => {
  const handed = webhookVerdict({ kind: 'answered', status, headers: {}, body: 'said' }, 0);
  expect(handed).toMatchObject({ kind, said: `${status} said`, ...(reason && { reason }) });
});

test('a redirect is not followed', async () => {
  providers.hinder(({ url }) =>
    url.pathname === '/partner' ? { status: 307, headers: { location: '/inside' } } : null,
  );
  const asked = providers.asked.length;
  expect(await channel.send(change(), never)).toMatchObject({ kind: 'permanent' });
  expect(providers.asked).toHaveLength(asked + 1);
});

test('who says when to come again is heeded, and of what they say little is kept', async () => {
  providers.hinder(() => ({ status: 503, headers: { 'retry-after': '60' }, body: 'x'.repeat(100_000) }));
  const handed = await channel.send(change(), never);
  expect(handed).toMatchObject({ kind: 'transient', retryAfterMs: 60_000 });
  expect((handed as { said: string }).said).toHaveLength(500);
});

test('an endpoint that breaks off or is away is tried again', async () => {
  providers.hinder(() => 'drop');
  expect(await channel.send(change(), never)).toMatchObject({ kind: 'transient', reason: 'provider_down' });
  partners.acme = { locale: 'en', webhook: { url: 'http://127.0.0.1:1/', secret: SECRET }, email: null };
  expect(await channel.send(change(), never)).toMatchObject({ kind: 'transient', reason: 'provider_down' });
});
