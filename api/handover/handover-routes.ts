import { Router } from 'express';
import { principalOf } from '../authentication.ts';
import { otherMethods } from '../error-handler.ts';
import { type HandoverDeps, handoverAsked } from './handover-asked.ts';

export function handoverRoutes(deps: HandoverDeps): Router {
  const handover = Router();
  handover
    .route('/')
    .get(async (req, res) => {
      res.json(await handoverAsked(deps, req.query, principalOf(res).name));
    })
    .all(otherMethods('GET'));
  return handover;
}
