import type { RequestHandler } from 'express';
import type { Clock } from '../platform/clock.ts';

const HEADERS = {
  // Nothing here is a page: whatever a browser is made to open runs nothing and is framed by nobody.
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
  // Heeded over TLS only, so it is right behind a proxy that terminates it and harmless without.
  'Strict-Transport-Security': 'max-age=31536000',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  // Answers hold customers' data and are old the moment they are sent.
  'Cache-Control': 'no-store',
};

export const securityHeaders: RequestHandler = (_req, res, next) => {
  res.set(HEADERS);
  next();
};

/** By the clock that everything in the answer was judged by: readers reckon from it how long ago something was. */
export function saysWhen(clock: Clock): RequestHandler {
  return (_req, res, next) => {
    res.set('Date', new Date(clock.now()).toUTCString());
    next();
  };
}
