import { type Response, Router, raw, urlencoded } from 'express';
import { z } from 'zod';
import { keepReceipts } from '../notifier/receipts/receipt-rows.ts';
import { replyAnswer } from '../notifier/receipts/reply-answer.ts';
import { isCyrillic } from '../notifier/receipts/reply-words.ts';
import { sendgridKey } from '../notifier/receipts/sendgrid-receipt.ts';
import { isFromSendgrid, isFromSlack, isFromTwilio } from '../notifier/receipts/signatures.ts';
import { slackKey, slackPayload } from '../notifier/receipts/slack-press.ts';
import { readTwilio, type TwilioPayload, twilioKey } from '../notifier/receipts/twilio-receipt.ts';
import type { NotifierAccess, NotifierSettings } from '../notifier/settings.ts';
import { isTelegramSecret } from '../notifier/telegram/secret.ts';
import { updateKey } from '../notifier/telegram/update.ts';
import type { Clock } from '../platform/clock.ts';
import type { Db } from '../platform/postgres.ts';
import type { Vault } from '../tracker/personal-data.ts';
import { otherMethods } from './error-handler.ts';
import { badRequest, forbidden, noSuchRoute, Refused } from './problem.ts';

/** The providers that are set up: the others have nothing to say here. */
export type Providers = Pick<NotifierAccess, 'twilio' | 'sendgrid' | 'telegram' | 'slackSigningSecret' | 'publicUrl'>;

export type WebhookDeps = {
  pool: Db;
  vault: Vault;
  clock: Clock;
  providers: () => Providers;
  /** Of the secret that Telegram knows; null: it was told none. */
  signingKey: Buffer | null;
  notifications: () => NotifierSettings;
};

/**
 * What providers post to us: kept, and answered at once, whatever has to be done about it. Each proves by a signature or
 * a secret that it is who it says; that is all there is to prove here, so these routes ask for no key.
 */
export function webhookRoutes(deps: WebhookDeps): Router {
  const { pool, vault, clock, providers, signingKey, notifications } = deps;
  const webhooks = Router();

  webhooks
    .route('/twilio')
    .post(urlencoded({ extended: false, limit: '64kb' }), async (req, res) => {
      const { twilio, publicUrl } = providers();
      if (twilio === null) throw new Refused(noSuchRoute(req.originalUrl));
      const params = (req.body ?? {}) as Record<string, unknown>;
      const signature = req.get('x-twilio-signature') ?? '';
      const url = publicUrl + req.originalUrl;
      if (!(await isFromTwilio(twilio.authToken, { url, params, signature }))) throw new Refused(wrongSignature());
      const payload: TwilioPayload = { query: req.query, params };
      const key = twilioKey(payload);
      if (key === null) throw new Refused(badRequest(400, 'This is neither a status callback nor a message.'));
      await keepReceipts(pool, 'twilio', [{ key, payload }], vault, clock.now());
      answerTwilio(res, payload);
    })
    .all(otherMethods('POST'));

  webhooks
    .route('/sendgrid')
    .post(raw({ type: () => true, limit: '2mb' }), async (req, res) => {
      const { webhookKey } = providers().sendgrid;
      if (webhookKey === null) throw new Refused(noSuchRoute(req.originalUrl));
      const body = bytesOf(req.body);
      const signature = req.get('x-twilio-email-event-webhook-signature') ?? '';
      const timestamp = req.get('x-twilio-email-event-webhook-timestamp') ?? '';
      if (!isFromSendgrid(webhookKey, { body, timestamp, signature })) throw new Refused(wrongSignature());
      const events = z.array(z.unknown()).max(10_000).safeParse(parseJson(body));
      if (!events.success) throw new Refused(badRequest(400, 'The body must be a JSON array of events.'));
      const incoming = events.data.map(payload => ({ key: sendgridKey(payload), payload }));
      await keepReceipts(pool, 'sendgrid', incoming, vault, clock.now());
      res.status(204).end();
    })
    .all(otherMethods('POST'));

  webhooks
    .route('/telegram')
    .post(raw({ type: () => true, limit: '256kb' }), async (req, res) => {
      const { telegram } = providers();
      if (telegram === null || signingKey === null) throw new Refused(noSuchRoute(req.originalUrl));
      const secret = req.get('x-telegram-bot-api-secret-token') ?? '';
      if (!isTelegramSecret({ signingKey }, secret)) throw new Refused(wrongSignature());
      const payload = parseJson(bytesOf(req.body));
      const key = updateKey(payload);
      if (key === null) throw new Refused(badRequest(400, 'The body must be an update in JSON.'));
      await keepReceipts(pool, 'telegram', [{ key, payload }], vault, clock.now());
      res.status(204).end();
    })
    .all(otherMethods('POST'));

  webhooks
    .route('/slack')
    .post(raw({ type: () => true, limit: '256kb' }), async (req, res) => {
      const { slackSigningSecret } = providers();
      if (slackSigningSecret === null) throw new Refused(noSuchRoute(req.originalUrl));
      const body = bytesOf(req.body);
      const signature = req.get('x-slack-signature') ?? '';
      const timestamp = req.get('x-slack-request-timestamp') ?? '';
      if (!isFromSlack(slackSigningSecret, { body, timestamp, signature }, clock.now())) {
        throw new Refused(wrongSignature());
      }
      const payload = slackPayload(body);
      const key = slackKey(payload);
      if (key === null) throw new Refused(badRequest(400, 'The body must be a form with the press of a button.'));
      await keepReceipts(pool, 'slack', [{ key, payload }], vault, clock.now());
      // Slack shows a warning at the button for any other answer, and for one with words in it.
      res.status(200).end();
    })
    .all(otherMethods('POST'));

  /** A reply is what Twilio sends to whoever wrote; it is done with a status callback when that is taken. */
  function answerTwilio(res: Response, payload: TwilioPayload): void {
    const said = readTwilio(payload, clock.now());
    if (said?.kind !== 'reply') {
      res.status(204).end();
      return;
    }
    const { word } = said.reply;
    const isOurs = word !== null && payload.params.OptOutType === undefined && isCyrillic(String(payload.params.Body));
    const message = isOurs ? `<Message>${inXml(replyAnswer(word, notifications().brand))}</Message>` : '';
    res.type('text/xml').send(`<?xml version="1.0" encoding="UTF-8"?><Response>${message}</Response>`);
  }

  return webhooks;
}

function wrongSignature() {
  return forbidden('The signature is missing or wrong.');
}

/** A request without a body has none that was parsed. */
function bytesOf(body: unknown): Buffer {
  return Buffer.isBuffer(body) ? body : Buffer.alloc(0);
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString());
  } catch {
    return undefined;
  }
}

function inXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
