import { Router } from 'express';
import type { AlertSettings } from '../alerts/settings.ts';
import type { Clock } from '../platform/clock.ts';
import type { Db } from '../platform/postgres.ts';
import type { BacktestDeps } from './backtest-asked.ts';
import { backtestRoutes } from './backtest-routes.ts';
import { otherMethods } from './error-handler.ts';
import { rulePage, runPage } from './rule-list.ts';
import type { RuleCheckDeps } from './rules/check-rules.ts';
import { ruleCheckRoutes } from './rules/rule-check-routes.ts';

type RuleDeps = { reads: Db; clock: Clock; alerts: () => AlertSettings } & BacktestDeps & RuleCheckDeps;

export function ruleRoutes(deps: RuleDeps): Router {
  const { reads, clock, alerts } = deps;
  const rules = Router();

  rules.use('/backtest', backtestRoutes(deps));
  rules.use(ruleCheckRoutes(deps));

  rules
    .route('/')
    .get(async (req, res) => {
      res.json(await rulePage(reads, req.query, alerts(), clock.now()));
    })
    .all(otherMethods('GET'));

  rules
    .route('/:name/runs')
    .get(async (req, res) => {
      res.json(await runPage(reads, req.params.name, req.query, alerts()));
    })
    .all(otherMethods('GET'));

  return rules;
}
