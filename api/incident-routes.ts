import { json, Router } from 'express';
import { z } from 'zod';
import type { Incident } from '../alerts/incident.ts';
import { readIncidentOrders } from '../alerts/incident-orders.ts';
import { findIncident } from '../alerts/incident-rows.ts';
import type { Db } from '../platform/postgres.ts';
import { auditOf } from './access/audited.ts';
import { demandMatch, withETag } from './access/etag.ts';
import { principalOf } from './authentication.ts';
import { decodeCursor, encodeCursor, instantForm, nameForm } from './cursor.ts';
import { otherMethods } from './error-handler.ts';
import { commandAsked, INCIDENT_COMMANDS } from './incident-command.ts';
import { type IncidentDeps, incidentId, inFull } from './incident-in-full.ts';
import { incidentPage } from './incident-list.ts';
import { versionOf, whoWasFaster } from './incidents/incident-version.ts';
import { jsonOnly } from './json-only.ts';
import { readQuery } from './parameters.ts';
import { presentIncidentOrder } from './present-incident.ts';
import { noSuchIncident, Refused } from './problem.ts';
import { query } from './requests.ts';

const ordersPosition = z.tuple([z.literal('incidentOrders'), instantForm.nullable(), nameForm, nameForm]);

/** `reads`: for lists, perhaps a replica that is behind. */
export function incidentRoutes({ reads, ...deps }: IncidentDeps & { reads: Db }): Router {
  const { pool, clock } = deps;
  const incidents = Router();

  async function incidentIn(id: string): Promise<Incident> {
    const incident = await findIncident(pool, incidentId(id));
    if (!incident) throw new Refused(noSuchIncident(id));
    return incident;
  }

  incidents
    .route('/')
    .get(async (req, res) => {
      const asking = { db: reads, settings: deps.alerts(), who: principalOf(res).name };
      res.json(await incidentPage(asking, req.query, clock.now()));
    })
    .all(otherMethods('GET'));

  incidents
    .route('/:id')
    .get(async (req, res) => {
      readQuery(query.none, req.query);
      const incident = await incidentIn(req.params.id);
      withETag(res, versionOf(incident)).json(await inFull(deps, incident, principalOf(res).name));
    })
    .all(otherMethods('GET'));

  incidents
    .route('/:id/orders')
    .get(async (req, res) => {
      const { cursor, limit } = readQuery(query.page, req.query);
      const place = cursor === undefined ? null : decodeCursor(ordersPosition, cursor);
      const after = place && { since: place[1], subject: place[2], stay: place[3] };
      const id = incidentId(req.params.id);
      if (!(await findIncident(pool, id))) throw new Refused(noSuchIncident(req.params.id));
      const { findings, next } = await readIncidentOrders(pool, id, { after, limit });
      res.json({
        items: findings.map(finding => presentIncidentOrder(finding, clock.now())),
        nextCursor: next && encodeCursor(['incidentOrders', next.since, next.subject, next.stay]),
      });
    })
    .all(otherMethods('GET'));

  for (const command of INCIDENT_COMMANDS) {
    incidents
      .route(`/:id/${command}`)
      .post(jsonOnly, json({ limit: '16kb' }), async (req, res) => {
        readQuery(query.none, req.query);
        const actor = auditOf(res);
        const demand = (now: Incident) => demandMatch(req, versionOf(now), whoWasFaster(now, clock.now()));
        const asked = { id: req.params.id, body: req.body as unknown, by: actor.who, actor, demand };
        const done = await commandAsked(deps, command, asked);
        const after = await incidentIn(done.id);
        withETag(res, versionOf(after)).json(done);
      })
      .all(otherMethods('POST'));
  }

  return incidents;
}
