import { type Instant, toIso } from '../platform/clock.ts';
import type { Db } from '../platform/postgres.ts';

/** How the webhook of a partner fares; absent: it works. */
export type Endpoint = { partner: string; failingSince: Instant; disabledAt: Instant | null };

export async function readEndpoints(db: Db, partners: readonly string[]): Promise<Map<string, Endpoint>> {
  const { rows } = await db.query<Endpoint>(
    `select e.partner, e.failing_since as "failingSince", e.disabled_at as "disabledAt"
       from notifier.partner_endpoint e where e.partner = any ($1)`,
    [partners],
  );
  return new Map(rows.map(row => [row.partner, row]));
}

export async function noteWorking(db: Db, partners: readonly string[]): Promise<void> {
  if (partners.length === 0) return;
  await db.query('delete from notifier.partner_endpoint where partner = any ($1)', [partners]);
}

/**
 * Notes that they failed, and switches those off that have done nothing else for `patienceMs`; one that is off already
 * and was tried once more stays so from now on. Returns those that are off now.
 */
export async function noteFailing(
  db: Db,
  partners: readonly string[],
  { now, patienceMs }: { now: Instant; patienceMs: number },
): Promise<Endpoint[]> {
  if (partners.length === 0) return [];
  const { rows } = await db.query<Endpoint>(
    `insert into notifier.partner_endpoint as e (partner, failing_since)
     select partner, $2 from unnest($1::text[]) as r (partner) order by partner
     on conflict (partner) do update
        set disabled_at = case when e.failing_since <= $3 then $2::timestamptz end
     returning e.partner, e.failing_since as "failingSince", e.disabled_at as "disabledAt"`,
    [partners, toIso(now), toIso(now - patienceMs)],
  );
  return rows.filter(({ disabledAt }) => disabledAt !== null);
}
