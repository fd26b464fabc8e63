import { Router } from 'express';
import { otherMethods } from '../error-handler.ts';
import { type HandoverDeps, handoverAsked } from './handover-asked.ts';

export function handoverRoutes(deps: HandoverDeps): Router {
  const handover = Router();
  handover
    .route('/')
    .get(async (req, res) => {
      res.json(await handoverAsked(deps, req.query));
    })
    .all(otherMethods('GET'));
  return handover;
}
