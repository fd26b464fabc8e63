import { type Instant, toIso } from '../../platform/clock.ts';
import { type Db, sqlState } from '../../platform/postgres.ts';
import type { Scope } from './principal.ts';
import type { Role } from './roles.ts';
import { hashOfSecret } from './secret.ts';

/** What is known of a key: not the key. */
export type Key = {
  id: string;
  name: string;
  role: Role;
  partner: string | null;
  customer: string | null;
  scopes: Scope[] | null;
  /** Requests a minute; null: as many as the configuration gives the role. */
  limit: number | null;
  createdAt: Instant;
  createdBy: string | null;
  expiresAt: Instant | null;
  lastUsedAt: Instant | null;
  revokedAt: Instant | null;
  version: number;
};

const COLUMNS = `
  id::text, name, role, partner, customer, scopes, request_limit as "limit", created_at as "createdAt",
  created_by as "createdBy", expires_at as "expiresAt", last_used_at as "lastUsedAt", revoked_at as "revokedAt", version`;

/** Newest first; `before`: the id of the last of the page before. */
export async function listKeys(
  db: Db,
  { revoked, before, limit }: { revoked: boolean; before: string | null; limit: number },
): Promise<Key[]> {
  const { rows } = await db.query<Key>(
    `select ${COLUMNS} from api.key
      where ($1 or revoked_at is null) and ($2::bigint is null or id < $2)
      order by key.id desc limit $3`,
    [revoked, before, limit],
  );
  return rows;
}

export async function findKey(db: Db, id: string): Promise<Key | null> {
  const { rows } = await db.query<Key>(`select ${COLUMNS} from api.key where id = $1`, [id]);
  return rows[0] ?? null;
}

/** The same, and nobody else changes it until the end of the transaction. */
export async function lockKey(tx: Db, id: string): Promise<Key | null> {
  const { rows } = await tx.query<Key>(`select ${COLUMNS} from api.key where id = $1 for update`, [id]);
  return rows[0] ?? null;
}

export type NewKey = Pick<
  Key,
  'name' | 'role' | 'partner' | 'customer' | 'scopes' | 'limit' | 'createdBy' | 'expiresAt'
>;

const UNIQUE = '23505';

/** Null: a key of that name is valid. */
export async function addKey(tx: Db, secret: string, key: NewKey, now: Instant): Promise<Key | null> {
  try {
    const { rows } = await tx.query<Key>(
      `insert into api.key (hash, name, role, partner, customer, scopes, request_limit, created_by, expires_at, created_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) returning ${COLUMNS}`,
      [
        ...[hashOfSecret(secret), key.name, key.role, key.partner, key.customer, key.scopes, key.limit, key.createdBy],
        ...[key.expiresAt === null ? null : toIso(key.expiresAt), toIso(now)],
      ],
    );
    return rows[0]!;
  } catch (error) {
    if (sqlState(error) === UNIQUE) return null;
    throw error;
  }
}

export type KeyChange = Pick<Key, 'scopes' | 'limit' | 'expiresAt' | 'revokedAt'>;

export async function changeKey(tx: Db, id: string, { scopes, limit, expiresAt, revokedAt }: KeyChange): Promise<Key> {
  const { rows } = await tx.query<Key>(
    `update api.key set scopes = $2, request_limit = $3, expires_at = $4, revoked_at = $5, version = version + 1
      where id = $1 returning ${COLUMNS}`,
    [id, scopes, limit, ...[expiresAt, revokedAt].map(at => (at === null ? null : toIso(at)))],
  );
  return rows[0]!;
}
