import type { Db } from '../platform/postgres.ts';
import {
  exploreFrom,
  findAffected,
  findNewClaims,
  insertClaims,
  lockAliases,
  type Neighbourhood,
} from './alias-rows.ts';
import { aliasesOf, isProvisional, type OrderEvent, type OrderKey, OWN_TYPES } from './event.ts';
import { type Claim, uniqueClaims } from './identity.ts';
import { insertMissingStates, lockStates, readJoins, type StoredState } from './state-rows.ts';

/**
 * Something was committed between a look and its lock: the transaction has to be run again, with these keys held as
 * well. Thrown to roll back; whoever opens the transaction catches it.
 */
export class RunAgain extends Error {
  readonly keys: readonly OrderKey[];
  constructor(keys: readonly OrderKey[]) {
    super('Others kept changing the orders concerned while their rows were being locked');
    this.keys = keys;
  }
}

export type Gathered = { states: Map<OrderKey, StoredState>; neighbourhood: Neighbourhood };

/**
 * Makes the names that events state known and locks every order that they may touch, in the order that all writers
 * keep: names, then missing rows, then rows, each sorted, so nobody waits in a circle (INGEST §3, steps 2 to 4).
 * `others`: keys to lock besides those of the events; `seeds`: keys whose identity is to be looked at in any case.
 */
export async function gather(
  tx: Db,
  events: readonly OrderEvent[],
  { others, seeds }: { others: readonly OrderKey[]; seeds: readonly OrderKey[] },
): Promise<Gathered> {
  const claims = uniqueClaims(events.flatMap(claimsOf));
  const newClaims = claims.length > 0 ? await findNewClaims(tx, claims) : [];
  const needing = events.filter(event => isProvisional(event.key)).flatMap(claimsOf);
  await lockAliases(tx, [...new Set([...newClaims, ...needing].map(claim => claim.alias))]);
  await insertClaims(tx, newClaims);

  const start = [
    ...new Set([
      ...events.map(event => event.key).filter(isProvisional),
      ...(await findAffected(tx, newClaims)),
      ...seeds,
    ]),
  ];
  const reach = await explore(tx, start, events);
  const keys = new Set([...events.map(event => event.key), ...others, ...reach.keys]);
  await insertMissingStates(tx, [...keys]);
  const states = await lockStates(tx, [...keys]);
  if (start.length === 0) return { states, neighbourhood: reach.neighbourhood };

  // Others may have committed while this transaction waited for its locks; what is now linked must be held as well.
  const again = await explore(tx, start, events);
  if (again.keys.some(key => !keys.has(key))) throw new RunAgain(again.keys);
  return { states, neighbourhood: again.neighbourhood };
}

/** The neighbourhood of the keys, and with it every order that its provisional ones are or will be decided to be. */
async function explore(tx: Db, start: readonly OrderKey[], events: readonly OrderEvent[]) {
  if (start.length === 0) return { neighbourhood: { claims: [], explored: new Set<OrderKey>() }, keys: [] };
  const neighbourhood = await exploreFrom(tx, start);
  const decided = events.flatMap(event => {
    const order = event.type === OWN_TYPES.identityDecided ? event.data?.order : undefined;
    return typeof order === 'string' ? [order] : [];
  });
  const joins = await readJoins(tx, [...neighbourhood.explored].filter(isProvisional));
  return { neighbourhood, keys: [...new Set([...neighbourhood.explored, ...joins, ...decided])] };
}

function claimsOf(event: OrderEvent): Claim[] {
  return aliasesOf(event).map(alias => ({ alias, key: event.key }));
}
