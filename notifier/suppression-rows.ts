import type { Instant } from '../platform/clock.ts';
import type { Db } from '../platform/postgres.ts';
import type { ChannelName } from './message.ts';
import { SUPPRESSION_REASONS, type SuppressionReason } from './reasons.ts';

export type HashedAddress = { channel: ChannelName; addressHash: Buffer };

export type Suppression = HashedAddress & { reason: SuppressionReason; since: Instant };

/** Of an address, for maps. */
export function suppressionKey({ channel, addressHash }: HashedAddress): string {
  return `${channel}:${addressHash.toString('hex')}`;
}

/** Those of the addresses that nothing is sent to; where there are several reasons, their own wish comes first. */
export async function findSuppressed(
  db: Db,
  addresses: readonly HashedAddress[],
): Promise<Map<string, SuppressionReason>> {
  const found = new Map<string, SuppressionReason>();
  for (const row of await readSuppressions(db, addresses)) {
    const key = suppressionKey(row);
    const known = found.get(key);
    if (known === undefined || rank(row.reason) < rank(known)) found.set(key, row.reason);
  }
  return found;
}

/** All that is known against the addresses. */
export async function readSuppressions(db: Db, addresses: readonly HashedAddress[]): Promise<Suppression[]> {
  if (addresses.length === 0) return [];
  const { rows } = await db.query<Omit<Suppression, 'addressHash'> & { address_hash: Buffer }>(
    `select channel, address_hash, reason, since
       from unnest($1::text[], $2::bytea[]) as asked (channel, address_hash)
       join notifier.suppression using (channel, address_hash)
      group by channel, address_hash, reason, since
      order by since`,
    [addresses.map(({ channel }) => channel), addresses.map(({ addressHash }) => addressHash)],
  );
  return rows.map(({ address_hash, ...row }) => ({ ...row, addressHash: address_hash }));
}

/** The first time counts; false: it is so already. */
export async function suppress(
  db: Db,
  { channel, addressHash, reason }: HashedAddress & { reason: SuppressionReason },
  now: Instant,
): Promise<boolean> {
  const { rowCount } = await db.query(
    `insert into notifier.suppression (channel, address_hash, reason, since) values ($1, $2, $3, $4)
     on conflict (channel, address_hash, reason) do nothing`,
    [channel, addressHash, reason, new Date(now)],
  );
  return rowCount === 1;
}

/** Takes these reasons back, all of them when none is named; false: there was none. */
export async function unsuppress(
  db: Db,
  { channel, addressHash }: HashedAddress,
  reasons: readonly SuppressionReason[] = SUPPRESSION_REASONS,
): Promise<boolean> {
  const { rowCount } = await db.query(
    'delete from notifier.suppression where channel = $1 and address_hash = $2 and reason = any ($3::text[])',
    [channel, addressHash, reasons],
  );
  return (rowCount ?? 0) > 0;
}

function rank(reason: SuppressionReason): number {
  return SUPPRESSION_REASONS.indexOf(reason);
}
