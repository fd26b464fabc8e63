import { expect, test } from 'vitest';
import { testDatabase } from '../../test/support/database.ts';
import { apiUnderTest, NO_PROVIDERS } from '../api-under-test.ts';
import { contract } from '../contract.ts';
import { startProvider } from './oidc-provider-under-test.ts';

const { pool } = await testDatabase();

/** What the provider says of somebody's groups. */
const GROUPS: Record<string, string[]> = {
  olga: ['staff', 'orderwatch-support'],
  eve: ['staff'],
  acme: ['acme-people'],
};

const provider = await startProvider(id => GROUPS[id] ?? []);
const api = await apiUnderTest(
  pool,
  undefined,
  undefined,
  // Where it listens is known when it does.
  Object.defineProperty({ ...NO_PROVIDERS }, 'publicUrl', { get: () => api.url }),
  undefined,
  undefined,
  provider.settings,
);
provider.expect(`${api.url}/auth/oidc/callback`);

/** Goes where a browser would, with the cookies of each host, until an answer leads nowhere else. */
function browser() {
  const jar = new Map<string, Map<string, string>>();
  async function go(url: string, init: RequestInit = {}): Promise<Response> {
    const { host } = new URL(url);
    const cookies = jar.get(host) ?? new Map<string, string>();
    jar.set(host, cookies);
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(url, {
      ...init,
      redirect: 'manual',
      headers: { 'accept-language': 'en', ...init.headers, cookie },
    });
    for (const set of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(set) ?? [];
      if (value === '' || /expires=Thu, 01 Jan 1970/i.test(set)) cookies.delete(name);
      else cookies.set(name, value);
    }
    return response;
  }
  async function follow(url: string, init: RequestInit = {}): Promise<{ url: string; response: Response }> {
    const response = await go(url, init);
    const location = response.headers.get('location');
    const next = location && new URL(location, url).href;
    // What our own page would be is not looked at.
    if (!next || (response.status === 303 && url.includes('/callback'))) return { url: next ?? url, response };
    return follow(next);
  }
  const post = (url: string, form: Record<string, string>) =>
    follow(url, { method: 'POST', body: new URLSearchParams(form) });
  return {
    go,
    /** Through the forms of the provider and back. */
    signIn: async (who: string, returnTo: string) => {
      let at = await follow(`${api.url}/auth/oidc/start?returnTo=${encodeURIComponent(returnTo)}`);
      for (const form of [{ prompt: 'login', login: who, password: 'any' }, { prompt: 'consent' }]) {
        if (at.url.includes('/interaction/')) at = await post(at.url, form as Record<string, string>);
      }
      return at;
    },
    state: async () => contract.SessionState.parse(await (await go(`${api.url}/api/v1/session`)).json()),
  };
}

test('whoever the company knows comes in with the role that it says, and back to where they were', async () => {
  const olga = browser();
  const before = await olga.state();
  expect(before.signIn).toEqual({ local: false, oidc: { name: 'Company login' } });
  expect((await olga.signIn('olga', '/orders/ORD-1?tab=raw')).url).toBe(`${api.url}/orders/ORD-1?tab=raw`);
  const { user } = await olga.state();
  expect(user).toMatchObject({ name: 'olga@orders.example', displayName: 'olga of the tests', role: 'support' });

  // What the provider says at the next sign-in counts, and ends what was begun before.
  GROUPS.olga = ['orderwatch-support', 'orderwatch-admins'];
  const elsewhere = browser();
  await elsewhere.signIn('olga', '/');
  expect((await elsewhere.state()).user?.role).toBe('admin');
  expect((await olga.state()).user).toBeNull();

  const partner = browser();
  await partner.signIn('acme', '/');
  expect((await partner.state()).user).toMatchObject({ role: 'partner', partner: 'acme' });
  const { rows } = await pool.query<{ count: number }>('select count(*) from api.user');
  expect(rows[0]!.count).toBe(2);
});

test('whoever has no role there, or is disabled here, reads so', async () => {
  const { response } = await browser().signIn('eve', '/');
  expect([response.status, await response.text()]).toEqual([
    403,
    expect.stringContaining('nobody has given you a role'),
  ]);
  await pool.query(`update api.user set disabled_at = now() where name like 'olga%'`);
  const again = (await browser().signIn('olga', '/')).response;
  expect([again.status, await again.text()]).toEqual([403, expect.stringContaining('may not sign in here any more')]);
});

test('nobody is led to another place, and an answer that was not asked for is not believed', async () => {
  for (const returnTo of ['https://evil.example/', '//evil.example', '/\\evil.example', 'javascript:alert(1)']) {
    expect((await browser().signIn('acme', returnTo)).url, returnTo).toBe(`${api.url}/`);
  }
  const other = browser();
  const stray = await other.go(`${api.url}/auth/oidc/callback?code=stolen&state=stolen`);
  expect(stray.status).toBe(403);
  await other.go(`${api.url}/auth/oidc/start`);
  expect((await other.go(`${api.url}/auth/oidc/callback?code=stolen&state=another`)).status).toBe(403);
  expect((await other.state()).user).toBeNull();
  const local = await fetch(`${api.url}/api/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' },
    body: JSON.stringify({ name: 'olga', password: 'a long enough password' }),
  });
  expect(local.status).toBe(403);
});
