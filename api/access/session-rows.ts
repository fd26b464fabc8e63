import { type Instant, toIso } from '../../platform/clock.ts';
import type { Db } from '../../platform/postgres.ts';
import type { Principal } from './principal.ts';
import type { Role } from './roles.ts';
import { hashOfSecret, newSecret } from './secret.ts';

/** Where a session is used from, as its owner is shown. */
export type Device = { address: string | null; agent: string | null };

export type Session = {
  id: string;
  /** What a request that changes something has to bear. */
  csrf: string;
  user: SessionUser;
  principal: Principal;
};

export type SessionUser = {
  id: string;
  name: string;
  displayName: string;
  role: Role;
  partner: string | null;
  locale: string | null;
};

// A working day without a request, and a week in all.
const IDLE_MS = 12 * 3_600_000;
const ABSOLUTE_MS = 7 * 24 * 3_600_000;
const SEEN_EVERY_MS = 60_000;
const AGENT_LENGTH = 300;

/** Begins one and returns its token, which nobody knows but who is given it. Those that have ended go, whosesoever. */
export async function beginSession(db: Db, userId: string, device: Device, now: Instant): Promise<string> {
  const token = newSecret();
  await db.query('delete from api.session where least(idle_expires_at, expires_at) < $1', [toIso(now)]);
  await db.query(
    `insert into api.session (hash, user_id, csrf, created_at, last_seen_at, idle_expires_at, expires_at, address, agent)
     values ($1, $2, $3, $4, $4, $5, $6, $7, $8)`,
    [
      hashOfSecret(token),
      userId,
      newSecret(),
      toIso(now),
      toIso(now + IDLE_MS),
      toIso(now + ABSOLUTE_MS),
      device.address,
      device.agent?.slice(0, AGENT_LENGTH) ?? null,
    ],
  );
  return token;
}

/** Null for a token that is none, a session that has ended, and a user who is disabled. Once a minute it is seen. */
export async function findSession(db: Db, token: string, now: Instant): Promise<Session | null> {
  const found = await lookUpSession(db, token, now);
  if (!found) return null;
  const { lastSeenAt, ...session } = found;
  if (now - lastSeenAt >= SEEN_EVERY_MS) await see(db, session.id, now);
  return session;
}

/** The same for whoever only wants to know whether it still holds, which does not keep it from ending. */
export async function lookUpSession(
  db: Db,
  token: string,
  now: Instant,
): Promise<(Session & { lastSeenAt: Instant }) | null> {
  const { rows } = await db.query<SessionUser & { sessionId: string; csrf: string; lastSeenAt: Instant }>(
    `select session.id::text as "sessionId", session.csrf, session.last_seen_at as "lastSeenAt", u.id::text as id, u.name,
            u.display_name as "displayName", u.role, u.partner, u.locale
       from api.session join api.user u on u.id = session.user_id
      where session.hash = $1 and session.idle_expires_at > $2 and session.expires_at > $2 and u.disabled_at is null`,
    [hashOfSecret(token), toIso(now)],
  );
  if (!rows[0]) return null;
  const { sessionId, csrf, lastSeenAt, ...user } = rows[0];
  const { id, name, role, partner } = user;
  return {
    id: sessionId,
    csrf,
    lastSeenAt,
    user,
    principal: { kind: 'user', id, name, role, partner, customer: null },
  };
}

async function see(db: Db, id: string, now: Instant): Promise<void> {
  await db.query('update api.session set last_seen_at = $2, idle_expires_at = $3 where id = $1', [
    id,
    toIso(now),
    toIso(now + IDLE_MS),
  ]);
}

export async function endSession(db: Db, token: string): Promise<void> {
  await db.query('delete from api.session where hash = $1', [hashOfSecret(token)]);
}

/** All of a user but the one named; false: there was none. */
export async function endSessions(db: Db, userId: string, but: string | null = null): Promise<boolean> {
  const { rowCount } = await db.query(
    'delete from api.session where user_id = $1 and ($2::bigint is null or id <> $2)',
    [userId, but],
  );
  return rowCount !== 0;
}

/** One of this user's own; false: there is no such. */
export async function endOwnSession(db: Db, userId: string, id: string): Promise<boolean> {
  const { rowCount } = await db.query('delete from api.session where user_id = $1 and id = $2', [userId, id]);
  return rowCount === 1;
}

export type SessionShown = Device & { id: string; createdAt: Instant; lastSeenAt: Instant; expiresAt: Instant };

/** Those that hold, the one used last first. */
export async function readSessions(db: Db, userId: string, now: Instant): Promise<SessionShown[]> {
  const { rows } = await db.query<SessionShown>(
    `select id::text, address, agent, created_at as "createdAt", last_seen_at as "lastSeenAt",
            least(idle_expires_at, expires_at) as "expiresAt"
       from api.session
      where user_id = $1 and least(idle_expires_at, expires_at) > $2
      order by last_seen_at desc, id desc`,
    [userId, toIso(now)],
  );
  return rows;
}
