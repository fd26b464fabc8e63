import type { Request, RequestHandler, Response } from 'express';
import type { Db } from '../platform/postgres.ts';
import { findPrincipal, type Principal } from './keys.ts';
import { Refused, unauthorized } from './problem.ts';

/** Who asks by the key that came with the request; null: nobody that is known. */
export async function principalNow(db: Db, req: Request): Promise<Principal | null> {
  const key = keyOf(req);
  return key === undefined ? null : findPrincipal(db, key);
}

function keyOf(req: Request): string | undefined {
  return /^Bearer +([^\s]+) *$/i.exec(req.get('authorization') ?? '')?.[1];
}

/** Lets nobody through without a valid key. */
export function authentication(db: Db): RequestHandler {
  return async (req, res, next) => {
    const key = keyOf(req);
    if (key === undefined) {
      res.set('WWW-Authenticate', 'Bearer realm="orderwatch"');
      throw new Refused(unauthorized('Send an API key as `Authorization: Bearer <key>`.'));
    }
    const principal = await findPrincipal(db, key);
    if (!principal) {
      res.set('WWW-Authenticate', 'Bearer realm="orderwatch", error="invalid_token"');
      throw new Refused(unauthorized('This API key is not known or was revoked.'));
    }
    res.locals.principal = principal;
    next();
  };
}

/** Who asks, behind `authentication`. */
export function principalOf(res: Response): Principal {
  return res.locals.principal as Principal;
}
