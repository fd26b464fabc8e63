import { expect, test } from 'vitest';
import { alertSettings } from '../../alerts/settings-under-test.ts';
import { createLog } from '../../platform/log.ts';
import { testDatabase } from '../../test/support/database.ts';
import { admitTestKey, apiUnderTest, NO_PROVIDERS } from '../api-under-test.ts';
import { aUser, PASSWORD } from './signed-in-under-test.ts';

const { pool } = await testDatabase();
await admitTestKey(pool);

const serve = (trusted: readonly string[]) => {
  const providers = { ...NO_PROVIDERS, publicUrl: 'http://localhost:8080' };
  return apiUnderTest(pool, createLog('silent'), [], providers, alertSettings({}), false, null, trusted);
};
const direct = await serve([]);
const behind = await serve(['loopback']);

/** What a proxy of the company adds to whatever its client has written there. */
const CLIENT = '203.0.113.7';
const forwarded = { 'x-forwarded-for': `198.51.100.66, ${CLIENT}`, 'x-forwarded-proto': 'https' };

async function signIn({ url }: { url: string }, body: { name: string; password: string }, headers: object = forwarded) {
  const json = { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' };
  const init = { method: 'POST', headers: { ...json, ...headers }, body: JSON.stringify(body) };
  return fetch(`${url}/api/v1/session`, init);
}

test('a proxy that is trusted says who asks and by TLS; of anybody else it is a word', async () => {
  for (const { api, address, cookie } of [
    { api: direct, address: '127.0.0.1', cookie: /^orderwatch=[^;]+; Path=\/; HttpOnly; SameSite=Lax$/ },
    { api: behind, address: CLIENT, cookie: /^__Host-orderwatch=[^;]+; Path=\/; HttpOnly; Secure; SameSite=Lax$/ },
  ]) {
    const { name } = await aUser(pool);
    const entered = await signIn(api, { name, password: PASSWORD });
    expect(entered.status).toBe(200);
    expect(entered.headers.getSetCookie()[0]).toMatch(cookie);
    const key = { name: `key ${address}`, role: 'viewer' };
    await api.send('POST', '/api/v1/keys', { body: JSON.stringify(key), headers: forwarded });
    const { rows } = await pool.query<{ address: string }>(
      `select s.address from api.session s join api.user u on u.id = s.user_id where u.name = $1
       union all (select a.from_address from tracker.audit a where a.action = 'key.created' order by a.sequence desc limit 1)`,
      [name],
    );
    expect(rows.map(row => row.address)).toEqual([address, address]);
  }
});

test('nobody gets more attempts at a password by writing other addresses', async () => {
  const { name } = await aUser(pool);
  const attempts = async (api: { url: string }) => {
    const statuses = [];
    for (let last = 1; last <= 6; last++) {
      const said = { 'x-forwarded-for': `203.0.113.${last}` };
      statuses.push((await signIn(api, { name, password: 'not the right one' }, said)).status);
    }
    return statuses;
  };
  expect(await attempts(direct)).toEqual([401, 401, 401, 401, 401, 429]);
  // Here they are six people.
  expect(await attempts(behind)).toEqual([401, 401, 401, 401, 401, 401]);
});
