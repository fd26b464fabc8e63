import { expect, test } from 'vitest';
import { testDatabase } from '../test/support/database.ts';
import { anEvent, arrivals, HOUR, T0 } from '../test/support/factory.ts';
import { admitTestKey, apiUnderTest } from './api-under-test.ts';
import { contract } from './contract.ts';

const { pool } = await testDatabase();
await admitTestKey(pool);
const api = await apiUnderTest(pool);
api.clock.set(T0 + 2 * HOUR);
await api.ledger.record(
  arrivals([
    anEvent({ eventId: 'e-1', ids: { mes: 'M-1' } }),
    anEvent({ orderId: 'TWIN-1', correlationId: 'cart' }),
    anEvent({ orderId: 'TWIN-2', correlationId: 'cart' }),
  ]),
);

const path = (name: string, rest = '') => `/api/v1/orders/${encodeURIComponent(name)}/diagnosis${rest}`;

test('by any of its names, as the contract says it', async () => {
  for (const name of ['ORD-1', 'M-1', 'mes:M-1']) {
    const { status, body } = await api.get(contract.Diagnosis, path(name));
    expect(status).toBe(200);
    expect(body).toMatchObject({
      orderId: 'ORD-1',
      status: 'SUBMITTED',
      since: '2026-11-20T09:00:00.000Z',
      asOf: '2026-11-20T11:00:00.000Z',
      verdict: { en: expect.stringContaining('no evidence') },
      ...{ cause: null, suspect: null, usual: null, noEvidence: true },
      expected: { basis: 'declared', samples: 0 },
    });
    expect(body.evidence[0]).toMatchObject({ kind: 'last_event', link: '/orders/ORD-1/timeline#e-1', cause: null });
  }
});

test('none of that name, several, and a parameter that there is not', async () => {
  expect((await api.refused('GET', path('nobody'))).status).toBe(404);
  const { status, problem } = await api.refused('GET', path('cart'));
  expect([status, problem.candidates]).toEqual([409, ['TWIN-1', 'TWIN-2']]);
  expect((await api.refused('GET', path('ORD-1', '?deep=true'))).problem.parameter).toBe('deep');
  expect((await api.refused('POST', path('ORD-1'), { body: '{}' })).status).toBe(405);
});
