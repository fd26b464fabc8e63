import { expect, test } from 'vitest';
import { testDatabase } from '../../test/support/database.ts';
import { apiUnderTest } from '../api-under-test.ts';
import { openApiDocument } from '../openapi.ts';
import { aKeyOf } from './key-under-test.ts';
import { rolesFor } from './permissions.ts';
import { ROLES } from './roles.ts';

const { pool } = await testDatabase();
const api = await apiUnderTest(pool);

const OPERATIONS = Object.entries(openApiDocument.paths).flatMap(([path, methods]) =>
  Object.keys(methods).map(method => ({
    method: method.toUpperCase(),
    path,
    operation: `${method.toUpperCase()} ${path}`,
  })),
);

type Asked = (typeof OPERATIONS)[number];

/** `needs`: it was refused for want of a role; what else became of it matters to others. */
async function ask({ method, path, operation }: Asked, headers: Record<string, string>): Promise<number | 'needs'> {
  const url = `${api.url}/api/v1${path.replace(/\{\w+\}/g, '999999999')}`;
  const end = new AbortController();
  const response = await fetch(url, {
    method,
    headers: { 'sec-fetch-site': 'same-origin', ...headers },
    signal: end.signal,
  });
  try {
    if (response.status !== 403) return response.status;
    const { detail } = (await response.json()) as { detail: string };
    return detail.startsWith(`${operation} needs `) ? 'needs' : 403;
  } finally {
    // A stream goes on for ever.
    end.abort();
  }
}

async function everyOperation(headers: Record<string, string>): Promise<Map<string, number | 'needs'>> {
  const answers = new Map<string, number | 'needs'>();
  const waiting = [...OPERATIONS];
  const work = async () => {
    for (let asked = waiting.pop(); asked; asked = waiting.pop())
      answers.set(asked.operation, await ask(asked, headers));
  };
  await Promise.all(Array.from({ length: 3 }, work));
  return answers;
}

test.each(ROLES)(
  '%s may do what the table says, and nothing else',
  async role => {
    const answers = await everyOperation(await aKeyOf(pool, role));
    const permitted = [...answers].filter(([, status]) => status !== 'needs').map(([operation]) => operation);
    const declared = OPERATIONS.map(({ operation }) => operation).filter(
      operation => rolesFor(operation)?.includes(role) ?? true,
    );
    expect(permitted.sort()).toEqual(declared.sort());
    expect([...answers].filter(([, status]) => status === 401 || status === 500)).toEqual([]);
  },
  120_000,
);

test('without a role one can only sign in', async () => {
  const answers = await everyOperation({});
  const open = [...answers].filter(([, status]) => status !== 401).map(([operation]) => operation);
  expect(open.sort()).toEqual([
    'DELETE /session',
    'GET /session',
    'POST /session',
    'POST /session/first-admin',
    'POST /session/password',
  ]);
}, 120_000);

test('a route that the table does not name is not there, whoever asks, and however it is written', async () => {
  const admin = await aKeyOf(pool, 'admin');
  const viewer = await aKeyOf(pool, 'viewer');
  const statusOf = async (method: string, path: string, headers: Record<string, string>) =>
    (await fetch(`${api.url}/api/v1${path}`, { method, headers })).status;
  expect(await statusOf('PUT', '/users', admin)).toBe(405);
  expect(await statusOf('GET', '/nothing', admin)).toBe(404);
  expect(await statusOf('GET', '//users', viewer)).toBe(404);
  for (const path of ['/users', '/USERS', '/users/', '/Users/7', '/users/7/']) {
    expect(await statusOf('GET', path, viewer), path).toBe(403);
    expect(await statusOf('HEAD', path, viewer), path).toBe(403);
  }
});
