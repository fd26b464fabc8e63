import { json, Router } from 'express';
import type { AcceptDeps } from '../collector/accept.ts';
import { findQuarantined } from '../collector/quarantine.ts';
import { handsOf } from './access/audited.ts';
import { otherMethods } from './error-handler.ts';
import { jsonOnly } from './json-only.ts';
import { readQuery } from './parameters.ts';
import { presentQuarantinedInFull } from './present.ts';
import { noSuchMessage, Refused } from './problem.ts';
import { quarantinePage } from './quarantine-list.ts';
import { replayAsked } from './quarantine-replay.ts';
import { query } from './requests.ts';

export function quarantineRoutes(deps: AcceptDeps): Router {
  const quarantine = Router();

  quarantine
    .route('/')
    .get(async (req, res) => {
      res.json(await quarantinePage(deps.pool, req.query, deps.vault));
    })
    .all(otherMethods('GET'));

  quarantine
    .route('/replay')
    .post(jsonOnly, json({ limit: '256kb' }), async (req, res) => {
      readQuery(query.none, req.query);
      const result = await replayAsked(deps, req.body, () => res.closed, handsOf(res));
      if (!res.closed) res.json(result);
    })
    .all(otherMethods('POST'));

  quarantine
    .route('/:id')
    .get(async (req, res) => {
      readQuery(query.none, req.query);
      const message = await findQuarantined(deps.pool, req.params.id, deps.vault);
      if (!message) throw new Refused(noSuchMessage(req.params.id));
      res.json(presentQuarantinedInFull(message));
    })
    .all(otherMethods('GET'));

  return quarantine;
}
