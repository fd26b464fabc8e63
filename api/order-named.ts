import type { Instant } from '../platform/clock.ts';
import type { Db } from '../platform/postgres.ts';
import type { Lifecycles } from '../tracker/lifecycle.ts';
import { findOrder, type Order } from '../tracker/orders.ts';
import type { Vault } from '../tracker/personal-data.ts';
import { ambiguousOrder, noSuchOrder, Refused } from './problem.ts';

export type NamedOrderDeps = { db: Db; lifecycles: () => Lifecycles; vault: Vault };

/** The order that bears this name; refused where there is none, or several. */
export async function orderNamed(
  { db, lifecycles, vault }: NamedOrderDeps,
  name: string,
  now: Instant,
): Promise<Order> {
  const found = await findOrder(db, lifecycles(), name, now, vault);
  switch (found.kind) {
    case 'found':
      return found.order;
    case 'missing':
      throw new Refused(noSuchOrder(name));
    case 'ambiguous':
      throw new Refused(ambiguousOrder(name, found.candidates));
    default:
      return found satisfies never;
  }
}
