import { Router } from 'express';
import type { Lifecycles } from '../tracker/lifecycle.ts';
import { principalOf } from './authentication.ts';
import { otherMethods } from './error-handler.ts';
import { readQuery } from './parameters.ts';
import { presentLifecycle } from './present-lifecycle.ts';
import { query } from './requests.ts';
import { lifecycleShownTo } from './reveal/shown-lifecycle.ts';

export function lifecycleRoutes(lifecycles: () => Lifecycles): Router {
  const routes = Router();
  routes
    .route('/')
    .get((req, res) => {
      readQuery(query.none, req.query);
      const items = lifecycles().all.map(one => lifecycleShownTo(principalOf(res), presentLifecycle(one)));
      res.json({ items, nextCursor: null });
    })
    .all(otherMethods('GET'));
  return routes;
}
