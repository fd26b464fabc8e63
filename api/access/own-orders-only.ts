import type { RequestHandler } from 'express';
import type { Clock } from '../../platform/clock.ts';
import type { Db } from '../../platform/postgres.ts';
import type { Lifecycles } from '../../tracker/lifecycle.ts';
import { findOrder, type Order, readOrders } from '../../tracker/orders.ts';
import type { Vault } from '../../tracker/personal-data.ts';
import { principalOf } from '../authentication.ts';
import { ambiguousOrder, noSuchOrder, Refused } from '../problem.ts';
import { isOwn, type OwnOrders, ownOrdersOf } from './own-orders.ts';

type OwnOrdersDeps = { db: Db; lifecycles: () => Lifecycles; vault: Vault; clock: Clock };

/**
 * Put before all routes below /orders: for partners and customers the orders of others do not exist, in whichever route
 * they are named. A name that an own order shares with others is its own name for them: the routes are handed its id.
 */
export function ownOrdersOnly({ db, lifecycles, vault, clock }: OwnOrdersDeps): RequestHandler {
  return async (req, res, next) => {
    const own = ownOrdersOf(principalOf(res));
    if (own === null || !isAboutOne(res.locals.operation)) return next();
    const [, segment = '', rest = ''] = /^\/([^/?]*)(.*)$/s.exec(req.url)!;
    const order = await ownOrderNamed(own, decoded(segment));
    req.url = `/${encodeURIComponent(order.orderId)}${rest}`;
    next();
  };

  async function ownOrderNamed(own: OwnOrders, name: string): Promise<Order> {
    const reading = { lifecycles: lifecycles(), vault, now: clock.now() };
    const found = await findOrder(db, reading.lifecycles, name, reading.now, vault);
    const orders =
      found.kind === 'found'
        ? [found.order]
        : found.kind === 'missing'
          ? []
          : await readOrders(db, reading, found.candidates);
    const owned = orders.filter(order => isOwn(own, order));
    if (owned.length > 1)
      throw new Refused(
        ambiguousOrder(
          name,
          owned.map(({ orderId }) => orderId),
        ),
      );
    if (!owned[0]) throw new Refused(noSuchOrder(name));
    return owned[0];
  }
}

function isAboutOne(operation: string): boolean {
  return / \/orders\/\{/.test(operation);
}

/** As Express decodes it; what it would refuse names no order. */
function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw new Refused(noSuchOrder(segment));
  }
}
