import { json, Router } from 'express';
import type { Silence } from '../alerts/silence.ts';
import { handsOf } from './access/audited.ts';
import { demandMatch, withETag } from './access/etag.ts';
import { otherMethods } from './error-handler.ts';
import { jsonOnly } from './json-only.ts';
import { readQuery } from './parameters.ts';
import { query } from './requests.ts';
import { type SilenceDeps, silenceAsked, silenceEnded, silencePage, versionOfSilence } from './silence-asked.ts';

export function silenceRoutes(deps: SilenceDeps): Router {
  const silences = Router();

  silences
    .route('/')
    .get(async (req, res) => {
      res.json(await silencePage(deps, req.query));
    })
    .post(jsonOnly, json({ limit: '64kb' }), async (req, res) => {
      readQuery(query.none, req.query);
      res.status(201).json(await silenceAsked(deps, req.body, handsOf(res)));
    })
    .all(otherMethods('GET, POST'));

  silences
    .route('/:id')
    .delete(async (req, res) => {
      readQuery(query.none, req.query);
      const demand = (now: Silence) => demandMatch(req, versionOfSilence(now));
      const ended = await silenceEnded(deps, req.params.id, handsOf(res), { demand });
      withETag(res, ended.version).json(ended);
    })
    .all(otherMethods('DELETE'));

  return silences;
}
