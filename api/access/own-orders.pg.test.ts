import { expect, test } from 'vitest';
import { testDatabase } from '../../test/support/database.ts';
import { anEvent, arrivals } from '../../test/support/factory.ts';
import { apiUnderTest } from '../api-under-test.ts';
import { contract } from '../contract.ts';
import { aKeyOf } from './key-under-test.ts';
import { PERMISSIONS } from './permissions.ts';

const { pool } = await testDatabase();
const api = await apiUnderTest(pool);
const partner = await aKeyOf(pool, 'partner', { partner: 'acme' });
const customer = await aKeyOf(pool, 'customer', { customer: 'C-1' });
const staff = await aKeyOf(pool, 'viewer');

const OURS = { id: 'C-1', email: 'olga@orders.example', name: 'Olga Petrova' };
await api.ledger.record(
  arrivals([
    anEvent({
      orderId: 'ACME-1',
      partner: 'acme',
      customer: { id: 'C-2' },
      ids: { mes: 'M-1' },
      correlationId: 'twin',
    }),
    anEvent({ orderId: 'ACME-2', partner: 'acme', customer: { id: 'C-1' } }),
    anEvent({ orderId: 'OTHER-1', partner: 'globex', customer: OURS, correlationId: 'twin' }),
    anEvent({ orderId: 'SHOP-1', customer: { id: 'C-9', email: 'petr@orders.example' }, ids: { mes: 'M-9' } }),
    // Nobody is allowed to go back from there: an anomaly.
    anEvent({ orderId: 'ACME-1', partner: 'acme', status: 'SHIPPED', source: 'mes' }),
  ]),
);

async function listed(headers: Record<string, string>, query = ''): Promise<string[]> {
  const { body } = await api.get(contract.OrderPage, `/api/v1/orders?${query}`, { headers });
  return body.items.map(({ orderId }) => orderId).sort();
}

test('lists hold their own orders, whatever is asked for', async () => {
  expect(await listed(staff)).toHaveLength(4);
  expect(await listed(partner)).toEqual(['ACME-1', 'ACME-2']);
  expect(await listed(customer)).toEqual(['ACME-2', 'OTHER-1']);
  for (const query of [
    'partner=globex',
    'q=OTHER-1',
    'q=petr@orders.example',
    'correlationId=nothing',
    'customer=C-9',
  ]) {
    expect(await listed(partner, query), query).toEqual([]);
  }
  expect(await listed(partner, 'correlationId=twin')).toEqual(['ACME-1']);
  expect(await listed(partner, 'customer=C-1')).toEqual(['ACME-2']);
  const { body } = await api.get(contract.OrderPage, '/api/v1/orders?count=true&partner=globex', { headers: partner });
  expect(body.total).toEqual({ count: 0, more: false });
  expect((await api.refused('GET', '/api/v1/orders?anomaly=true', { headers: partner })).status).toBe(403);
});

test('of what people here found and did there is nothing in their own orders', async () => {
  const inFull = (await api.get(contract.Order, '/api/v1/orders/ACME-1', { headers: staff })).body;
  expect(inFull.anomalies).not.toEqual([]);
  for (const name of ['ACME-1', 'M-1', 'mes:M-1', 'twin']) {
    const { body } = await api.get(contract.Order, `/api/v1/orders/${name}`, { headers: partner });
    expect(body).toMatchObject({ orderId: 'ACME-1', status: inFull.status, anomalies: [], traceUrl: null });
  }
  const timeline = await api.get(contract.TimelinePage, '/api/v1/orders/ACME-1/timeline', { headers: partner });
  expect(timeline.body.items.length).toBeGreaterThan(0);
  expect(timeline.body.items.map(({ kind }) => kind)).not.toContain('anomaly');
});

test('the orders of others do not exist, in any operation that names one', async () => {
  const operations = Object.entries(PERMISSIONS).filter(([operation]) => operation.includes(' /orders/{'));
  for (const [headers, role] of [
    [partner, 'partner'],
    [customer, 'customer'],
  ] as const) {
    for (const [operation] of operations.filter(([, roles]) => roles.includes(role))) {
      const [method = '', path = ''] = operation.split(' ');
      for (const name of ['SHOP-1', 'M-9', 'no-such-order', '%E0%A4%A']) {
        const url = `/api/v1${path.replace('{id}', name).replace(/\{\w+\}/g, '1')}`;
        const { status, problem } = await api.refused(method, url, { headers });
        expect([status, problem.type], `${operation} ${name}`).toEqual([404, 'urn:orderwatch:problem:no-such-order']);
      }
    }
  }
  const ambiguous = await api.refused('GET', '/api/v1/orders/twin', { headers: staff });
  expect(ambiguous.problem.candidates).toEqual(['ACME-1', 'OTHER-1']);
});
