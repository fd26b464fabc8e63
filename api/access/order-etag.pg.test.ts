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
