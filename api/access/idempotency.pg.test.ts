import { expect, test } from 'vitest';
import { testDatabase } from '../../test/support/database.ts';
import { HOUR, T0 } from '../../test/support/factory.ts';
import { admitTestKey, apiUnderTest } from '../api-under-test.ts';
import { contract } from '../contract.ts';
import { aKeyOf } from './key-under-test.ts';

const { pool } = await testDatabase();
await admitTestKey(pool);
const api = await apiUnderTest(pool);

async function post(path: string, key: string, body: object | string, headers: Record<string, string> = {}) {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const response = await api.send('POST', `/api/v1${path}`, {
    body: text,
    headers: { 'idempotency-key': key, ...headers },
  });
  const { status } = response;
  return { status, replayed: response.headers.get('idempotent-replayed'), body: await response.text() };
}

const keyNamed = (name: string) => ({ name, role: 'viewer' });

test('the same again under the same key is done once, and answered as the first time', async () => {
  const first = await post('/keys', 'k-1', keyNamed('once'));
  expect(first).toMatchObject({ status: 201, replayed: null });
  expect(await post('/keys', 'k-1', keyNamed('once'))).toEqual({ ...first, replayed: 'true' });
  // Under another key it is another request.
  expect((await post('/keys', 'k-2', keyNamed('once'))).status).toBe(409);
  expect(await post('/keys', 'k-2', keyNamed('once'))).toMatchObject({ status: 409, replayed: 'true' });
  const { secret } = contract.CreatedKey.parse(JSON.parse(first.body));
  const { rows } = await pool.query<{ row: string }>(`select encode(body, 'escape') as row from api.idempotent`);
  expect(rows.map(({ row }) => row).join()).not.toMatch(new RegExp(`once|${secret}`));
});

test('another body under it, or another path, is refused; another program has keys of its own', async () => {
  expect((await post('/keys', 'k-3', keyNamed('three'))).status).toBe(201);
  expect((await post('/keys', 'k-3', keyNamed('four'))).status).toBe(422);
  expect((await post('/deploys', 'k-3', keyNamed('three'))).status).toBe(422);
  const admin = await aKeyOf(pool, 'admin');
  expect((await post('/keys', 'k-3', keyNamed('four'), admin)).status).toBe(201);
  expect((await post('/keys', 'k'.repeat(201), keyNamed('six'))).status).toBe(400);
});

test('while the first one runs the second one waits; what failed may be tried again', async () => {
  const holder = await pool.connect();
  await holder.query('begin; lock table api.key in exclusive mode');
  const first = post('/keys', 'k-7', keyNamed('seven'));
  const begun = async () => (await holder.query(`select from api.idempotent where key = 'k-7'`)).rowCount;
  await expect.poll(begun, { interval: 20 }).toBe(1);
  expect((await post('/keys', 'k-7', keyNamed('seven'))).status).toBe(409);
  await holder.query('rollback');
  holder.release();
  expect(await first).toMatchObject({ status: 201, replayed: null });

  await pool.query('alter table collector.quarantine rename to mislaid');
  expect((await post('/quarantine/replay', 'k-8', { ids: ['1'] })).status).toBe(500);
  await pool.query('alter table collector.mislaid rename to quarantine');
  expect(await post('/quarantine/replay', 'k-8', { ids: ['1'] })).toMatchObject({ status: 200, replayed: null });
});

test('bodies that come as bytes get through whole, and a day later it is forgotten', async () => {
  const event = JSON.stringify({
    orderId: 'ORD-1',
    status: 'SUBMITTED',
    source: 'shop',
    data: { text: 'ж'.repeat(200_000) },
  });
  const first = await post('/events', 'e-1', event);
  expect([first.status, JSON.parse(first.body).outcome]).toEqual([202, 'recorded']);
  expect(await post('/events', 'e-1', event)).toEqual({ ...first, replayed: 'true' });
  api.clock.set(T0 + 25 * HOUR);
  const later = await post('/events', 'e-1', event);
  expect([later.replayed, later.status]).toEqual([null, 202]);
  const { rows } = await pool.query<{ count: number }>('select count(*) from api.idempotent');
  expect(rows[0]!.count).toBe(1);
  api.clock.set(T0);
});
