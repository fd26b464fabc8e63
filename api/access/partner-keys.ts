import { type Instant, toIso } from '../../platform/clock.ts';
import type { Db } from '../../platform/postgres.ts';
import type { Scope } from './principal.ts';

/** What a partner may know of one of its keys. */
export type PartnerKey = {
  id: string;
  name: string;
  scopes: Scope[] | null;
  limit: number | null;
  expiresAt: Instant | null;
  lastUsedAt: Instant | null;
  /** Of the last days, with those that were too many. */
  requests: number;
  refused: number;
};

const COUNTED_MS = 30 * 86_400_000;

/** Those that are taken at `now`, by name. */
export async function readPartnerKeys(db: Db, partner: string, now: Instant): Promise<PartnerKey[]> {
  const { rows } = await db.query<PartnerKey>(
    `select key.id::text, key.name, key.scopes, key.request_limit as "limit", key.expires_at as "expiresAt",
            key.last_used_at as "lastUsedAt", used.requests, used.refused
       from api.key
      cross join lateral (
        select coalesce(sum(usage.requests), 0)::bigint as requests, coalesce(sum(usage.refused), 0)::bigint as refused
          from api.usage
         where usage.kind = 'key' and usage.principal_id = key.id and usage.day > $3) as used
      where key.partner = $1 and key.revoked_at is null and (key.expires_at is null or key.expires_at > $2)
      order by key.name`,
    [partner, toIso(now), toIso(now - COUNTED_MS)],
  );
  return rows;
}
