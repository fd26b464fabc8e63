import { z } from 'zod';
import { type Instant, toIso } from '../../platform/clock.ts';
import type { Db } from '../../platform/postgres.ts';
import { readToken, signToken } from '../../platform/signed-token.ts';
import type { Principal } from '../access/principal.ts';

/** Whose orders a token opens, and at the request of which key: when that is revoked, its tokens end with it. */
export type CustomerToken = { customer: string; key: string; expiresAt: Instant };

const PURPOSE = 'customer';
/** By this one knows it from a key, and whoever looks for secrets in code and logs knows it, too. */
const PREFIX = 'owc_';

const claims = z
  .strictObject({ c: z.string(), k: z.string(), exp: z.number() })
  .transform(({ c, k, exp }): CustomerToken => ({ customer: c, key: k, expiresAt: exp }));

export function isCustomerToken(credential: string): boolean {
  return credential.startsWith(PREFIX);
}

export function customerToken(signingKey: Buffer, { customer, key, expiresAt }: CustomerToken): string {
  return `${PREFIX}${signToken(signingKey, PURPOSE, { c: customer, k: key, exp: expiresAt })}`;
}

/** Who comes with it; null when it is none of ours, has ended, or the key that asked for it is not valid any more. */
export async function customerOf(
  { db, signingKey }: { db: Db; signingKey: Buffer | null },
  token: string,
  now: Instant,
): Promise<Principal | null> {
  const said = signingKey && readToken(signingKey, PURPOSE, token.slice(PREFIX.length), claims, now);
  if (!said) return null;
  const { rows } = await db.query(
    'select from api.key where id = $1 and revoked_at is null and (expires_at is null or expires_at > $2)',
    [said.key, toIso(now)],
  );
  if (!rows[0]) return null;
  const { customer } = said;
  // All tokens of a customer are one to the limits: otherwise each new one would bring another minute's worth.
  return { kind: 'token', id: customer, name: `customer ${customer}`, role: 'customer', partner: null, customer };
}
