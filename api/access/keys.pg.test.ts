import { expect, test } from 'vitest';
import type { z } from 'zod';
import { testDatabase } from '../../test/support/database.ts';
import { HOUR, MINUTE, T0 } from '../../test/support/factory.ts';
import { admitTestKey, apiUnderTest } from '../api-under-test.ts';
import { contract } from '../contract.ts';

const { pool } = await testDatabase();
await admitTestKey(pool);
const api = await apiUnderTest(pool);

const create = (body: object) => api.post(contract.CreatedKey, '/api/v1/keys', JSON.stringify(body));
const withKey = (key: string) => ({ headers: { authorization: `Bearer ${key}` } });
const statusWith = async (key: string, method = 'GET', path = '/api/v1/orders') =>
  (await api.send(method, path, withKey(key))).status;
const get = async (id: string) => (await api.get(contract.Key, `/api/v1/keys/${id}`)).body;

test('a key is shown once, opens what its role does, and nothing when it was revoked', async () => {
  const created = await create({ name: 'acme, production', role: 'partner', partner: 'acme' });
  const { key, secret } = created.body;
  expect([created.status, secret]).toEqual([201, expect.stringMatching(/^ow_[0-9a-z]{57}$/)]);
  expect(key).toMatchObject({
    role: 'partner',
    partner: 'acme',
    createdBy: 'tests',
    lastUsedAt: null,
    revokedAt: null,
  });
  expect([await statusWith(secret), await statusWith(secret, 'GET', '/api/v1/incidents')]).toEqual([200, 403]);
  expect(await statusWith(`${secret.slice(0, -1)}${secret.endsWith('0') ? 1 : 0}`)).toBe(401);
  const { rows } = await pool.query<{ row: string }>(
    'select key::text as row from api.key union all select audit::text from tracker.audit',
  );
  expect(rows.map(({ row }) => row).join()).not.toContain(secret);

  const twin = await api.refused('POST', '/api/v1/keys', { body: JSON.stringify({ name: key.name, role: 'viewer' }) });
  expect(twin.status).toBe(409);
  const path = `/api/v1/keys/${key.id}`;
  const revoked = (await api.ask(contract.Key, 'DELETE', path)).body;
  expect(revoked.revokedAt).toBe(new Date(T0).toISOString());
  expect(await statusWith(secret)).toBe(401);
  const named = async (query: string) =>
    (await api.get(contract.KeyPage, `/api/v1/keys?${query}`)).body.items.map(({ name }) => name);
  expect([await named(''), await named('revoked=true')]).toEqual([['tests'], ['acme, production', 'tests']]);
  const { items } = (await api.get(contract.AuditPage, '/api/v1/audit?subjectKind=key')).body;
  expect(items.map(({ action, who }) => [action, who])).toEqual([
    ['key.revoked', 'tests'],
    ['key.created', 'tests'],
  ]);
});

test.each([
  ['a partner who is nobody', { role: 'partner' }, 'body.partner'],
  ['a viewer who is a partner', { role: 'viewer', partner: 'acme' }, 'body.partner'],
  ['a customer who is nobody', { role: 'customer' }, 'body.customer'],
  ['an end that has passed', { role: 'viewer', expiresAt: '2026-01-01' }, 'body.expiresAt'],
  ['no scope at all', { role: 'viewer', scopes: [] }, 'body.scopes'],
])('%s: 400', async (_case, body, parameter) => {
  const { status, problem } = await api.refused('POST', '/api/v1/keys', {
    body: JSON.stringify({ name: 'x', ...body }),
  });
  expect([status, problem.parameter]).toEqual([400, parameter]);
});

test('scopes take away what the role would permit', async () => {
  const keyOf = async (...scopes: string[]) =>
    (await create({ name: scopes.join(' '), role: 'admin', scopes })).body.secret;
  const reads = await keyOf('read');
  const tells = await keyOf('events', 'deploys');
  const asked = [
    ['GET', '/orders'],
    ['POST', '/events/validate'],
    ['POST', '/deploys'],
    ['POST', '/silences'],
  ] as const;
  const statuses = (key: string) =>
    Promise.all(asked.map(([method, path]) => statusWith(key, method, `/api/v1${path}`)));
  expect(await statuses(reads)).toEqual([200, 403, 403, 403]);
  expect(await statuses(tells)).toEqual([403, 200, 400, 403]);
  const { problem } = await api.refused('POST', '/api/v1/silences', withKey(tells));
  expect(problem.detail).toContain('needs the scope write');
});

test('it ends when it was said to, and tells to the minute when it was last used', async () => {
  const expiresAt = new Date(T0 + HOUR).toISOString();
  const { key, secret } = (await create({ name: 'for an hour', role: 'viewer', expiresAt })).body;
  const used: (string | null)[] = [];
  for (const minutes of [0, 0.5, 1, 1.5, 59]) {
    api.clock.set(T0 + minutes * MINUTE);
    expect(await statusWith(secret)).toBe(200);
    used.push((await get(key.id)).lastUsedAt);
  }
  expect(used.map(at => (Date.parse(at!) - T0) / MINUTE)).toEqual([0, 0, 1, 1, 59]);
  api.clock.set(T0 + HOUR);
  expect(await statusWith(secret)).toBe(401);
  api.clock.set(T0);
});

test('whoever changes what somebody else has changed meanwhile is told so', async () => {
  const { key } = (await create({ name: 'two admins', role: 'viewer' })).body;
  const path = `/api/v1/keys/${key.id}`;
  const seen = (await api.send('GET', path)).headers.get('etag')!;
  const change = (body: object, headers: Record<string, string>) =>
    api.send('PATCH', path, { body: JSON.stringify(body), headers });
  const first = await change({ limit: 10 }, { 'if-match': seen });
  expect([first.status, first.headers.get('etag')]).toEqual([200, '"2"']);
  const second = await change({ limit: 20 }, { 'if-match': seen });
  const problem = contract.Problem.parse(await second.json()) as z.infer<typeof contract.Problem>;
  expect([second.status, second.headers.get('etag'), problem.version]).toEqual([412, '"2"', '"2"']);
  expect((await get(key.id)).limit).toBe(10);
  for (const match of ['"7", W/"2"', '*'])
    expect((await change({ limit: 30 }, { 'if-match': match })).status).toBe(200);
  expect((await change({ limit: null }, {})).status).toBe(200);
  expect((await api.send('DELETE', path, { headers: { 'if-match': seen } })).status).toBe(412);
});
