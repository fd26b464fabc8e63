import type { ErrorRequestHandler, RequestHandler } from 'express';
import type { Log } from '../platform/log.ts';
import { ended } from '../platform/mistake.ts';
import { saysDatabaseIsGone } from '../platform/postgres.ts';
import * as problems from './problem.ts';

export const unknownRoute: RequestHandler = req => {
  throw new problems.Refused(problems.noSuchRoute(req.path));
};

/** Put behind the methods that a path has, so that the others are told which those are. */
export function otherMethods(allowed: string): RequestHandler {
  return (req, res) => {
    res.set('Allow', allowed);
    throw new problems.Refused(problems.methodNotAllowed(req.method, allowed));
  };
}

/** Whatever was thrown becomes problem details; only what is our own fault or the database's is logged. */
export function errorHandler(log: Log): ErrorRequestHandler {
  return (error: unknown, req, res, _next) => {
    if (res.headersSent) {
      res.destroy();
      return;
    }
    if (error instanceof problems.Refused) return problems.sendProblem(res, error.problem);
    const client = clientError(error);
    if (client) return problems.sendProblem(res, client);
    // The route's pattern, not the path: names of orders and customers stay out of the log's labels.
    const path = `${req.baseUrl}${req.route?.path ?? ''}`;
    if (saysDatabaseIsGone(error)) {
      log.warn({ path, err: (error as Error).message }, 'request failed: database unavailable');
      res.set('Retry-After', '5');
      return problems.sendProblem(res, problems.databaseUnavailable());
    }
    log.error({ method: req.method, path, err: error }, 'request failed');
    problems.sendProblem(res, problems.internal());
  };
}

/** What Express and its body parser throw at a request that is wrong bears a 4xx status. */
function clientError(error: unknown): problems.Problem | null {
  if (!(error instanceof Error) || !('status' in error) || typeof error.status !== 'number') return null;
  if (error.status === 413) return problems.tooLarge('The body is larger than is taken in one request.');
  if (error.status === 415) return problems.unsupportedMediaType(ended(error.message));
  return error.status >= 400 && error.status < 500 ? problems.badRequest(error.status, ended(error.message)) : null;
}
