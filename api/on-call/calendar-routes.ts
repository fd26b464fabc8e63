import { json, Router } from 'express';
import type { Silence } from '../../alerts/silence.ts';
import { handsOf } from '../access/audited.ts';
import { demandMatch, withETag } from '../access/etag.ts';
import { principalOf } from '../authentication.ts';
import { otherMethods } from '../error-handler.ts';
import { jsonOnly } from '../json-only.ts';
import type { OnCallDeps } from '../on-call-asked.ts';
import { readQuery } from '../parameters.ts';
import { query } from '../requests.ts';
import { type SilenceDeps, versionOfSilence } from '../silence-asked.ts';
import { calendarAsked } from './calendar-asked.ts';
import { ownAbsenceAsked, ownReturnAsked } from './own-absence.ts';
import { silenceMoved, silencePreviewAsked } from './silence-preview-asked.ts';

/** Stands before the routes of single absences: `me` is no id. */
export function calendarRoutes(deps: OnCallDeps): Router {
  const onCall = Router();

  onCall
    .route('/calendar')
    .get(async (req, res) => {
      res.json(await calendarAsked(deps, req.query, principalOf(res).name));
    })
    .all(otherMethods('GET'));

  onCall
    .route('/away/me')
    .post(jsonOnly, json({ limit: '16kb' }), async (req, res) => {
      readQuery(query.none, req.query);
      res.status(201).json(await ownAbsenceAsked(deps, req.body, handsOf(res)));
    })
    .delete(async (req, res) => {
      readQuery(query.none, req.query);
      res.json(await ownReturnAsked(deps, handsOf(res)));
    })
    .all(otherMethods('POST, DELETE'));

  return onCall;
}

export function silencePlanRoutes(deps: SilenceDeps): Router {
  const silences = Router();

  silences
    .route('/preview')
    .post(jsonOnly, json({ limit: '64kb' }), async (req, res) => {
      readQuery(query.none, req.query);
      res.json(await silencePreviewAsked(deps, req.body));
    })
    .all(otherMethods('POST'));

  silences
    .route('/:id/end')
    .post(jsonOnly, json({ limit: '16kb' }), async (req, res) => {
      readQuery(query.none, req.query);
      const demand = (now: Silence) => demandMatch(req, versionOfSilence(now));
      const moved = await silenceMoved(deps, req.params.id, req.body, { ...handsOf(res), demand });
      withETag(res, moved.version).json(moved);
    })
    .all(otherMethods('POST'));

  return silences;
}
