import { describe, expect, test } from 'vitest';
import type { z } from 'zod';
import { testDatabase } from '../../test/support/database.ts';
import { HOUR, MINUTE, T0 } from '../../test/support/factory.ts';
import { admitTestKey, apiUnderTest } from '../api-under-test.ts';
import { contract } from '../contract.ts';
import { firstAdminToken } from './one-time-link.ts';
import { aUser, PASSWORD, signedIn } from './signed-in-under-test.ts';

const { pool } = await testDatabase();
await admitTestKey(pool);
const api = await apiUnderTest(pool);

const OURS = { 'sec-fetch-site': 'same-origin' };

/** As the console asks: no key, and the headers that a browser adds. */
async function browser(method: string, path: string, headers: Record<string, string> = OURS, body?: object) {
  const response = await fetch(`${api.url}/api/v1${path}`, {
    method,
    headers: { ...headers, ...(body && { 'content-type': 'application/json' }) },
    body: body ? JSON.stringify(body) : null,
  });
  const text = await response.text();
  const content = text === '' ? null : JSON.parse(text);
  if (content !== null && !response.ok) contract.Problem.parse(content);
  return { status: response.status, headers: response.headers, content };
}

type State = z.infer<typeof contract.SessionState>;

/** The headers of whoever has just signed in. */
function enteredBy({ status, headers, content }: Awaited<ReturnType<typeof browser>>) {
  expect(status).toBe(200);
  const state: State = contract.SessionState.parse(content);
  const [cookie = ''] = headers.getSetCookie();
  expect(cookie).toMatch(/^__Host-orderwatch=[\w-]{43}; Path=\/; HttpOnly; Secure; SameSite=Lax$/);
  return { ...OURS, cookie: cookie.split(';', 1)[0]!, 'x-csrf-token': state.csrfToken! };
}

const NOBODY: State = { user: null, csrfToken: null, signIn: { local: true, oidc: null } };

describe('the first admin', () => {
  test('comes in by a link that works once, as long as there is none', async () => {
    const replaced = (await firstAdminToken(pool, T0))!;
    const token = (await firstAdminToken(pool, T0))!;
    const asked = { name: ' Olga ', password: 'a long enough password', displayName: 'Olga Petrova' };
    expect((await browser('POST', '/session/first-admin', OURS, { ...asked, token: replaced })).status).toBe(410);
    const weak = await browser('POST', '/session/first-admin', OURS, { ...asked, token, password: 'short' });
    expect([weak.status, weak.content.parameter]).toEqual([400, 'body.password']);
    const olga = enteredBy(await browser('POST', '/session/first-admin', OURS, { ...asked, token }));
    const { content } = await browser('GET', '/session', olga);
    expect(contract.SessionState.parse(content).user).toEqual({
      ...{ name: 'olga', displayName: 'Olga Petrova', role: 'admin', partner: null, locale: null },
    });
    expect((await browser('POST', '/session/first-admin', OURS, { ...asked, name: 'eve', token })).status).toBe(410);
    expect(await firstAdminToken(pool, T0)).toBeNull();
    expect((await browser('GET', '/users', olga)).status).toBe(200);
    const { rows } = await pool.query<{ row: string }>(
      'select u::text || (select string_agg(s::text, $1) from api.session s) as row from api.user u',
      [' '],
    );
    expect(rows.map(({ row }) => row).join()).toContain('scrypt$15$8$3$');
    expect(rows.map(({ row }) => row).join()).not.toMatch(new RegExp(`long enough|${olga.cookie.split('=')[1]}`));
  });
});

