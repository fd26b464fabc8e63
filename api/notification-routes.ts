import { json, type Request, Router } from 'express';
import { findMessage, type MessageInFull } from '../notifier/message-list.ts';
import type { ResendDeps } from '../notifier/resend.ts';
import type { Clock } from '../platform/clock.ts';
import type { Db } from '../platform/postgres.ts';
import { handsOf } from './access/audited.ts';
import { demandMatch, versionOfContent, versionsSeen, withETag } from './access/etag.ts';
import { otherMethods } from './error-handler.ts';
import { jsonOnly } from './json-only.ts';
import { dismissAsked, restoreAsked } from './notification-dismissal.ts';
import { notificationPage } from './notification-list.ts';
import { resendAsked } from './notification-resend.ts';
import { channelsNow, heldNow, summaryAsked } from './notifications/notification-state.ts';
import { previewAsked } from './notifications/resend-preview.ts';
import { revealNotification } from './notifications/reveal-notification.ts';
import { readBody, readQuery } from './parameters.ts';
import { presentMessageInFull } from './present-message.ts';
import { noSuchNotification, Refused } from './problem.ts';
import { query, requestBody } from './requests.ts';

/** `reads`: for lists, perhaps a replica that is behind. */
export type NotificationDeps = ResendDeps & { reads: Db; clock: Clock };

export function notificationRoutes({ reads, ...deps }: NotificationDeps): Router {
  const notifications = Router();

  /** Of two who pass here at the same moment the command lets one through: it goes by the state of the message. */
  async function demandAsSeen(req: Request<{ id: string }>): Promise<void> {
    if (versionsSeen(req) === null) return;
    const message = await findMessage(deps.pool, req.params.id, deps.vault);
    if (message) demandMatch(req, versionOfMessage(message), `It is ${message.state} by now.`);
  }

  notifications
    .route('/')
    .get(async (req, res) => {
      res.json(await notificationPage(reads, req.query, { vault: deps.vault, now: deps.clock.now() }));
    })
    .all(otherMethods('GET'));

  notifications
    .route('/summary')
    .get(async (req, res) => {
      res.json(await summaryAsked(reads, req.query, deps.clock.now()));
    })
    .all(otherMethods('GET'));

  notifications
    .route('/channels')
    .get(async (req, res) => {
      readQuery(query.none, req.query);
      res.json(await channelsNow(deps.pool, deps.clock.now()));
    })
    .all(otherMethods('GET'));

  notifications
    .route('/held')
    .get(async (req, res) => {
      readQuery(query.none, req.query);
      res.json(await heldNow(deps.pool));
    })
    .all(otherMethods('GET'));

  notifications
    .route('/:id')
    .get(async (req, res) => {
      readQuery(query.none, req.query);
      const message = await findMessage(deps.pool, req.params.id, deps.vault);
      if (!message) throw new Refused(noSuchNotification(req.params.id));
      withETag(res, versionOfMessage(message)).json(presentMessageInFull(message));
    })
    .all(otherMethods('GET'));

  notifications
    .route('/:id/resend')
    .post(jsonOnly, json({ limit: '16kb' }), async (req, res) => {
      readQuery(query.none, req.query);
      await demandAsSeen(req);
      res.json(await resendAsked(deps, req.params.id, req.body, handsOf(res)));
    })
    .all(otherMethods('POST'));

  notifications
    .route('/:id/dismiss')
    .post(jsonOnly, json({ limit: '16kb' }), async (req, res) => {
      readQuery(query.none, req.query);
      await demandAsSeen(req);
      res.json(await dismissAsked(deps, req.params.id, req.body, handsOf(res)));
    })
    .all(otherMethods('POST'));

  notifications
    .route('/:id/restore')
    .post(jsonOnly, json({ limit: '16kb' }), async (req, res) => {
      readQuery(query.none, req.query);
      await demandAsSeen(req);
      res.json(await restoreAsked(deps, req.params.id, req.body, handsOf(res)));
    })
    .all(otherMethods('POST'));

  notifications
    .route('/:id/resend/preview')
    .post(jsonOnly, json({ limit: '16kb' }), async (req, res) => {
      readQuery(query.none, req.query);
      res.json(await previewAsked(deps, req.params.id, req.body));
    })
    .all(otherMethods('POST'));

  notifications
    .route('/:id/reveal')
    .post(jsonOnly, json({ limit: '16kb' }), async (req, res) => {
      readQuery(query.none, req.query);
      const { reason = null } = readBody(requestBody.revealNotification, req.body);
      const asked = { hands: handsOf(res), reason, now: deps.clock.now() };
      const message = await revealNotification(deps, req.params.id, asked);
      if (!message) throw new Refused(noSuchNotification(req.params.id));
      res.json(message);
    })
    .all(otherMethods('POST'));

  return notifications;
}

/** Another one with each attempt, and with whatever became of it. */
function versionOfMessage({ state, reason, events }: MessageInFull): string {
  return versionOfContent([state, reason, events.length]);
}
