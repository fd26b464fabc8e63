import { Socket } from 'node:net';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { createLog } from '../platform/log.ts';
import { createPool } from '../platform/postgres.ts';
import { testDatabase } from '../test/support/database.ts';
import { T0 } from '../test/support/factory.ts';
import { admitTestKey, apiUnderTest, KEY } from './api-under-test.ts';
import { contract } from './contract.ts';
import { findPrincipal, registerKey } from './keys.ts';

const { pool } = await testDatabase();
await admitTestKey(pool);
const api = await apiUnderTest(pool);

describe('keys', () => {
  test.each([
    ['none', {}],
    ['another scheme', { authorization: 'Basic YTpi' }],
    ['an empty one', { authorization: 'Bearer ' }],
    ['an unknown one', { authorization: 'Bearer somebody-elses-key' }],
  ])('%s: 401', async (_case, headers: Record<string, string>) => {
    const response = await fetch(`${api.url}/api/v1/orders`, { headers });
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toMatch(/^Bearer realm="orderwatch"/);
    expect(contract.Problem.parse(await response.json()).type).toBe('urn:orderwatch:problem:unauthorized');
  });

  test('a key of a name takes the place of the one before, which stays revoked', async () => {
    const admin = (key: string) => registerKey(pool, { name: 'machine-7', role: 'admin', key }, T0);
    expect(await admin('the-first-key-of-7')).toBe('registered');
    expect(await admin('the-first-key-of-7')).toBe('registered');
    expect(await admin('the-second-key-of-7')).toBe('registered');
    expect(await findPrincipal(pool, 'the-first-key-of-7', T0)).toBeNull();
    expect(await findPrincipal(pool, 'the-second-key-of-7', T0)).toMatchObject({ name: 'machine-7', role: 'admin' });
    expect(await admin('the-first-key-of-7')).toBe('revoked');
  });

  test('a key that is registered under another name goes over to it, and ends with the next one of that name', async () => {
    const register = (name: string, key: string) => registerKey(pool, { name, role: 'admin', key }, T0);
    await register('before', 'the-key-that-moves');
    expect(await register('after', 'the-key-that-moves')).toBe('registered');
    expect(await findPrincipal(pool, 'the-key-that-moves', T0)).toMatchObject({ name: 'after', role: 'admin' });
    await register('after', 'the-key-that-follows');
    expect(await findPrincipal(pool, 'the-key-that-moves', T0)).toBeNull();
  });

  test('twenty processes may register the same key at once', async () => {
    const register = () => registerKey(pool, { name: 'fleet', role: 'admin', key: 'the-key-of-the-fleet' }, T0);
    expect(new Set(await Promise.all(Array.from({ length: 20 }, register)))).toEqual(new Set(['registered']));
  });

  test('the database holds no key', async () => {
    const { rows } = await pool.query<{ row: string }>('select key::text as row from api.key');
    expect(rows.map(({ row }) => row).join()).not.toContain(KEY);
  });
});

describe('requests that lead nowhere', () => {
  test('an unknown route: 404', async () => {
    for (const path of ['/nothing', '/api', '/api/v1/nothing', '/api/v1/orders/a/b/c']) {
      expect((await api.refused('GET', path)).problem.type).toBe('urn:orderwatch:problem:no-such-route');
    }
  });

  test('a method that a route does not have: 405 and which it has', async () => {
    for (const [method, path, allowed] of [
      ['DELETE', '/api/v1/orders', 'GET'],
      ['POST', '/api/v1/orders/ORD-1', 'GET'],
      ['GET', '/api/v1/events', 'POST'],
      ['PUT', '/api/v1/openapi.json', 'GET'],
      ['GET', '/api/v1/quarantine/replay', 'POST'],
    ] as const) {
      const { status, headers } = await api.refused(method, path);
      expect([status, headers.get('allow')]).toEqual([405, allowed]);
    }
  });
});

test('every answer bears the security headers and says nothing of what serves it', async () => {
  for (const path of ['/', '/api/v1/orders', '/nothing']) {
    const { headers } = await api.send('GET', path);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(headers.get('x-powered-by')).toBeNull();
  }
});

test('the front door says where the contract is', async () => {
  const { openapi } = (await (await fetch(api.url)).json()) as { openapi: string };
  expect((await fetch(api.url + openapi)).status).toBe(200);
});

