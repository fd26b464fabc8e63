import { json, Router } from 'express';
import { jsonOnly } from '../json-only.ts';
import { readQuery } from '../parameters.ts';
import { query } from '../requests.ts';
import { auditOf } from './audited.ts';
import { demandMatch, withETag } from './etag.ts';
import {
  passwordLinkMade,
  presentUser,
  type UserDeps,
  userAdded,
  userChanged,
  userNamed,
  userPage,
} from './user-asked.ts';

export function userRoutes(deps: UserDeps): Router {
  const users = Router();

  users.get('/', async (req, res) => {
    res.json(await userPage(deps, req.query));
  });

  users.post('/', jsonOnly, json({ limit: '16kb' }), async (req, res) => {
    readQuery(query.none, req.query);
    res.status(201).json(await userAdded(deps, req.body, auditOf(res)));
  });

  users
    .route('/:id')
    .get(async (req, res) => {
      readQuery(query.none, req.query);
      const user = await userNamed(deps, req.params.id);
      withETag(res, user.version).json(presentUser(user));
    })
    .patch(jsonOnly, json({ limit: '16kb' }), async (req, res) => {
      readQuery(query.none, req.query);
      const demand = (version: number) => demandMatch(req, version);
      const user = await userChanged(deps, req.params.id, req.body, { actor: auditOf(res), demand });
      withETag(res, user.version).json(presentUser(user));
    });

  users.post('/:id/password-link', async (req, res) => {
    readQuery(query.none, req.query);
    res.status(201).json(await passwordLinkMade(deps, req.params.id, auditOf(res)));
  });

  return users;
}
