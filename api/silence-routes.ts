import { json, Router } from 'express';
import { handsOf } from './access/audited.ts';
import { otherMethods } from './error-handler.ts';
import { jsonOnly } from './json-only.ts';
import { readQuery } from './parameters.ts';
import { query } from './requests.ts';
import { type SilenceDeps, silenceAsked, silenceEnded, silencePage } from './silence-asked.ts';

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
      res.json(await silenceEnded(deps, req.params.id, handsOf(res)));
    })
    .all(otherMethods('DELETE'));

  return silences;
}
