import { timingSafeEqual } from 'node:crypto';
import type { Request, RequestHandler } from 'express';
import { forbidden, Refused } from '../problem.ts';
import { hashOfSecret } from './secret.ts';
import type { Session } from './session-rows.ts';

/** What changes nothing (RFC 9110 §9.2.1). */
const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

/** These begin a session, and so need none, nor its token. */
const SIGN_INS = new Set(['POST /session', 'POST /session/first-admin', 'POST /session/password']);

/** The browser says that a page of another origin asks. Programs, and old browsers, do not say. */
export function isFromElsewhere(req: Request): boolean {
  const site = req.get('sec-fetch-site');
  return site !== undefined && site !== 'same-origin' && site !== 'none';
}

/**
 * Whoever asks with a cookie, or for one, has to do it from a page of ours, since a browser sends cookies along whosever
 * page it is that asks: by what the browser says of the page, and by a token that only our pages can read. SameSite
 * alone would let pages of other hosts of the same domain in. Behind `permitted`.
 */
export function againstForgery({ publicUrl }: { publicUrl: () => string }): RequestHandler {
  return (req, res, next) => {
    const session = res.locals.session as Session | null | undefined;
    const signsIn = SIGN_INS.has(res.locals.operation);
    if (SAFE.has(req.method) || (!session && !signsIn)) return next();
    if (!isFromOurs(req, publicUrl())) {
      throw new Refused(
        forbidden('This is for pages of Orderwatch itself; programs send an API key instead of a cookie.'),
      );
    }
    if (session && !signsIn && !isSame(req.get('x-csrf-token') ?? '', session.csrf)) {
      throw new Refused(forbidden('The header `X-CSRF-Token` must be the csrfToken of GET /session.'));
    }
    next();
  };
}

/** Every browser says one of the two with a request that changes something. */
function isFromOurs(req: Request, publicUrl: string): boolean {
  const site = req.get('sec-fetch-site');
  if (site !== undefined) return site === 'same-origin';
  const origin = URL.parse(req.get('origin') ?? '');
  return origin !== null && (origin.origin === URL.parse(publicUrl)?.origin || origin.host === req.host);
}

function isSame(given: string, kept: string): boolean {
  return timingSafeEqual(hashOfSecret(given), hashOfSecret(kept));
}
