import { parse } from 'cookie';
import type { CookieOptions, Request, Response } from 'express';
import type { Clock } from '../../platform/clock.ts';
import type { Pool } from '../../platform/postgres.ts';
import { isFromElsewhere } from './same-origin.ts';
import { findSession, type Session } from './session-rows.ts';

export type SessionDeps = {
  pool: Pool;
  clock: Clock;
  /** Where people reach the console and the API. */
  publicUrl: () => string;
};

type Named = Pick<SessionDeps, 'publicUrl'>;

/**
 * `__Host-`: only we can have set it, over TLS, for all of this host and no other. A try-out without TLS has to do
 * without.
 */
function nameOf(deps: Named, req: Request): string {
  return isSecure(deps, req) ? '__Host-orderwatch' : 'orderwatch';
}

/** People come over TLS: because the address that they were given says so, or a trusted proxy does. */
export function isSecure({ publicUrl }: Named, req: Request): boolean {
  return publicUrl().startsWith('https:') || req.secure;
}

export function cookieOptions(deps: Named, req: Request): CookieOptions {
  return { httpOnly: true, sameSite: 'lax', path: '/', secure: isSecure(deps, req) };
}

/** It ends with the browser; the session itself may end before. */
export function giveCookie(deps: Named, res: Response, token: string): void {
  res.cookie(nameOf(deps, res.req), token, cookieOptions(deps, res.req));
}

export function takeCookie(deps: Named, res: Response): void {
  res.clearCookie(nameOf(deps, res.req), cookieOptions(deps, res.req));
}

export function tokenIn(deps: Named, req: Request): string | null {
  return parse(req.get('cookie') ?? '')[nameOf(deps, req)] ?? null;
}

/** The session in which a request comes. A page of another origin has none, whatever the browser sends along with it. */
export async function sessionOf(deps: SessionDeps, req: Request): Promise<Session | null> {
  const token = tokenIn(deps, req);
  if (token === null || isFromElsewhere(req)) return null;
  return findSession(deps.pool, token, deps.clock.now());
}
