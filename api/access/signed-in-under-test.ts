import type { Pool } from '../../platform/postgres.ts';
import { T0 } from '../../test/support/factory.ts';
import { type Cost, hashPassword } from './password.ts';
import type { Role } from './roles.ts';
import { beginSession, findSession } from './session-rows.ts';
import { addUser, type NewUser } from './user-rows.ts';

/** What a thousandth of the real thing costs. */
const CHEAP: Cost = { log2N: 4, r: 8, p: 1 };

export const PASSWORD = 'correct horse battery staple';

/** Somebody who can sign in with PASSWORD. A test names what matters to it. */
export async function aUser(pool: Pool, named: Partial<NewUser> = {}): Promise<{ id: string; name: string }> {
  const { name = `user-${++made}`, role = 'viewer' } = named;
  const partner = role === 'partner' ? 'acme' : null;
  const password = await hashPassword(PASSWORD, CHEAP);
  const plausible = { displayName: 'Olga Petrova', email: null, partner, locale: null, password };
  const user = await addUser(pool, { ...plausible, ...named, name, role }, T0);
  return { id: user!.id, name };
}

let made = 0;

/**
 * The headers with which the console asks as somebody who has signed in: cookie, token, and what a browser adds. The
 * cookie is called as under https; of a server whose PUBLIC_URL is http give `http`.
 */
export async function signedIn(
  pool: Pool,
  as: Role | { userId: string },
  { now = T0, scheme = 'https' }: { now?: number; scheme?: 'http' | 'https' } = {},
): Promise<Record<string, string>> {
  const userId = typeof as === 'string' ? (await aUser(pool, { role: as })).id : as.userId;
  const token = await beginSession(pool, userId, { address: '127.0.0.1', agent: 'a test' }, now);
  const { csrf } = (await findSession(pool, token, now))!;
  return {
    cookie: `${scheme === 'https' ? '__Host-orderwatch' : 'orderwatch'}=${token}`,
    'x-csrf-token': csrf,
    'sec-fetch-site': 'same-origin',
  };
}
