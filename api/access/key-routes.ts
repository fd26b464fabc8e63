import { json, Router } from 'express';
import { jsonOnly } from '../json-only.ts';
import { readQuery } from '../parameters.ts';
import { query } from '../requests.ts';
import { auditOf } from './audited.ts';
import { demandMatch, withETag } from './etag.ts';
import { type KeyDeps, keyAdded, keyChanged, keyNamed, keyPage, keyRevoked, presentKey } from './key-asked.ts';

export function keyRoutes(deps: KeyDeps): Router {
  const keys = Router();

  keys
    .route('/')
    .get(async (req, res) => {
      res.json(await keyPage(deps, req.query));
    })
    .post(jsonOnly, json({ limit: '16kb' }), async (req, res) => {
      readQuery(query.none, req.query);
      res.status(201).json(await keyAdded(deps, req.body, auditOf(res)));
    });

  keys
    .route('/:id')
    .get(async (req, res) => {
      readQuery(query.none, req.query);
      const key = await keyNamed(deps, req.params.id);
      withETag(res, key.version).json(presentKey(key));
    })
    .patch(jsonOnly, json({ limit: '16kb' }), async (req, res) => {
      readQuery(query.none, req.query);
      const demand = (version: number) => demandMatch(req, version);
      const key = await keyChanged(deps, req.params.id, req.body, { actor: auditOf(res), demand });
      withETag(res, key.version).json(presentKey(key));
    })
    .delete(async (req, res) => {
      readQuery(query.none, req.query);
      const demand = (version: number) => demandMatch(req, version);
      const key = await keyRevoked(deps, req.params.id, { actor: auditOf(res), demand });
      withETag(res, key.version).json(presentKey(key));
    });

  return keys;
}
