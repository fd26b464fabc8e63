import { Router } from 'express';
import type { Clock } from '../../platform/clock.ts';
import type { Db, Pool } from '../../platform/postgres.ts';
import type { Lifecycles } from '../../tracker/lifecycle.ts';
import type { Vault } from '../../tracker/personal-data.ts';
import { otherMethods } from '../error-handler.ts';
import { readQuery } from '../parameters.ts';
import { query } from '../requests.ts';
import { type OrderSummaryDeps, orderSummary } from './order-summary.ts';
import { sendOrders } from './send-orders.ts';

/** `reads`: for lists, perhaps a replica that is behind. */
type SearchDeps = {
  pool: Pool;
  reads: Db;
  lifecycles: () => Lifecycles;
  clock: Clock;
  vault: Vault;
  jaegerUrl: string | null;
  summary: OrderSummaryDeps['summary'];
};

/** To be mounted before the routes of one order: `summary` is no order's name here. */
export function searchRoutes({ pool, reads, lifecycles, clock, vault, jaegerUrl, summary }: SearchDeps): Router {
  const orders = Router();

  orders
    .route('/')
    .get(async (req, res) => {
      await sendOrders({ db: reads, pool, lifecycles: lifecycles(), vault, jaegerUrl }, req, res, clock.now());
    })
    .all(otherMethods('GET'));

  orders
    .route('/summary')
    .get(async (req, res) => {
      readQuery(query.none, req.query);
      res.json(await orderSummary({ db: reads, clock, summary }));
    })
    .all(otherMethods('GET'));

  return orders;
}
