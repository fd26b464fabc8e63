import { type Instant, toIso } from '../../platform/clock.ts';
import type { Db } from '../../platform/postgres.ts';
import type { Role } from './roles.ts';

/** Somebody who signs in. */
export type User = {
  id: string;
  /** What they type, and what stands beside what they did; never changed. */
  name: string;
  displayName: string;
  email: string | null;
  role: Role;
  partner: string | null;
  locale: string | null;
  /** They come from the sign-in of the company (OpenID Connect), which has their password and says their role. */
  external: boolean;
  hasPassword: boolean;
  disabledAt: Instant | null;
  createdAt: Instant;
  lastSeenAt: Instant | null;
  version: number;
};

const COLUMNS = `
  u.id::text as id, u.name, u.display_name as "displayName", u.email, u.role, u.partner, u.locale,
  u.issuer is not null as external, u.password is not null as "hasPassword", u.disabled_at as "disabledAt",
  u.created_at as "createdAt", u.version,
  (select max(session.last_seen_at) from api.session where session.user_id = u.id) as "lastSeenAt"`;

/** By name; `after`: the last name of the page before. */
export async function listUsers(db: Db, after: string | null, limit: number): Promise<User[]> {
  const { rows } = await db.query<User>(
    `select ${COLUMNS} from api.user u where $1::text is null or u.name > $1 order by u.name limit $2`,
    [after, limit],
  );
  return rows;
}

export async function findUser(db: Db, id: string): Promise<User | null> {
  const { rows } = await db.query<User>(`select ${COLUMNS} from api.user u where u.id = $1`, [id]);
  return rows[0] ?? null;
}

/** The same, and nobody else changes them until the end of the transaction. */
export async function lockUser(tx: Db, id: string): Promise<User | null> {
  await tx.query('select from api.user where id = $1 for update', [id]);
  return findUser(tx, id);
}

/** For a sign-in: who that is, and the hash of their password. Nobody who is disabled. */
export async function findSecret(db: Db, name: string): Promise<{ id: string; password: string | null } | null> {
  const { rows } = await db.query<{ id: string; password: string | null }>(
    'select id::text, password from api.user where name = $1 and disabled_at is null',
    [name],
  );
  return rows[0] ?? null;
}

export type NewUser = Pick<User, 'name' | 'displayName' | 'email' | 'role' | 'partner' | 'locale'> & {
  password?: string;
  identity?: { issuer: string; subject: string };
};

/** Null: somebody has that name. */
export async function addUser(tx: Db, user: NewUser, now: Instant): Promise<User | null> {
  const { name, displayName, email, role, partner, locale, password = null, identity } = user;
  const { rows } = await tx.query<{ id: string }>(
    `insert into api.user (name, display_name, email, role, partner, locale, password, issuer, subject, created_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict (name) do nothing returning id::text`,
    [
      ...[name, displayName, email, role, partner, locale, password],
      ...[identity?.issuer ?? null, identity?.subject ?? null, toIso(now)],
    ],
  );
  return rows[0] ? findUser(tx, rows[0].id) : null;
}

/** By what the sign-in of the company says for ever, whatever else it says of them. */
export async function findByIdentity(
  db: Db,
  { issuer, subject }: { issuer: string; subject: string },
): Promise<string | null> {
  const { rows } = await db.query<{ id: string }>('select id::text from api.user where issuer = $1 and subject = $2', [
    issuer,
    subject,
  ]);
  return rows[0]?.id ?? null;
}

export type UserChange = Partial<Pick<User, 'displayName' | 'email' | 'role' | 'partner' | 'locale' | 'disabledAt'>>;

export async function changeUser(tx: Db, user: User, change: UserChange): Promise<User> {
  const { displayName, email, role, partner, locale, disabledAt } = { ...user, ...change };
  await tx.query(
    `update api.user
        set display_name = $2, email = $3, role = $4, partner = $5, locale = $6, disabled_at = $7, version = version + 1
      where id = $1`,
    [user.id, displayName, email, role, partner, locale, disabledAt === null ? null : toIso(disabledAt)],
  );
  return (await findUser(tx, user.id))!;
}

export async function setPassword(tx: Db, id: string, password: string): Promise<void> {
  await tx.query('update api.user set password = $2, version = version + 1 where id = $1', [id, password]);
}

/** Those who can let others in. Locked, so that two of them who go at once do not leave nobody. */
export async function lockAdmins(tx: Db): Promise<string[]> {
  const { rows } = await tx.query<{ id: string }>(
    `select id::text from api.user where role = 'admin' and disabled_at is null order by id for update`,
  );
  return rows.map(({ id }) => id);
}
