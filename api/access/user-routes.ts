import { json, Router } from 'express';
import { jsonOnly } from '../json-only.ts';
import { readQuery } from '../parameters.ts';
import { query } from '../requests.ts';
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
    res.status(201).json(await userAdded(deps, req.body));
  });

  users
    .route('/:id')
    .get(async (req, res) => {
      readQuery(query.none, req.query);
      res.json(presentUser(await userNamed(deps, req.params.id)));
    })
    .patch(jsonOnly, json({ limit: '16kb' }), async (req, res) => {
      readQuery(query.none, req.query);
      res.json(presentUser(await userChanged(deps, req.params.id, req.body)));
    });

  users.post('/:id/password-link', async (req, res) => {
    readQuery(query.none, req.query);
    res.status(201).json(await passwordLinkMade(deps, req.params.id));
  });

  return users;
}
