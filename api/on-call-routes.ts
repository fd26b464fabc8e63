import { json, Router } from 'express';
import { handsOf } from './access/audited.ts';
import { otherMethods } from './error-handler.ts';
import { jsonOnly } from './json-only.ts';
import { awayAsked, type OnCallDeps, onCallAsked, overrideAsked, overrideEnded } from './on-call-asked.ts';
import { readQuery } from './parameters.ts';
import { query } from './requests.ts';

const KINDS = { overrides: overrideAsked, away: awayAsked };

export function onCallRoutes(deps: OnCallDeps): Router {
  const onCall = Router();

  onCall
    .route('/')
    .get(async (req, res) => {
      res.json(await onCallAsked(deps, req.query));
    })
    .all(otherMethods('GET'));

  for (const [kind, asked] of Object.entries(KINDS)) {
    onCall
      .route(`/${kind}`)
      .post(jsonOnly, json({ limit: '16kb' }), async (req, res) => {
        readQuery(query.none, req.query);
        res.status(201).json(await asked(deps, req.body, handsOf(res)));
      })
      .all(otherMethods('POST'));
    onCall
      .route(`/${kind}/:id`)
      .delete(async (req, res) => {
        readQuery(query.none, req.query);
        res.json(await overrideEnded(deps, req.params.id, handsOf(res)));
      })
      .all(otherMethods('DELETE'));
  }

  return onCall;
}
