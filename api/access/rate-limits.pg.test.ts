import { expect, test } from 'vitest';
import { testDatabase } from '../../test/support/database.ts';
import { admitTestKey, apiUnderTest } from '../api-under-test.ts';
import { contract } from '../contract.ts';
import { AT_ONCE } from './cost.ts';
import { aKeyOf } from './key-under-test.ts';

const { pool } = await testDatabase();
await admitTestKey(pool);
const api = await apiUnderTest(pool);

const statusOf = async (path: string, headers: Record<string, string>) =>
  (await fetch(`${api.url}/api/v1${path}`, { headers })).status;

async function limited(limit: number): Promise<{ authorization: string }> {
  const body = JSON.stringify({ name: `acme ${limit}`, role: 'partner', partner: 'acme', limit });
  const { secret } = (await api.post(contract.CreatedKey, '/api/v1/keys', body)).body;
  return { authorization: `Bearer ${secret}` };
}

test('a partner who floods is told when to go on, and nobody else notices', async () => {
  const partner = await limited(10);
  const flood = await Promise.all(Array.from({ length: 5 }, () => statusOf('/lifecycles', partner)));
  for (let more = 0; more < 25; more++) flood.push(await statusOf('/lifecycles', partner));
  expect(flood.filter(status => status === 200)).toHaveLength(10);
  expect(flood.filter(status => status === 429)).toHaveLength(20);

  const { headers, problem } = await api.refused('GET', '/api/v1/lifecycles', { headers: partner });
  expect(problem.type).toBe('urn:orderwatch:problem:too-many-requests');
  expect(headers.get('ratelimit-policy')).toBe('"requests";q=10;w=60');
  expect(headers.get('ratelimit')).toMatch(/^"requests";r=0;t=\d+$/);
  expect(Number(headers.get('retry-after'))).toBe(problem.retryAfter);
  expect(problem.retryAfter).toBeGreaterThan(0);

  // What was refused has not asked the database who it was, either.
  const asked: unknown[] = [];
  const query = pool.query.bind(pool);
  pool.query = ((...args: Parameters<typeof query>) => {
    asked.push(args[0]);
    return query(...args);
  }) as typeof pool.query;
  expect(await statusOf('/orders', partner)).toBe(429);
  expect(asked).toEqual([]);
  pool.query = query;

  const other = await api.send('GET', '/api/v1/lifecycles');
  expect([other.status, other.headers.get('ratelimit-policy')]).toEqual([200, '"requests";q=60000;w=60']);
});

test('lists count for more, and everybody sees what they have used, by day', async () => {
  const partner = await limited(100);
  await statusOf('/lifecycles', partner);
  await statusOf('/orders', partner);
  const { body } = await api.get(contract.Usage, '/api/v1/usage', { headers: partner });
  expect(body).toMatchObject({
    limit: 100,
    used: 4,
    remaining: 96,
    days: [{ day: '2026-11-20', requests: 3, refused: 0 }],
  });
  const again = await api.get(contract.Usage, '/api/v1/usage', { headers: partner });
  expect(again.body.days).toEqual([{ day: '2026-11-20', requests: 4, refused: 0 }]);
});

test('requests that take long leave room for those of others', async () => {
  const partner = await aKeyOf(pool, 'partner');
  const holder = await pool.connect();
  await holder.query('begin; lock table tracker.order_state in access exclusive mode');
  const held = Array.from({ length: AT_ONCE.partner }, () => statusOf('/orders/ORD-1', partner));
  // The last of these finds all places taken, when the others have come so far.
  await expect.poll(() => statusOf('/lifecycles', partner), { interval: 20 }).toBe(429);
  expect(await statusOf('/notifications', await aKeyOf(pool, 'viewer'))).toBe(200);
  await holder.query('rollback');
  holder.release();
  expect(new Set(await Promise.all(held))).toEqual(new Set([404]));
  expect(await statusOf('/lifecycles', partner)).toBe(200);
});

test('whoever tries keys from an address is stopped, and valid keys from there are not', async () => {
  const brief = await apiUnderTest(pool);
  const guess = async (key: string) =>
    (await fetch(`${brief.url}/api/v1/lifecycles`, { headers: { authorization: `Bearer ${key}` } })).status;
  const { authorization } = await aKeyOf(pool, 'viewer');
  const valid = authorization.slice('Bearer '.length);
  expect(await guess(valid)).toBe(200);
  const guesses = Array.from({ length: 20 }, async (_, lane) => {
    for (let at = 0; at < 16; at++) if ((await guess(`a-wild-guess-${lane}-${at}`)) === 429) return 'stopped';
    return 'went on';
  });
  expect(await Promise.all(guesses)).toContain('stopped');
  expect([await guess('another-wild-guess'), await guess(valid)]).toEqual([429, 200]);
});
