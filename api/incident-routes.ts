import { Router } from 'express';
import type { Clock } from '../platform/clock.ts';
import type { Db, Pool } from '../platform/postgres.ts';
import type { AlertFunctions } from './alert-functions.ts';
import { otherMethods } from './error-handler.ts';
import { incidentPage } from './incident-list.ts';

/** `reads`: for lists, perhaps a replica that is behind. */
export type IncidentDeps = { pool: Pool; reads: Db; clock: Clock; alerts: AlertFunctions };

export function incidentRoutes({ reads, clock, alerts }: IncidentDeps): Router {
  const incidents = Router();

  incidents
    .route('/')
    .get(async (req, res) => {
      res.json(await incidentPage(reads, req.query, { findSilenced: alerts.findSilenced, now: clock.now() }));
    })
    .all(otherMethods('GET'));

  return incidents;
}
