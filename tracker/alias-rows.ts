import type { Db } from '../platform/postgres.ts';
import { type Alias, isProvisional, type OrderKey } from './event.ts';
import { type Claim, groupClaimants, isTelling, MAX_CLAIMANTS, MAX_TOLD } from './identity.ts';

/** Those of the claims that are not yet known. Reads without locks: a known claim never goes away. */
export async function findNewClaims(tx: Db, claims: readonly Claim[]): Promise<Claim[]> {
  const { rows } = await tx.query<Claim>(
    `select stated.alias, stated.key
       from unnest($1::text[], $2::text[]) as stated (alias, key)
      where not exists (select from tracker.order_alias a
                         where a.alias = stated.alias and a.order_id = stated.key)`,
    columns(claims),
  );
  return rows;
}

/**
 * Locks names until the end of the transaction, whether or not anybody knows them yet. Who states a name and who needs
 * it must both hold its lock, or each would miss the other's uncommitted row.
 */
export async function lockAliases(tx: Db, aliases: readonly Alias[]): Promise<void> {
  if (aliases.length === 0) return;
  const { rows: locked } = await tx.query<{ alias: Alias }>(
    `insert into tracker.alias_lock (alias)
     select alias from unnest($1::text[]) as wanted (alias) order by alias collate "C"
     on conflict do nothing returning alias`,
    [aliases],
  );
  // Nobody can take a row that is not committed: most names are new, and then that is the lock.
  if (locked.length === aliases.length) return;
  const mine = new Set(locked.map(row => row.alias));
  await tx.query(
    `select from tracker.alias_lock l
       join unnest($1::text[]) as wanted (alias) on l.alias = wanted.alias
      order by l.alias for update of l`,
    [aliases.filter(alias => !mine.has(alias))],
  );
}

/** Those of the names that a provisional order states. */
export async function findNeeded(tx: Db, aliases: readonly Alias[]): Promise<Alias[]> {
  if (aliases.length === 0) return [];
  const { rows } = await tx.query<{ alias: Alias }>(
    // '~' to '\x7f' is the range of provisional keys.
    `select alias from unnest($1::text[]) as wanted (alias)
      where exists (select from tracker.order_alias a
                     where a.alias = wanted.alias and a.order_id >= '~' and a.order_id < e'\\x7f')`,
    [aliases],
  );
  return rows.map(row => row.alias);
}

export async function insertClaims(tx: Db, claims: readonly Claim[]): Promise<void> {
  if (claims.length === 0) return;
  await tx.query(
    `insert into tracker.order_alias (alias, order_id)
     select alias, key from unnest($1::text[], $2::text[]) as stated (alias, key)
      order by alias collate "C", key collate "C"
     on conflict do nothing`,
    columns(claims),
  );
}

/**
 * Whose identity may change by these new claims, when a provisional order shares a name: everybody who claims it, if it
 * told who is who until now; if not, only those that have to tell of one more order that they may be. A name that only
 * orders claim decides nothing.
 */
export async function findAffected(tx: Db, claims: readonly Claim[]): Promise<OrderKey[]> {
  if (claims.length === 0) return [];
  const known = await readClaimants(tx, [...new Set(claims.map(claim => claim.alias))], MAX_CLAIMANTS + claims.length);
  const stated = groupClaimants(claims);
  return [...groupClaimants(known)].flatMap(([alias, keys]) => {
    const provisional = keys.filter(isProvisional);
    if (provisional.length === 0) return [];
    const fresh = new Set(stated.get(alias));
    const before = keys.filter(key => !fresh.has(key));
    if (isTelling(before)) return keys;
    const orders = before.filter(key => !isProvisional(key));
    return before.length > MAX_CLAIMANTS || orders.length > MAX_TOLD ? [] : provisional;
  });
}

/** A part of the graph of names and orders that holds the whole component of each key explored. */
export type Neighbourhood = { claims: Claim[]; explored: Set<OrderKey> };

/** Walks from the seeds along the names that tell who is who. One round trip and a half for each step away. */
export async function exploreFrom(tx: Db, seeds: readonly OrderKey[]): Promise<Neighbourhood> {
  const explored = new Set<OrderKey>(seeds);
  const claims: Claim[] = [];
  const seen = new Set<Alias>();
  let frontier = [...explored];
  while (frontier.length > 0) {
    const aliases = (await readAliases(tx, frontier)).filter(alias => !seen.has(alias));
    for (const alias of aliases) seen.add(alias);
    const reached = await readClaimants(tx, aliases, MAX_CLAIMANTS + 1);
    for (const claim of reached) claims.push(claim);
    frontier = [];
    for (const keys of groupClaimants(reached).values()) {
      if (!isTelling(keys)) continue;
      for (const key of keys) {
        if (explored.has(key)) continue;
        explored.add(key);
        frontier.push(key);
      }
    }
  }
  return { claims, explored };
}

async function readAliases(tx: Db, keys: readonly OrderKey[]): Promise<Alias[]> {
  const { rows } = await tx.query<{ alias: Alias }>(
    `select distinct a.alias
       from unnest($1::text[]) as wanted (order_id)
       join tracker.order_alias a on a.order_id = wanted.order_id`,
    [keys],
  );
  return rows.map(row => row.alias);
}

async function readClaimants(tx: Db, aliases: readonly Alias[], limit: number): Promise<Claim[]> {
  if (aliases.length === 0) return [];
  const { rows } = await tx.query<Claim>(
    // '~' to '\x7f' is the range of provisional keys. They are read first: a name that a thousand orders share must not
    // hide the one that needs it.
    `select wanted.alias, claimant.order_id as key
       from unnest($1::text[]) as wanted (alias)
      cross join lateral (
        (select a.order_id from tracker.order_alias a
          where a.alias = wanted.alias and a.order_id >= '~' and a.order_id < e'\\x7f' limit $2)
        union all
        (select a.order_id from tracker.order_alias a
          where a.alias = wanted.alias and a.order_id < '~' limit $2)
        union all
        (select a.order_id from tracker.order_alias a
          where a.alias = wanted.alias and a.order_id >= e'\\x7f' limit $2)
      ) as claimant`,
    [aliases, limit],
  );
  return rows;
}

function columns(claims: readonly Claim[]): [string[], string[]] {
  return [claims.map(claim => claim.alias), claims.map(claim => claim.key)];
}
