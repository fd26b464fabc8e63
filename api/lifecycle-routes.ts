import { Router } from 'express';
import type { Lifecycles } from '../tracker/lifecycle.ts';
import { otherMethods } from './error-handler.ts';
import { readQuery } from './parameters.ts';
import { presentLifecycle } from './present-lifecycle.ts';
import { query } from './requests.ts';

export function lifecycleRoutes(lifecycles: () => Lifecycles): Router {
  const routes = Router();
  routes
    .route('/')
    .get((req, res) => {
      readQuery(query.none, req.query);
      res.json({ items: lifecycles().all.map(presentLifecycle), nextCursor: null });
    })
    .all(otherMethods('GET'));
  return routes;
}
