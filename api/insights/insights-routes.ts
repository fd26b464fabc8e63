import { Router } from 'express';
import { z } from 'zod';
import type { Clock, Instant } from '../../platform/clock.ts';
import type { TravelledFilter } from '../../tracker/insights/read-travelled.ts';
import { inSeconds } from '../../tracker/iso-duration.ts';
import { decodeCursor, encodeCursor, nameForm } from '../cursor.ts';
import { otherMethods } from '../error-handler.ts';
import { readQuery } from '../parameters.ts';
import { badField, badParameter, Refused } from '../problem.ts';
import { query } from '../requests.ts';
import { compareFigure, type FigureOrder, ordersBehind } from './figure-orders.ts';
import type { Insights } from './insights.ts';
import type { insightsQuery } from './insights-requests.ts';

const DAY_MS = 24 * 3_600_000;
const MOST_DAYS = 90;
/** Left out, the end is the next full minute, so that figures and the lists behind them are of the same orders. */
const MINUTE_MS = 60_000;

const place = z.tuple([z.number().nullable(), nameForm]);

export function insightsRoutes({ insights, clock }: { insights: Insights; clock: Clock }): Router {
  const routes = Router();
  routes
    .route('/')
    .get(async (req, res) => {
      res.json(await insights.figures(filterOf(readQuery(query.insights, req.query), clock.now())));
    })
    .all(otherMethods('GET'));
  routes
    .route('/orders')
    .get(async (req, res) => {
      const { cursor, limit, rule, ...asked } = readQuery(query.insightsOrders, req.query);
      const filter = filterOf(asked, clock.now());
      const orders =
        rule === undefined ? (await insights.ordersOf(filter)).orders : await insights.ordersOfRule(rule, filter);
      const all = ordersBehind(orders, asked, filter);
      const after = cursor === undefined ? null : decodeCursor(place, cursor);
      const rest = after ? all.filter(one => compareFigure(after, placeOf(one)) < 0) : all;
      const last = rest.length > limit ? rest[limit - 1]! : null;
      res.json({
        items: rest.slice(0, limit).map(present),
        nextCursor: last && encodeCursor(placeOf(last)),
        total: all.length,
      });
    })
    .all(otherMethods('GET'));
  return routes;
}

function filterOf(asked: z.infer<typeof insightsQuery.insights>, now: Instant): TravelledFilter {
  const to = asked.to ?? (Math.floor(now / MINUTE_MS) + 1) * MINUTE_MS;
  const from = asked.from ?? to - MOST_DAYS * DAY_MS;
  if (from >= to) throw new Refused(badField('from', 'must lie before `to`'));
  if (to - from > MOST_DAYS * DAY_MS) {
    throw new Refused(badParameter('from', `from: must lie at most ${MOST_DAYS} days before \`to\`.`));
  }
  const { lifecycle = null, partner = null, productClass = null } = asked;
  return { from, to, lifecycle, partner, productClass };
}

function placeOf({ ms, order }: FigureOrder) {
  return [ms, order.orderId] as const;
}

function present({ order, ms }: FigureOrder) {
  const { orderId, lifecycle, way, partner, productClass, late } = order;
  return {
    orderId,
    lifecycle,
    status: way.at(-1)!,
    partner,
    productClass,
    late,
    took: ms === null ? null : inSeconds(ms),
  };
}
