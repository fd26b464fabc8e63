import { type Instant, toIso } from '../../platform/clock.ts';
import { type Db, type Pool, transaction } from '../../platform/postgres.ts';
import { hashOfSecret, newSecret } from './secret.ts';

const VALID_MS = 3 * 24 * 3_600_000;

export type OneTimeLink = { token: string; expiresAt: Instant };

/** In the place of a former one. Of nobody: whoever opens it becomes the first admin. */
export async function makeLink(tx: Db, userId: string | null, now: Instant): Promise<OneTimeLink> {
  const token = newSecret();
  const expiresAt = now + VALID_MS;
  await tx.query('delete from api.one_time_link where user_id is not distinct from $1 or expires_at < $2', [
    userId,
    toIso(now),
  ]);
  // Two who make one at the same moment: the later one holds.
  await tx.query(
    `insert into api.one_time_link (hash, user_id, created_at, expires_at) values ($1, $2, $3, $4)
     on conflict (coalesce(user_id, 0)) do update
        set hash = excluded.hash, created_at = excluded.created_at, expires_at = excluded.expires_at`,
    [hashOfSecret(token), userId, toIso(now), toIso(expiresAt)],
  );
  return { token, expiresAt };
}

/** Whether somebody may come with it, which is found out before anything is done that costs. */
export async function isLink(db: Db, token: string, now: Instant): Promise<boolean> {
  const { rows } = await db.query('select from api.one_time_link where hash = $1 and expires_at > $2', [
    hashOfSecret(token),
    toIso(now),
  ]);
  return rows.length === 1;
}

/** Uses it up. Null: there is none, or it has ended; `userId` null: it is for the first admin. */
export async function takeLink(tx: Db, token: string, now: Instant): Promise<{ userId: string | null } | null> {
  const { rows } = await tx.query<{ userId: string | null }>(
    `delete from api.one_time_link where hash = $1 and expires_at > $2 returning user_id::text as "userId"`,
    [hashOfSecret(token), toIso(now)],
  );
  return rows[0] ?? null;
}

/** The token with which the first admin comes in, as long as there is none: made anew, and any former one ends. */
export async function firstAdminToken(pool: Pool, now: Instant): Promise<string | null> {
  return transaction(pool, async tx => {
    if (await hasAdmin(tx)) return null;
    return (await makeLink(tx, null, now)).token;
  });
}

/** Also one who is disabled: whoever can do that can let others in. */
export async function hasAdmin(db: Db): Promise<boolean> {
  const { rows } = await db.query<{ has: boolean }>(`select exists (select from api.user where role = 'admin') as has`);
  return rows[0]!.has;
}
