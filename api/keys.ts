import { type Instant, toIso } from '../platform/clock.ts';
import { type Db, type Pool, transaction } from '../platform/postgres.ts';
import { isMistyped } from './access/new-key.ts';
import type { Principal, Scope } from './access/principal.ts';
import { hashOfSecret } from './access/secret.ts';

const USED_EVERY_MS = 60_000;

/** Whose key this is; null when it is nobody's, has expired or was revoked. That it is used is written once a minute. */
export async function findPrincipal(db: Db, key: string, now: Instant): Promise<Principal | null> {
  // The database need not be asked whether somebody made a mistake in copying.
  if (isMistyped(key)) return null;
  const { rows } = await db.query<
    Omit<Principal, 'kind' | 'scopes'> & { scopes: Scope[] | null; lastUsedAt: Instant | null }
  >(
    `select id::text, name, role, partner, customer, scopes, request_limit as "limit", last_used_at as "lastUsedAt"
       from api.key
      where hash = $1 and revoked_at is null and (expires_at is null or expires_at > $2)`,
    [hashOfSecret(key), toIso(now)],
  );
  if (!rows[0]) return null;
  const { scopes, lastUsedAt, ...principal } = rows[0];
  if (lastUsedAt === null || now - lastUsedAt >= USED_EVERY_MS) await use(db, principal.id, now);
  return { kind: 'key', ...principal, ...(scopes && { scopes }) };
}

async function use(db: Db, id: string, now: Instant): Promise<void> {
  await db.query(
    `update api.key set last_used_at = $2
      where id = $1 and (last_used_at is null or last_used_at <= $2::timestamptz - $3 * interval '1 millisecond')`,
    [id, toIso(now), USED_EVERY_MS],
  );
}

/**
 * Makes `key` the one valid key of that name; a former one of the name is revoked. Any number of processes may do it at
 * once. A key that was revoked stays so, and the caller is told.
 */
export async function registerKey(
  pool: Pool,
  { name, role, key }: Pick<Principal, 'name' | 'role'> & { key: string },
  now: Instant,
): Promise<'registered' | 'revoked'> {
  const hash = hashOfSecret(key);
  return transaction(pool, async tx => {
    await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`api.key ${name}`]);
    const { rows } = await tx.query<{ name: string; revoked: boolean }>(
      'select name, revoked_at is not null as revoked from api.key where hash = $1',
      [hash],
    );
    if (rows[0]?.revoked) return 'revoked';
    if (rows[0]?.name === name) return 'registered';
    await tx.query('update api.key set revoked_at = $2 where name = $1 and revoked_at is null', [name, toIso(now)]);
    // Registered under another name before, it goes over to this one: it must end with the next key of this name.
    await tx.query(
      `insert into api.key (hash, name, role, created_at) values ($1, $2, $3, $4)
       on conflict (hash) do update set name = excluded.name where key.revoked_at is null`,
      [hash, name, role, toIso(now)],
    );
    return 'registered';
  });
}
