import { Router } from 'express';
import { otherMethods } from '../error-handler.ts';
import { readQuery } from '../parameters.ts';
import { query } from '../requests.ts';
import { type HealthDeps, readHealth } from './health.ts';

export function healthRoutes(deps: HealthDeps): Router {
  const routes = Router();
  routes
    .route('/')
    .get(async (req, res) => {
      readQuery(query.none, req.query);
      res.json(await readHealth(deps));
    })
    .all(otherMethods('GET'));
  return routes;
}
