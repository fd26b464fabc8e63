import { beforeEach, expect, test } from 'vitest';
import { testDatabase } from '../test/support/database.ts';
import { anEvent, arrivals, HOUR, T0 } from '../test/support/factory.ts';
import { admitTestKey, apiUnderTest } from './api-under-test.ts';
import { contract } from './contract.ts';

const { pool } = await testDatabase();
await admitTestKey(pool);
const api = await apiUnderTest(pool);

beforeEach(async () => {
  await pool.query('truncate tracker.order_event, tracker.order_state, tracker.order_alias, tracker.order_search');
  api.clock.set(T0 + HOUR);
  await api.ledger.record(arrivals([anEvent({ ids: { mes: 'M-1' } })]));
});

const path = (command: string, name = 'ORD-1') => `/api/v1/orders/${name}/${command}`;
const ask = (command: string, body: object, name?: string) =>
  api.post(contract.Order, path(command, name), JSON.stringify(body));
const refused = (command: string, body: object, name?: string) =>
  api.refused('POST', path(command, name), { body: JSON.stringify(body) });

test('an order is frozen by any of its names, and goes on; the timeline tells who and why', async () => {
  const frozen = await ask('freeze', { reason: 'The customer is on holiday', by: 'anna' }, 'M-1');
  expect(frozen.body).toMatchObject({ orderId: 'ORD-1', frozen: true, dueAt: null });
  api.clock.advance(HOUR);
  const goesOn = await ask('unfreeze', { reason: 'Back again' });
  expect(goesOn.body).toMatchObject({ frozen: false });
  const { body } = await api.get(contract.TimelinePage, path('timeline'));
  expect(body.items.slice(-2).map(({ by, title, detail }) => [by, title, detail])).toEqual([
    ['anna', 'Frozen', 'The customer is on holiday'],
    ['tests', 'No longer frozen', 'Back again'],
  ]);
});

test('it is so already: 409 with a sentence; of nobody: 404', async () => {
  const { status, problem } = await refused('unfreeze', { reason: 'x' });
  expect([status, problem.type, problem.detail]).toEqual([409, 'urn:orderwatch:problem:not-done', 'It is not frozen.']);
  await ask('freeze', { reason: 'x' });
  expect((await refused('freeze', { reason: 'x' })).status).toBe(409);
  expect((await refused('freeze', { reason: 'x' }, 'ORD-9')).status).toBe(404);
});

test.each([
  [{}, 'body.reason'],
  [{ reason: ' ' }, 'body.reason'],
  [{ reason: 'x', until: 'tomorrow' }, 'body.until'],
])('with %j: 400', async (body, parameter) => {
  const { status, problem } = await refused('freeze', body);
  expect([status, problem.parameter]).toEqual([400, parameter]);
});
