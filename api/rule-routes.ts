import { Router } from 'express';
import type { AlertSettings } from '../alerts/settings.ts';
import type { Clock } from '../platform/clock.ts';
import type { Db } from '../platform/postgres.ts';
import type { AlertFunctions } from './alert-functions.ts';
import { otherMethods } from './error-handler.ts';
import { rulePage, runPage } from './rule-list.ts';

type RuleDeps = {
  reads: Db;
  clock: Clock;
  settings: () => AlertSettings;
  alerts: Pick<AlertFunctions, 'nextRuns' | 'scheduleInWords'>;
};

export function ruleRoutes({ reads, clock, settings, alerts }: RuleDeps): Router {
  const rules = Router();

  rules
    .route('/')
    .get(async (req, res) => {
      res.json(await rulePage(reads, req.query, { ...alerts, settings: settings(), now: clock.now() }));
    })
    .all(otherMethods('GET'));

  rules
    .route('/:name/runs')
    .get(async (req, res) => {
      res.json(await runPage(reads, req.params.name, req.query, settings()));
    })
    .all(otherMethods('GET'));

  return rules;
}
