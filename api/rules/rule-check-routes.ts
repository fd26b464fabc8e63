import { json, Router } from 'express';
import { principalOf } from '../authentication.ts';
import { otherMethods } from '../error-handler.ts';
import { jsonOnly } from '../json-only.ts';
import { readQuery } from '../parameters.ts';
import { noSuchRule, notDone, Refused } from '../problem.ts';
import { query } from '../requests.ts';
import { checkRules, type RuleCheckDeps } from './check-rules.ts';

export function ruleCheckRoutes(deps: RuleCheckDeps): Router {
  const routes = Router();
  let isRunning = false;

  routes
    .route('/check')
    .post(jsonOnly, json({ limit: '256kb' }), async (req, res) => {
      readQuery(query.none, req.query);
      if (isRunning) throw new Refused(notDone('A rule is being looked at already; try again in a few seconds.'));
      isRunning = true;
      try {
        res.json(await checkRules(deps, req.body, principalOf(res).role === 'admin'));
      } finally {
        isRunning = false;
      }
    })
    .all(otherMethods('POST'));

  routes
    .route('/:name/text')
    .get((req, res) => {
      readQuery(query.none, req.query);
      const { name } = req.params;
      const text = deps.configuration.ruleText(name);
      if (text === null) throw new Refused(noSuchRule(name));
      res.json({ name, text });
    })
    .all(otherMethods('GET'));

  return routes;
}
