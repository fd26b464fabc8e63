import { type Alias, isProvisional, type OrderKey } from './event.ts';
import { compareText } from './event-order.ts';

/** An event under `key` states `alias` as a name of its order. */
export type Claim = { alias: Alias; key: OrderKey };

/** What people have said of provisional orders: the order that one is, or null: none of those known. */
export type Decisions = ReadonlyMap<OrderKey, OrderKey | null>;

/** `claimants`: the orders that the provisional one may be; empty when they are more than MAX_TOLD. */
export type Conflict = { provisional: OrderKey; claimants: OrderKey[] };

export type Identities = {
  /** Every provisional key → the order it is, or null while that is open. */
  joinedInto: Map<OrderKey, OrderKey | null>;
  conflicts: Conflict[];
};

/** A name with more claimants than this (a correlation id `default`) says nothing about who is who. */
export const MAX_CLAIMANTS = 1_000;

/**
 * A conflict of more orders than this is told of the provisional one only: nobody would go through the list, and with
 * a partner's upload of 400 orders it would be written 400 × 400 times.
 */
export const MAX_TOLD = 20;

/**
 * A name says who is who unless two or more orders claim it directly, as a cart's correlation id is claimed by all its
 * orders, or half the world does.
 */
export function isTelling(claimants: readonly OrderKey[]): boolean {
  return claimants.length <= MAX_CLAIMANTS && claimants.filter(key => !isProvisional(key)).length <= 1;
}

/**
 * Which orders the provisional ones are (INGEST §1, *Identity*): leaving out the names that don't tell, a provisional
 * order is the one order in its connected component; with none or several it stays apart, and when there were
 * several to choose from, that is a conflict of all of them. A decided one is what was decided, and links nobody.
 * A function of the set of claims and decisions.
 */
export function resolveIdentities(claims: readonly Claim[], decisions: Decisions): Identities {
  const claimants = groupClaimants(claims);
  const components = new Components();
  const rivals = new Map<OrderKey, Set<OrderKey>>();
  for (const keys of claimants.values()) {
    for (const key of keys) components.add(key);
    const open = keys.filter(key => !decisions.has(key));
    if (isTelling(keys)) components.unite(open);
    else if (keys.length <= MAX_CLAIMANTS) {
      const orders = someOrders(keys);
      for (const key of open) if (isProvisional(key)) addAll(rivals, key, orders);
    }
  }

  const joinedInto = new Map<OrderKey, OrderKey | null>();
  const conflicts: Conflict[] = [];
  for (const component of components.all()) {
    const orders = component.filter(key => !isProvisional(key));
    const possible = new Set(orders);
    for (const key of component) for (const rival of rivals.get(key) ?? []) possible.add(rival);
    const claimed = possible.size > MAX_TOLD ? [] : [...possible].sort(compareText);
    for (const provisional of component.filter(isProvisional)) {
      const decided = decisions.get(provisional);
      if (decided !== undefined) joinedInto.set(provisional, decided);
      else joinedInto.set(provisional, orders.length === 1 ? orders[0]! : null);
      if (decided === undefined && orders.length !== 1 && possible.size > 1) {
        conflicts.push({ provisional, claimants: claimed });
      }
    }
  }
  return { joinedInto, conflicts };
}

/** One more than MAX_TOLD is enough to know that they are too many. */
function someOrders(keys: readonly OrderKey[]): OrderKey[] {
  return keys.filter(key => !isProvisional(key)).slice(0, MAX_TOLD + 1);
}

export function uniqueClaims(claims: readonly Claim[]): Claim[] {
  return [...new Map(claims.map(claim => [JSON.stringify([claim.alias, claim.key]), claim])).values()];
}

export function groupClaimants(claims: readonly Claim[]): Map<Alias, OrderKey[]> {
  const grouped = new Map<Alias, Set<OrderKey>>();
  for (const { alias, key } of claims) addAll(grouped, alias, [key]);
  return new Map([...grouped].map(([alias, keys]) => [alias, [...keys]]));
}

function addAll<K, V>(map: Map<K, Set<V>>, key: K, values: Iterable<V>): void {
  const set = map.get(key) ?? new Set();
  for (const value of values) set.add(value);
  map.set(key, set);
}

/** Union–find with path halving. */
class Components {
  readonly #parent = new Map<OrderKey, OrderKey>();

  add(key: OrderKey): void {
    if (!this.#parent.has(key)) this.#parent.set(key, key);
  }

  unite(keys: readonly OrderKey[]): void {
    const [first, ...others] = keys;
    if (first === undefined) return;
    for (const other of others) this.#parent.set(this.#root(other), this.#root(first));
  }

  all(): OrderKey[][] {
    const byRoot = new Map<OrderKey, OrderKey[]>();
    for (const key of this.#parent.keys()) {
      const root = this.#root(key);
      const component = byRoot.get(root);
      if (component) component.push(key);
      else byRoot.set(root, [key]);
    }
    return [...byRoot.values()];
  }

  #root(key: OrderKey): OrderKey {
    let current = key;
    for (;;) {
      const parent = this.#parent.get(current)!;
      if (parent === current) return current;
      const above = this.#parent.get(parent)!;
      this.#parent.set(current, above);
      current = above;
    }
  }
}
