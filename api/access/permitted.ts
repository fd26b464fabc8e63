import type { RequestHandler } from 'express';
import { whoAsks } from '../authentication.ts';
import { forbidden, methodNotAllowed, noSuchRoute, Refused, unauthorized } from '../problem.ts';
import { type Operation, operationOf } from './operation.ts';
import { rolesFor } from './permissions.ts';
import { SCOPES, type Scope } from './principal.ts';

/**
 * The one place where it is decided who may ask for what. What the table of permissions does not name gets no further,
 * whatever routes there are behind this. Keeps the operation as `res.locals.operation`.
 */
export const permitted: RequestHandler = (req, res, next) => {
  const principal = whoAsks(res);
  const found = operationOf(req.method, req.path);
  if (!('operation' in found)) {
    if (principal === null) throw notSignedIn(res);
    if (found.methods.length === 0) throw new Refused(noSuchRoute(`${req.baseUrl}${req.path}`));
    const allowed = [...found.methods].sort().join(', ');
    res.set('Allow', allowed);
    throw new Refused(methodNotAllowed(req.method, allowed));
  }
  res.locals.operation = found.operation;
  const roles = rolesFor(found.operation);
  if (roles === null) return next();
  if (principal === null) throw notSignedIn(res);
  if (!roles.includes(principal.role)) {
    const needed = roles.length === 1 ? `the role ${roles[0]}` : `one of the roles ${roles.join(', ')}`;
    throw new Refused(forbidden(`${found.operation} needs ${needed}; ${principal.name} is ${principal.role}.`));
  }
  const { scopes } = principal;
  if (scopes !== undefined && !scopes.some(scope => covers(scope, found.operation))) {
    const needed = SCOPES.filter(scope => covers(scope, found.operation)).join(' or ');
    throw new Refused(
      forbidden(`${found.operation} needs the scope ${needed}; ${principal.name} has ${scopes.join(', ')}.`),
    );
  }
  next();
};

function covers(scope: Scope, operation: Operation): boolean {
  switch (scope) {
    case 'write':
      return true;
    case 'read':
      return operation.startsWith('GET ');
    case 'events':
      return /^POST \/events(\/|$)/.test(operation);
    case 'deploys':
      return operation === 'POST /deploys';
    case 'customer-tokens':
      return operation === 'POST /customer-tokens';
    default:
      return scope satisfies never;
  }
}

function notSignedIn(res: { set(name: string, value: string): unknown }): Refused {
  res.set('WWW-Authenticate', 'Bearer realm="orderwatch"');
  return new Refused(unauthorized('Sign in, or send an API key as `Authorization: Bearer <key>`.'));
}
