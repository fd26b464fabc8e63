import { Router } from 'express';
import { otherMethods } from '../error-handler.ts';
import { readQuery } from '../parameters.ts';
import { query } from '../requests.ts';
import type { Summary } from './summary.ts';

export function summaryRoutes({ summary }: { summary: { current(): Promise<Summary> } }): Router {
  const routes = Router();
  routes
    .route('/summary')
    .get(async (req, res) => {
      readQuery(query.none, req.query);
      res.json(await summary.current());
    })
    .all(otherMethods('GET'));
  return routes;
}
