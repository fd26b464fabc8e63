import { json, Router } from 'express';
import { findQuarantined } from '../collector/quarantine.ts';
import { handsOf } from './access/audited.ts';
import { otherMethods } from './error-handler.ts';
import { jsonOnly } from './json-only.ts';
import { readBody, readQuery } from './parameters.ts';
import { presentQuarantined } from './present.ts';
import { noSuchMessage, Refused } from './problem.ts';
import { dismissAsked, restoreAsked } from './quarantine/dismiss-asked.ts';
import { quarantineGroups } from './quarantine/quarantine-groups.ts';
import { revealQuarantined } from './quarantine/reveal-quarantined.ts';
import { type TryDeps, tryAsked } from './quarantine/try-mapping.ts';
import { quarantinePage } from './quarantine-list.ts';
import { type ReplayAskedDeps, replayAsked } from './quarantine-replay.ts';
import { query, requestBody } from './requests.ts';

export function quarantineRoutes(deps: ReplayAskedDeps & TryDeps): Router {
  const quarantine = Router();
  const small = [jsonOnly, json({ limit: '256kb' })];

  quarantine
    .route('/')
    .get(async (req, res) => {
      res.json(await quarantinePage(deps.pool, req.query, deps.vault));
    })
    .all(otherMethods('GET'));

  quarantine
    .route('/groups')
    .get(async (req, res) => {
      res.json(await quarantineGroups(deps.pool, req.query, { vault: deps.vault, now: deps.clock.now() }));
    })
    .all(otherMethods('GET'));

  quarantine
    .route('/try')
    .post(...small, async (req, res) => {
      readQuery(query.none, req.query);
      res.json(await tryAsked(deps, req.body, handsOf(res)));
    })
    .all(otherMethods('POST'));

  quarantine
    .route('/replay')
    .post(...small, async (req, res) => {
      readQuery(query.none, req.query);
      const result = await replayAsked(deps, req.body, () => res.closed, handsOf(res));
      if (!res.closed) res.json(result);
    })
    .all(otherMethods('POST'));

  quarantine
    .route('/dismiss')
    .post(...small, async (req, res) => {
      readQuery(query.none, req.query);
      res.json(await dismissAsked(deps.pool, req.body, { hands: handsOf(res), now: deps.clock.now() }));
    })
    .all(otherMethods('POST'));

  quarantine
    .route('/restore')
    .post(...small, async (req, res) => {
      readQuery(query.none, req.query);
      res.json(await restoreAsked(deps.pool, req.body, { hands: handsOf(res), now: deps.clock.now() }));
    })
    .all(otherMethods('POST'));

  quarantine
    .route('/:id')
    .get(async (req, res) => {
      readQuery(query.none, req.query);
      const message = await findQuarantined(deps.pool, req.params.id, deps.vault);
      if (!message) throw new Refused(noSuchMessage(req.params.id));
      res.json(presentQuarantined(message));
    })
    .all(otherMethods('GET'));

  quarantine
    .route('/:id/reveal')
    .post(...small, async (req, res) => {
      readQuery(query.none, req.query);
      const { reason = null } = readBody(requestBody.revealQuarantined, req.body);
      const asked = { hands: handsOf(res), reason, now: deps.clock.now() };
      const message = await revealQuarantined(deps, req.params.id!, asked);
      if (!message) throw new Refused(noSuchMessage(req.params.id!));
      res.json(message);
    })
    .all(otherMethods('POST'));

  return quarantine;
}
