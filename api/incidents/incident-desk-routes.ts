import { json, Router } from 'express';
import { handsOf } from '../access/audited.ts';
import { otherMethods } from '../error-handler.ts';
import { jsonOnly } from '../json-only.ts';
import { readQuery } from '../parameters.ts';
import { query } from '../requests.ts';
import { bulkAsked } from './bulk-asked.ts';
import { type ContextDeps, contextAsked } from './context-asked.ts';

/** For whoever has many incidents before them, or one with everything around it. */
export function incidentDeskRoutes(deps: ContextDeps): Router {
  const desk = Router();

  desk
    .route('/bulk')
    .post(jsonOnly, json({ limit: '64kb' }), async (req, res) => {
      readQuery(query.none, req.query);
      res.json(await bulkAsked(deps, req.body, handsOf(res)));
    })
    .all(otherMethods('POST'));

  desk
    .route('/:id/context')
    .get(async (req, res) => {
      readQuery(query.none, req.query);
      res.json(await contextAsked(deps, req.params.id));
    })
    .all(otherMethods('GET'));

  return desk;
}
