import type { RequestHandler } from 'express';
import helmet from 'helmet';
import type { Clock } from '../platform/clock.ts';

// The headers that helmet does not know.
const MORE = {
  // Answers hold customers' data and are old the moment they are sent.
  'Cache-Control': 'no-store',
  'Permissions-Policy': 'camera=(), geolocation=(), microphone=()',
};

const protective = helmet({
  // Nothing here is a page: whatever a browser is made to open runs nothing and is framed by nobody. Pages say more.
  contentSecurityPolicy: { useDefaults: false, directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] } },
  // Heeded over TLS only, so it is right behind a proxy that terminates it and harmless without.
  strictTransportSecurity: { maxAge: 31_536_000, includeSubDomains: false },
  xFrameOptions: { action: 'deny' },
});

export const securityHeaders: RequestHandler = (req, res, next) => {
  res.set(MORE);
  protective(req, res, next);
};

/** By the clock that everything in the answer was judged by: readers reckon from it how long ago something was. */
export function saysWhen(clock: Clock): RequestHandler {
  return (_req, res, next) => {
    res.set('Date', new Date(clock.now()).toUTCString());
    next();
  };
}
