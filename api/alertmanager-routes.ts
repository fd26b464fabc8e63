import { json, type RequestHandler, Router } from 'express';
import { alertmanagerPayload } from '../alerts/alertmanager-alerts.ts';
import { type InboundDeps, takeAlerts } from '../alerts/alertmanager-inbound.ts';
import { otherMethods } from './error-handler.ts';
import { findPrincipal } from './keys.ts';
import { badRequest, Refused, unauthorized } from './problem.ts';

/**
 * Alertmanager's webhook. It tries again after a 5xx only, so what could not be kept must not be answered in any other
 * way; and a limit that a storm of alerts passes would lose it.
 */
export function alertmanagerRoutes(deps: InboundDeps): Router {
  const alertmanager = Router();
  alertmanager
    .route('/')
    .post(withKey(deps), json({ limit: '64mb', type: () => true }), async (req, res) => {
      const payload = alertmanagerPayload.safeParse(req.body);
      if (!payload.success)
        throw new Refused(badRequest(400, 'The body must be what Alertmanager posts to a webhook.'));
      await takeAlerts(deps, payload.data);
      res.status(204).end();
    })
    .all(otherMethods('POST'));
  return alertmanager;
}

/** An API key as a bearer, or as the password of any user: both can be said in Alertmanager's `http_config`. */
function withKey({ pool, clock }: Pick<InboundDeps, 'pool' | 'clock'>): RequestHandler {
  return async (req, res, next) => {
    const key = keyIn(req.get('authorization') ?? '');
    if (key === null || !(await findPrincipal(pool, key, clock.now()))) {
      res.set('WWW-Authenticate', 'Bearer realm="orderwatch", Basic realm="orderwatch"');
      throw new Refused(unauthorized('Send an API key as a bearer token, or as the password of any user.'));
    }
    next();
  };
}

function keyIn(authorization: string): string | null {
  const [, scheme, credentials = ''] = /^(Bearer|Basic) +(\S+) *$/i.exec(authorization) ?? [];
  if (scheme?.toLowerCase() === 'bearer') return credentials;
  if (scheme === undefined) return null;
  return Buffer.from(credentials, 'base64')
    .toString()
    .replace(/^[^:]*:?/s, '');
}
