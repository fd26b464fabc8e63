import type { RequestHandler } from 'express';

/** What a page may read of an answer, beyond its body. */
const SHOWN = 'Date, ETag, RateLimit, RateLimit-Policy, Retry-After';
const ASKED_AGAIN_AFTER_S = 600;

/**
 * Lets pages of declared origins read what they ask for with a token (Fetch standard, CORS protocol). Without credentials: a
 * browser hands no page of another origin what it got with a cookie. Nothing that changes something is answered so.
 */
export function declaredOrigins(origins: () => readonly string[]): RequestHandler {
  return (req, res, next) => {
    const declared = origins();
    if (declared.length === 0) return next();
    res.vary('Origin');
    const origin = req.get('origin');
    if (origin === undefined || !declared.includes(origin)) return next();
    res.set('Access-Control-Allow-Origin', origin);
    const isPreflight = req.method === 'OPTIONS' && req.get('access-control-request-method') !== undefined;
    if (!isPreflight) {
      res.set('Access-Control-Expose-Headers', SHOWN);
      return next();
    }
    // Browsers ask without saying who they are, so it has to be answered before anybody does.
    res.set({
      'Access-Control-Allow-Methods': 'GET',
      'Access-Control-Allow-Headers': 'Authorization',
      'Access-Control-Max-Age': String(ASKED_AGAIN_AFTER_S),
    });
    res.status(204).end();
  };
}
