import type { Instant } from '../../platform/clock.ts';
import type { Db } from '../../platform/postgres.ts';
import type { Vault } from '../../tracker/personal-data.ts';

/** The inbox: what providers call back with is kept first and looked at later, since their answer does not wait. */
export type Provider = 'twilio' | 'sendgrid' | 'telegram' | 'slack';

export type Incoming = { key: string; payload: unknown };

/** Returns how many were new: the same one again is a duplicate. */
export async function keepReceipts(
  db: Db,
  provider: Provider,
  incoming: readonly Incoming[],
  vault: Vault,
  now: Instant,
): Promise<number> {
  const { rowCount } = await db.query(
    `insert into notifier.receipt (provider, key, payload, received_at)
     select $1, key, payload, $4 from unnest($2::text[], $3::text[]) as incoming (key, payload)
     on conflict (provider, key) do nothing`,
    [
      provider,
      incoming.map(({ key }) => key),
      incoming.map(({ payload }) => vault.sealText(JSON.stringify(payload))),
      new Date(now),
    ],
  );
  return rowCount ?? 0;
}

/** `payload` is undefined where it can't be read any more. */
export type OpenReceipt = { id: number; provider: Provider; payload: unknown; receivedAt: Instant };

/** The next ones that nobody else is at, after this id, oldest first: theirs until the transaction ends. */
export async function claimReceipts(
  tx: Db,
  { providers, after, limit }: { providers: readonly Provider[]; after: number; limit: number },
  vault: Vault,
): Promise<OpenReceipt[]> {
  const { rows } = await tx.query<{ id: number; provider: Provider; payload: string; received_at: Instant }>(
    `select id, provider, payload, received_at from notifier.receipt
      where worked_at is null and provider = any ($1::text[]) and id > $2
      order by id limit $3
        for update skip locked`,
    [providers, after, limit],
  );
  return rows.map(({ id, provider, payload, received_at }) => ({
    id,
    provider,
    payload: opened(payload, vault),
    receivedAt: received_at,
  }));
}

function opened(payload: string, vault: Vault): unknown {
  try {
    return JSON.parse(vault.openText(payload));
  } catch {
    // One that was damaged must not hold up those after it.
    return undefined;
  }
}

export type Outcome = 'applied' | 'ignored' | 'no_message' | 'not_understood';

/**
 * What they said stands with the messages now. The payload goes, since nobody could find the people in it to forget them;
 * of what was not understood it stays, to be looked at.
 */
export async function closeReceipts(
  tx: Db,
  worked: readonly { id: number; outcome: Outcome }[],
  now: Instant,
): Promise<void> {
  if (worked.length === 0) return;
  await tx.query(
    `update notifier.receipt r
        set worked_at = $3, outcome = w.outcome,
            payload = case when w.outcome = 'not_understood' then r.payload else '' end
       from unnest($1::bigint[], $2::text[]) as w (id, outcome) where r.id = w.id`,
    [worked.map(({ id }) => id), worked.map(({ outcome }) => outcome), new Date(now)],
  );
}