describe('signing in', () => {
  test('with name and password, and out again', async () => {
    expect(await browser('GET', '/session')).toMatchObject({ status: 200, content: NOBODY });
    const { name } = await aUser(pool, { role: 'support', locale: 'ru' });
    const there = enteredBy(await browser('POST', '/session', OURS, { name: name.toUpperCase(), password: PASSWORD }));
    expect((await browser('GET', '/orders', there)).status).toBe(200);
    const out = await browser('DELETE', '/session', there);
    expect([out.status, out.headers.getSetCookie()[0]]).toEqual([
      204,
      expect.stringContaining('Expires=Thu, 01 Jan 1970'),
    ]);
    expect((await browser('GET', '/session', there)).content).toEqual(NOBODY);
    expect((await browser('GET', '/orders', there)).status).toBe(401);
  });

  test('a wrong name and a wrong password get one answer; guessing is stopped, for this name only', async () => {
    const [known, other] = [await aUser(pool), await aUser(pool)];
    const guess = (name: string) => browser('POST', '/session', OURS, { name, password: 'a wild guess' });
    const answers = [await guess(known.name), await guess('nobody')];
    expect(answers.map(({ status }) => status)).toEqual([401, 401]);
    expect(answers[0]!.content).toEqual(answers[1]!.content);
    expect(answers[0]!.headers.getSetCookie()).toEqual([]);
    for (let attempt = 2; attempt <= 5; attempt++) expect((await guess(known.name)).status).toBe(401);
    const stopped = await browser('POST', '/session', OURS, { name: known.name, password: PASSWORD });
    expect(stopped.status).toBe(429);
    expect(Number(stopped.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await browser('POST', '/session', OURS, { name: other.name, password: PASSWORD })).status).toBe(200);
  });

  test('somebody who is disabled does not get in, nor stay', async () => {
    const { id, name } = await aUser(pool);
    const there = await signedIn(pool, { userId: id });
    const admin = await signedIn(pool, 'admin');
    expect((await browser('PATCH', `/users/${id}`, admin, { disabled: true })).content.disabled).toBe(true);
    expect((await browser('GET', '/orders', there)).status).toBe(401);
    expect((await browser('POST', '/session', OURS, { name, password: PASSWORD })).status).toBe(401);
  });

  test('it ends after half a day without a request, and after a week in any case', async () => {
    const idle = await signedIn(pool, 'viewer');
    const used = await signedIn(pool, 'viewer');
    const ask = async (who: Record<string, string>) => (await browser('GET', '/orders', who)).status;
    for (let hours = 0; hours < 7 * 24; hours += 11) {
      expect(await ask(used), `after ${hours} h`).toBe(200);
      api.clock.advance(11 * HOUR);
    }
    expect([await ask(used), await ask(idle)]).toEqual([401, 401]);
    api.clock.set(T0);
    const seldom = await signedIn(pool, 'viewer');
    api.clock.advance(12 * HOUR - MINUTE);
    expect(await ask(seldom)).toBe(200);
    api.clock.advance(12 * HOUR + MINUTE);
    expect(await ask(seldom)).toBe(401);
    api.clock.set(T0);
  });
});

describe('pages of others', () => {
  test('have no session, and change nothing', async () => {
    const { cookie = '', 'x-csrf-token': csrf = '' } = await signedIn(pool, 'admin');
    const change = (headers: Record<string, string>) => browser('PATCH', '/session/profile', headers, { locale: 'ru' });
    const token = { cookie, 'x-csrf-token': csrf };
    for (const [what, headers, status] of [
      ['of another site', { ...token, 'sec-fetch-site': 'cross-site' }, 401],
      ['of another host of the domain', { ...token, 'sec-fetch-site': 'same-site' }, 401],
      ['of another origin', { ...token, origin: 'https://evil.example' }, 403],
      ['that does not say whose', token, 403],
      ['without the token', { cookie, ...OURS }, 403],
      ['with the token of somebody else', { ...token, ...OURS, 'x-csrf-token': 'x'.repeat(43) }, 403],
      ['ours', { ...token, ...OURS }, 200],
      ['ours, in an old browser', { ...token, origin: 'https://orders.example' }, 200],
      ['ours, where it listens itself', { ...token, origin: api.url }, 200],
    ] as const) {
      expect((await change(headers)).status, what).toBe(status);
    }
    expect((await browser('GET', '/orders', { cookie, 'sec-fetch-site': 'cross-site' })).status).toBe(401);
    const allowed = await browser('GET', '/orders', { cookie, origin: 'https://evil.example' });
    expect(allowed.headers.get('access-control-allow-origin')).toBeNull();
    const { name } = await aUser(pool);
    const login = await browser('POST', '/session', { origin: 'https://evil.example' }, { name, password: PASSWORD });
    expect(login.status).toBe(403);
  });
});