test('runbooks are read without a key, and nothing else beside them is', async () => {
  const page = await fetch(`${api.url}/runbooks/queue-too-long`);
  expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/plain; charset=utf-8']);
  expect(await page.text()).toMatch(/^# QueueTooLong$/m);
  for (const other of ['no-such-page', '..%2Falerts', 'queue-too-long.md', '']) {
    expect((await fetch(`${api.url}/runbooks/${other}`)).status, other).toBe(404);
  }
});

describe('the database is gone', () => {
  test('not there: 503, and no word about why', async () => {
    const nowhere = createPool('postgres://nobody:secret@127.0.0.1:1/none', createLog('silent'));
    const log = createLog('silent');
    const warn = vi.spyOn(log, 'warn');
    const lost = await apiUnderTest(nowhere, log);
    const { status, headers, problem } = await lost.refused('GET', '/api/v1/orders');
    expect([status, headers.get('retry-after')]).toEqual([503, '5']);
    expect(JSON.stringify(problem)).not.toMatch(/127\.0\.0\.1|secret|ECONN/);
    expect(problem.detail).toContain('sending the same events again is harmless');
    expect(warn).toHaveBeenCalledWith(expect.objectContaining({ path: '/api/v1/orders' }), expect.anything());
    await nowhere.end();
  });

  test('a fault of ours: 500, logged with the pattern of its route, which names nobody', async () => {
    const log = createLog('silent');
    const error = vi.spyOn(log, 'error');
    const faulty = await apiUnderTest(pool, log);
    await pool.query('alter schema tracker rename to aside; alter schema collector rename to beside');
    onTestFinished(async () => {
      await pool.query('alter schema aside rename to tracker; alter schema beside rename to collector');
    });
    for (const [path, pattern] of [
      ['/api/v1/orders', '/api/v1/orders/'],
      ['/api/v1/orders/ORD-1/timeline', '/api/v1/orders/:name/timeline'],
      ['/api/v1/quarantine/7', '/api/v1/quarantine/:id'],
    ]) {
      expect((await faulty.refused('GET', path!)).status).toBe(500);
      expect(error).toHaveBeenLastCalledWith(expect.objectContaining({ path: pattern }), expect.anything());
    }
  });

  test('connections cut while they are in use: 503, and the next request is served', async () => {
    const { request, backend, release } = await heldUp(api);
    await pool.query('select pg_terminate_backend($1)', [backend]);
    expect((await request).status).toBe(503);
    await release();
    expect((await api.send('GET', '/api/v1/orders')).status).toBe(200);
  });
});

test('stop lets the running request end, cuts idle connections off, and may be called again', async () => {
  const brief = await apiUnderTest(pool);
  const idle = new Socket().connect(Number(new URL(brief.url).port), '127.0.0.1');
  const cutOff = new Promise(resolve => idle.once('close', resolve));
  const { request, release } = await heldUp(brief);
  const stopped = brief.server.stop();
  await expect(fetch(brief.url)).rejects.toThrow();
  await release();
  expect((await request).status).toBe(200);
  await Promise.all([stopped, cutOff]);
  await brief.server.stop();
});

test('stop is not held up by a connection that is kept alive after its answer', async () => {
  const brief = await apiUnderTest(pool);
  const { request, release } = await heldUp(brief);
  const stopped = brief.server.stop();
  await release();
  expect((await request).status).toBe(200);
  const began = performance.now();
  await stopped;
  expect(performance.now() - began).toBeLessThan(4_500);
});

/** A request that waits in the database, on that backend, until it is released. */
async function heldUp(
  of: typeof api,
): Promise<{ request: Promise<Response>; backend: number; release(): Promise<void> }> {
  const holder = await pool.connect();
  await holder.query('begin');
  await holder.query('lock table tracker.order_state in access exclusive mode');
  const request = of.send('GET', '/api/v1/orders');
  for (;;) {
    // Not asked by the holder: within a transaction one sees the backends that there were at its first look.
    const { rows } = await pool.query<{ pid: number }>(
      `select pid from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
    );
    if (!rows[0]) continue;
    const release = async () => {
      await holder.query('rollback');
      holder.release();
    };
    return { request, backend: rows[0].pid, release };
  }
}
