import { expect, test } from 'vitest';
import { testDatabase } from '../../test/support/database.ts';
import { anEvent, arrivals } from '../../test/support/factory.ts';
import { admitTestKey, apiUnderTest } from '../api-under-test.ts';
import { contract } from '../contract.ts';

const { pool } = await testDatabase();
await admitTestKey(pool);
const api = await apiUnderTest(pool);

test('of two people who have seen the same order the second one is told of the first; events are in nobody’s way', async () => {
  await api.ledger.record(arrivals([anEvent({ orderId: 'ORD-1' })]));
  const tag = async () => (await api.send('GET', '/api/v1/orders/ORD-1')).headers.get('etag')!;
  const seen = await tag();
  const change = (what: string, match: string) =>
    api.send('POST', `/api/v1/orders/ORD-1/${what}`, { body: '{"reason":"a test"}', headers: { 'if-match': match } });

  await api.ledger.record(arrivals([anEvent({ orderId: 'ORD-1', status: 'PRICE_CALCULATED', source: 'mes' })]));
  expect(await tag()).toBe(seen);
  const first = await change('freeze', seen);
  expect([first.status, first.headers.get('etag')]).toEqual([200, await tag()]);

  const second = await change('unfreeze', seen);
  const problem = contract.Problem.parse(await second.json());
  expect([second.status, second.headers.get('etag'), problem.version]).toEqual([412, await tag(), await tag()]);
  expect(problem.detail).toMatch(/^tests changed it at /);
  expect((await change('unfreeze', await tag())).status).toBe(200);
});

test('whatever is done to an order heeds what was seen of it: its tag, or the version on which a decision stands', async () => {
  await api.ledger.record(arrivals([anEvent({ orderId: 'ORD-2', status: 'PACKAGING', source: 'mes' })]));
  const order = async () => (await api.send('GET', '/api/v1/orders/ORD-2')).headers.get('etag')!;
  const hands = async () => (await api.send('GET', '/api/v1/orders/ORD-2/hands')).headers.get('etag')!;
  const deed = (path: string, body: object, match: string) =>
    api.send('POST', `/api/v1/orders/ORD-2/${path}`, { body: JSON.stringify(body), headers: { 'if-match': match } });

  // Of two who give it to somebody at the same moment one is told of the other.
  const seen = await order();
  const both = await Promise.all(['ivan', 'olga'].map(to => deed('assign', { to }, seen)));
  expect(both.map(({ status }) => status).sort()).toEqual([200, 412]);
  expect((await deed('take', {}, seen)).status).toBe(412);
  expect((await deed('take', {}, await hands())).status).toBe(200);
  // To take back links takes nothing from anybody.
  const taken = await order();
  await deed('tracking-link/revoke', { reason: 'It went to somebody else' }, '*');
  expect(await order()).toBe(taken);

  const stale = await hands();
  expect((await deed('advance', { to: 'SHIPPED' }, taken)).status).toBe(200);
  for (const [path, body] of [
    ['corrections', { to: 'PACKAGING', reason: 'a test' }],
    ['advance', { to: 'CLOSED' }],
    ['release', {}],
    ['notes', { text: 'a test' }],
  ] as const) {
    for (const match of [taken, stale]) {
      const refused = await deed(path, body, match);
      expect([path, refused.status]).toEqual([path, 412]);
      contract.Problem.parse(await refused.json());
    }
  }
  expect((await deed('corrections', { to: 'CLOSED', reason: 'a test' }, await order())).status).toBe(201);
});
