import type { Request, RequestHandler, Response } from 'express';
import type { Principal } from './access/principal.ts';
import { type SessionDeps, sessionOf, tokenIn } from './access/session-cookie.ts';
import { lookUpSession } from './access/session-rows.ts';
import { customerOf, isCustomerToken } from './customer-tokens/customer-token.ts';
import { findPrincipal } from './keys.ts';
import { Refused, unauthorized } from './problem.ts';

/** `signingKey`: of customers' tokens; null: there are none. */
type AuthenticationDeps = SessionDeps & { signingKey: Buffer | null };

/**
 * Finds out who asks: by the key or the token that was sent, else by the session of a person. A key that is none is refused;
 * who sends nothing gets on as nobody, and `permitted` says how far.
 */
export function authentication(deps: AuthenticationDeps): RequestHandler {
  return async (req, res, next) => {
    const authorization = req.get('authorization');
    if (authorization === undefined) {
      const session = await sessionOf(deps, req);
      res.locals.session = session;
      res.locals.principal = session?.principal ?? null;
      return next();
    }
    const key = keyIn(authorization);
    if (key === undefined) {
      res.set('WWW-Authenticate', 'Bearer realm="orderwatch"');
      throw new Refused(unauthorized('Send an API key as `Authorization: Bearer <key>`.'));
    }
    const principal = await bearerOf(deps, key);
    if (!principal) {
      res.set('WWW-Authenticate', 'Bearer realm="orderwatch", error="invalid_token"');
      throw new Refused(
        unauthorized(
          isCustomerToken(key)
            ? 'This token has ended, or is none of ours; the shop gives a new one.'
            : 'This API key is not known or was revoked.',
        ),
      );
    }
    res.locals.principal = principal;
    next();
  };
}

function bearerOf({ pool, clock, signingKey }: AuthenticationDeps, credential: string): Promise<Principal | null> {
  const now = clock.now();
  return isCustomerToken(credential)
    ? customerOf({ db: pool, signingKey }, credential, now)
    : findPrincipal(pool, credential, now);
}

function keyIn(authorization: string): string | undefined {
  return /^Bearer +([^\s]+) *$/i.exec(authorization)?.[1];
}

/** Who asked this, by what is known now; null: nobody any more. Asking does not keep a session from ending. */
export async function whoAsksNow(deps: AuthenticationDeps, req: Request): Promise<Principal | null> {
  const authorization = req.get('authorization');
  if (authorization !== undefined) return bearerOf(deps, keyIn(authorization) ?? '');
  const token = tokenIn(deps, req);
  return token === null ? null : ((await lookUpSession(deps.pool, token, deps.clock.now()))?.principal ?? null);
}

/** Null: nobody has said who they are. */
export function whoAsks(res: Response): Principal | null {
  return (res.locals.principal as Principal | null | undefined) ?? null;
}

/** Who asks, behind `permitted`, which lets nobody through of whom that is not known. */
export function principalOf(res: Response): Principal {
  return res.locals.principal as Principal;
}
