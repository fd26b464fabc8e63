import { createHash } from 'node:crypto';
import { type Instant, toIso } from '../platform/clock.ts';
import { type Db, type Pool, transaction } from '../platform/postgres.ts';
import type { Principal } from './access/principal.ts';

/**
 * Whose key this is; null when it is nobody's or was revoked. Looked up by its SHA-256: how long the index takes tells
 * something about the hash, from which nothing follows for the key.
 */
export async function findPrincipal(db: Db, key: string): Promise<Principal | null> {
  const { rows } = await db.query<Omit<Principal, 'kind'>>(
    `select id::text, name, role, partner, customer from api.key where hash = $1 and revoked_at is null`,
    [hashOf(key)],
  );
  return rows[0] ? { kind: 'key', ...rows[0] } : null;
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
  const hash = hashOf(key);
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

function hashOf(key: string): Buffer {
  return createHash('sha256').update(key).digest();
}