describe('users', () => {
  test('are let in by a link that sets their password once', async () => {
    const admin = await signedIn(pool, 'admin');
    const asked = { name: 'petr@orders.example', displayName: 'Petr', email: 'petr@orders.example', role: 'operator' };
    const created = await browser('POST', '/users', admin, asked);
    const { user, passwordLink } = contract.CreatedUser.parse(created.content);
    expect(user).toMatchObject({ ...asked, hasPassword: false, disabled: false });
    expect((await browser('POST', '/users', admin, asked)).status).toBe(409);
    expect((await browser('POST', '/users', admin, { ...asked, name: 'p', role: 'partner' })).status).toBe(400);
    const tokenOf = (url: string) => new URL(url).searchParams.get('password')!;
    const set = (token: string) => browser('POST', '/session/password', OURS, { token, password: 'my very own words' });
    const { url } = contract.PasswordLink.parse(
      (await browser('POST', `/users/${user.id}/password-link`, admin)).content,
    );
    expect((await set(tokenOf(passwordLink!.url))).status).toBe(410);
    const petr = enteredBy(await set(tokenOf(url)));
    expect((await set(tokenOf(url))).status).toBe(410);
    expect((await browser('GET', '/users', petr)).status).toBe(403);
  });

  test('a new role ends their sessions; the last admin stays one', async () => {
    await pool.query(`update api.user set disabled_at = now() where role = 'admin'`);
    const { id } = await aUser(pool, { role: 'admin' });
    const admin = await signedIn(pool, { userId: id });
    for (const change of [{ role: 'viewer' }, { disabled: true }]) {
      expect((await browser('PATCH', `/users/${id}`, admin, change)).status).toBe(409);
    }
    const support = await aUser(pool, { role: 'support' });
    const there = await signedIn(pool, { userId: support.id });
    expect((await browser('PATCH', `/users/${support.id}`, admin, { displayName: 'O. P.' })).status).toBe(200);
    expect((await browser('GET', '/orders', there)).status).toBe(200);
    expect((await browser('PATCH', `/users/${support.id}`, admin, { role: 'partner', partner: 'acme' })).status).toBe(
      200,
    );
    expect((await browser('GET', '/orders', there)).status).toBe(401);
    const page = contract.UserPage.parse((await browser('GET', '/users?limit=1', admin)).content);
    const rest = contract.UserPage.parse((await browser('GET', `/users?cursor=${page.nextCursor}`, admin)).content);
    expect(page.items[0]!.name < rest.items[0]!.name).toBe(true);
  });

  test('change what is shown of them and their password, and see where they have signed in', async () => {
    const { id, name } = await aUser(pool);
    const [here, elsewhere] = [await signedIn(pool, { userId: id }), await signedIn(pool, { userId: id })];
    const { content } = await browser('PATCH', '/session/profile', here, { locale: 'ru', displayName: 'Ольга' });
    expect(contract.SessionState.parse(content).user).toMatchObject({ locale: 'ru', displayName: 'Ольга' });
    const sessions = contract.UserSessionPage.parse((await browser('GET', '/session/sessions', here)).content).items;
    expect(sessions.map(({ current }) => current).sort()).toEqual([false, true]);
    const other = sessions.find(({ current }) => !current)!;
    expect((await browser('DELETE', `/session/sessions/${other.id}`, here)).status).toBe(204);
    expect((await browser('DELETE', `/session/sessions/${other.id}`, here)).status).toBe(404);
    expect((await browser('GET', '/orders', elsewhere)).status).toBe(401);
    const again = await signedIn(pool, { userId: id });
    const change = (current: string) =>
      browser('PATCH', '/session/profile', here, { password: { current, new: 'another good password' } });
    expect((await change('not mine')).content.parameter).toBe('body.password.current');
    expect((await change(PASSWORD)).status).toBe(200);
    expect([(await browser('GET', '/orders', here)).status, (await browser('GET', '/orders', again)).status]).toEqual([
      200, 401,
    ]);
    expect((await browser('POST', '/session', OURS, { name, password: PASSWORD })).status).toBe(401);
  });

  test('a key has no profile', async () => {
    expect((await api.refused('GET', '/api/v1/session/sessions')).status).toBe(403);
  });
});
