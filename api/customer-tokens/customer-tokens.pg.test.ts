import { expect, test } from 'vitest';
import { testDatabase } from '../../test/support/database.ts';
import { anEvent, arrivals, DAY, HOUR, MINUTE, T0 } from '../../test/support/factory.ts';
import { aKeyOf } from '../access/key-under-test.ts';
import { signedIn } from '../access/signed-in-under-test.ts';
import { admitTestKey, apiUnderTest, SHOP_ORIGIN, SIGNING_KEY } from '../api-under-test.ts';
import { contract } from '../contract.ts';
import { customerToken } from './customer-token.ts';

const { pool } = await testDatabase();
const api = await apiUnderTest(pool);
await admitTestKey(pool);

const olga = { id: 'C-1', name: 'Olga Petrova', email: 'olga@example.com', phone: '+79161234567' };
await api.ledger.record(
  arrivals([
    anEvent({ orderId: 'ORD-1', customer: olga, ids: { mes: 'M-1' } }),
    anEvent({ orderId: 'ORD-2', customer: { ...olga, id: 'C-2' } }),
    // Nobody is allowed to go back from there: an anomaly.
    anEvent({ orderId: 'ORD-1', status: 'SHIPPED', source: 'mes', occurredAt: T0 + MINUTE }),
  ]),
);

const asked = (body: object) => JSON.stringify({ customer: 'C-1', ...body });
async function aToken(body: object = {}, init?: RequestInit) {
  const { status, body: made } = await api.post(contract.CustomerToken, '/api/v1/customer-tokens', asked(body), init);
  expect(status).toBe(201);
  return { ...made, headers: { authorization: `Bearer ${made.token}` } };
}

test('a customer sees their own orders, and nothing of what is inside', async () => {
  const { headers, customer } = await aToken();
  expect(customer).toBe('C-1');
  const { body } = await api.get(contract.OrderPage, '/api/v1/orders', { headers });
  expect(body.items.map(({ orderId }) => orderId)).toEqual(['ORD-1']);
  const order = (await api.get(contract.Order, '/api/v1/orders/ORD-1', { headers })).body;
  expect(order).toMatchObject({ ids: {}, sources: {}, anomalies: [], dueAt: null, usual: null, traceUrl: null });
  expect(order.customerMasked).toBe(true);
  for (const personal of ['Olga', 'olga@', '9161234567']) expect(JSON.stringify([body, order])).not.toContain(personal);
  const timeline = await api.get(contract.TimelinePage, '/api/v1/orders/ORD-1/timeline', { headers });
  expect(timeline.body.items.map(({ kind }) => kind)).toContain('transition');
  expect(timeline.body.items.map(({ kind }) => kind)).not.toContain('anomaly');
  expect(timeline.body.items.filter(({ kind, data }) => kind === 'event' && data !== null)).toEqual([]);

  expect((await api.refused('GET', '/api/v1/orders/ORD-2', { headers })).status).toBe(404);
  for (const path of [
    'orders?stuck=true',
    'orders?q=is:stuck',
    'orders?format=csv',
    'incidents',
    'orders/ORD-1/path',
  ]) {
    expect((await api.refused('GET', `/api/v1/${path}`, { headers })).status, path).toBe(403);
  }
  const freeze = { headers, body: '{"reason":"mine"}' };
  expect((await api.refused('POST', '/api/v1/orders/ORD-1/freeze', freeze)).status).toBe(403);
  expect((await api.refused('POST', '/api/v1/customer-tokens', { headers, body: asked({}) })).status).toBe(403);
});

test('it ends with its time and with the key that asked for it, and is for one house only', async () => {
  const { headers, expiresAt } = await aToken({ expiresIn: 60 });
  expect(Date.parse(expiresAt)).toBe(api.clock.now() + 60_000);
  const shop = JSON.stringify({ name: 'shop', role: 'support', scopes: ['customer-tokens'] });
  const key = (await api.post(contract.CreatedKey, '/api/v1/keys', shop)).body;
  const asShop = { headers: { authorization: `Bearer ${key.secret}` } };
  const other = await aToken({ customer: 'C-2', expiresIn: 3_600 }, asShop);
  // That key is for nothing else.
  expect((await api.refused('GET', '/api/v1/orders', asShop)).status).toBe(403);

  const statusOf = (authorization: string) =>
    api.send('GET', '/api/v1/orders', { headers: { authorization } }).then(({ status }) => status);
  expect(await statusOf(other.headers.authorization)).toBe(200);
  api.clock.advance(MINUTE);
  expect((await api.refused('GET', '/api/v1/orders', { headers })).problem.detail).toContain('has ended');
  expect(await statusOf(other.headers.authorization)).toBe(200);
  await api.ask(contract.Key, 'DELETE', `/api/v1/keys/${key.key.id}`);
  expect(await statusOf(other.headers.authorization)).toBe(401);

  const claims = { customer: 'C-1', key: '1', expiresAt: T0 + DAY };
  expect(await statusOf(`Bearer ${customerToken(Buffer.alloc(32, 8), claims)}`)).toBe(401);
  expect(await statusOf(`Bearer ${customerToken(SIGNING_KEY, { ...claims, expiresAt: T0 - HOUR })}`)).toBe(401);
  expect(await statusOf('Bearer owc_nonsense')).toBe(401);
});

test('only programs that support customers make one, for an hour at most', async () => {
  const ask = async (headers: Record<string, string>, body = asked({})) =>
    (await api.refused('POST', '/api/v1/customer-tokens', { headers, body })).status;
  expect(await ask(await aKeyOf(pool, 'viewer'))).toBe(403);
  expect(await ask(await aKeyOf(pool, 'partner'))).toBe(403);
  expect(await ask({}, asked({ expiresIn: 3_601 }))).toBe(400);
  expect(await ask({}, '{}')).toBe(400);

  // A person who may do everything else that a support key may.
  const person = await signedIn(pool, 'support', { now: api.clock.now() });
  const answer = await fetch(`${api.url}/api/v1/customer-tokens`, {
    method: 'POST',
    headers: { ...person, 'content-type': 'application/json' },
    body: asked({}),
  });
  expect(((await answer.json()) as { detail: string }).detail).toContain('it asks with an API key');
  expect(answer.status).toBe(403);
});

test('pages of declared sites read the answers, without cookies; pages of others do not', async () => {
  const preflight = (origin: string) =>
    fetch(`${api.url}/api/v1/orders`, {
      method: 'OPTIONS',
      headers: { origin, 'access-control-request-method': 'GET', 'access-control-request-headers': 'authorization' },
    });
  const allowed = await preflight(SHOP_ORIGIN);
  expect(allowed.status).toBe(204);
  expect(allowed.headers.get('access-control-allow-origin')).toBe(SHOP_ORIGIN);
  expect(allowed.headers.get('access-control-allow-headers')).toBe('Authorization');
  expect(allowed.headers.get('access-control-allow-methods')).toBe('GET');
  expect((await preflight('https://elsewhere.example')).headers.get('access-control-allow-origin')).toBeNull();

  const { headers } = await aToken();
  const from = (origin: string) => api.send('GET', '/api/v1/orders', { headers: { ...headers, origin } });
  const read = (await from(SHOP_ORIGIN)).headers;
  expect(read.get('access-control-allow-origin')).toBe(SHOP_ORIGIN);
  expect(read.get('access-control-allow-credentials')).toBeNull();
  expect(read.get('vary')).toContain('Origin');
  for (const origin of ['https://elsewhere.example', 'null', `${SHOP_ORIGIN}.evil.example`]) {
    expect((await from(origin)).headers.get('access-control-allow-origin'), origin).toBeNull();
  }
});
