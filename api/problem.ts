import type { Response } from 'express';
import type { z } from 'zod';
import { type Instant, toIso } from '../platform/clock.ts';
import { ended } from '../platform/mistake.ts';
import type { contract } from './contract.ts';

export type Problem = z.infer<typeof contract.Problem>;

/** A request that can't be served, thrown wherever that is found out; the error handler sends it. */
export class Refused extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.detail);
    this.problem = problem;
  }
}

export function sendProblem(res: Response, problem: Problem): void {
  if (problem.version !== undefined) res.set('ETag', problem.version);
  if (problem.retryAfter !== undefined) res.set('Retry-After', String(problem.retryAfter));
  res.status(problem.status).type('application/problem+json').send(JSON.stringify(problem));
}

/** `kind` names the sort of trouble for programs; it stays the same for as long as the API's version does. */
function problem(status: number, kind: string, title: string, detail: string, more: Partial<Problem> = {}): Problem {
  return { type: `urn:orderwatch:problem:${kind}`, title, status, detail, ...more };
}

/** `parameter`: as programs find it in their request, such as `body.password`; `detail`: a sentence that names it by itself. */
export function badParameter(parameter: string, detail: string): Problem {
  return problem(400, 'bad-parameter', 'Bad parameter', detail, { parameter });
}

/** `mistake`: what is wrong with it, such as `must not be empty`. People read the name that a field has, not its place. */
export function badField(parameter: string, mistake: string): Problem {
  const sentence = parameter === 'body' ? `The body ${mistake}` : `${nameOf(parameter)}: ${mistake}`;
  return badParameter(parameter, ended(sentence));
}

function nameOf(parameter: string): string {
  return parameter.replace(/^body[.]/, '');
}

export function unauthorized(detail: string): Problem {
  return problem(401, 'unauthorized', 'API key needed', detail);
}

/** Says nothing of which of the two was wrong. */
export function wrongCredentials(): Problem {
  const detail = 'The name or the password is wrong.';
  return problem(401, 'wrong-credentials', 'Not signed in', detail);
}

export function linkUsedUp(): Problem {
  const detail = 'This link was used already, has ended, or another one took its place. Ask for a new one.';
  return problem(410, 'link-used-up', 'Link used up', detail);
}

/** `version`: of what is there now; also sent as ETag. */
export function changedMeanwhile(detail: string, version: string): Problem {
  return problem(412, 'changed-meanwhile', 'Changed meanwhile', detail, { version });
}

/** Of several things that were to be changed together these are another by now; nothing was done. */
export function changedSince(changed: NonNullable<Problem['changed']>): Problem {
  const [first] = changed;
  const more = changed.length > 1 ? ` And ${changed.length - 1} more.` : '';
  const detail = `Nothing was done: ${first?.id} is not any more as it was shown. ${first?.why}${more} Look again.`;
  return problem(412, 'changed-meanwhile', 'Changed meanwhile', detail, { changed });
}

/** `seconds`: when it may be tried again; also sent as Retry-After. */
export function tooManyRequests(detail: string, seconds: number): Problem {
  return problem(429, 'too-many-requests', 'Too many requests', detail, { retryAfter: seconds });
}

export function idempotencyConflict(): Problem {
  const detail = 'The first request with this Idempotency-Key is worked on still; ask again for its answer.';
  return problem(409, 'idempotency-conflict', 'Still worked on', detail);
}

export function idempotencyMismatch(): Problem {
  const detail = 'This Idempotency-Key was used for another request, or from another sign-in. Take a new one.';
  return problem(422, 'idempotency-mismatch', 'Key of another request', detail);
}

export function noSuchKey(id: string): Problem {
  return problem(404, 'no-such-key', 'No such key', `There is no key ${id}.`);
}

export function noSuchUser(id: string): Problem {
  return problem(404, 'no-such-user', 'No such user', `There is no user ${id}.`);
}

export function noSuchSession(id: string): Problem {
  return problem(404, 'no-such-session', 'No such session', `You have no session ${id}.`);
}

export function noSuchRoute(path: string): Problem {
  return problem(404, 'no-such-route', 'No such route', `There is nothing at ${path}; see /api/v1/openapi.json.`);
}

export function noSuchOrder(name: string): Problem {
  return problem(404, 'no-such-order', 'No such order', `No order is known by the name ${name}.`);
}

export function noSuchMessage(id: string): Problem {
  return problem(404, 'no-such-message', 'No such message', `No message in quarantine has the id ${id}.`);
}

export function noSuchView(id: string): Problem {
  return problem(404, 'no-such-view', 'No such view', `You have no saved view with the id ${id}.`);
}

export function noSuchNotification(id: string): Problem {
  return problem(404, 'no-such-notification', 'No such message', `There is no message with the id ${id}.`);
}

export function noSuchEvent(id: string): Problem {
  const detail = `No message of an event ${id} is kept: there is none, it was a person's doing, or its time is over.`;
  return problem(404, 'no-such-event', 'No such message', detail);
}

export function noSuchIncident(id: string): Problem {
  return problem(404, 'no-such-incident', 'No such incident', `There is no incident ${id}.`);
}

/** `hint`: which one may have been meant, as a sentence. */
export function noSuchRule(name: string, hint = ''): Problem {
  return problem(404, 'no-such-rule', 'No such rule', `No rule ${name} is declared.${hint}`);
}

export function badConfiguration(
  mistakes: NonNullable<Problem['mistakes']>,
  key: 'configuration' | 'rules' = 'configuration',
): Problem {
  const [first] = mistakes;
  const place = first?.line === null ? '' : `line ${first?.line}, column ${first?.column}: `;
  const parameter = `body.${key}`;
  const detail = `${nameOf(parameter)}: ${place}${first?.sentence}`;
  return problem(400, 'bad-configuration', 'Bad configuration', detail, { parameter, mistakes });
}

export function badMapping(mistakes: NonNullable<Problem['mistakes']>): Problem {
  const [first] = mistakes;
  const detail = `mapping: line ${first?.line}, column ${first?.column}: ${first?.sentence}`;
  return problem(400, 'bad-mapping', 'Bad mapping', detail, { parameter: 'body.mapping', mistakes });
}

/** `hint`: which one may have been meant, as a sentence. */
export function noSuchTemplate(name: string, hint = ''): Problem {
  return problem(404, 'no-such-template', 'No such template', `There is no template ${name}.${hint}`);
}

export function noSuchSilence(id: string): Problem {
  return problem(404, 'no-such-silence', 'No such silence', `There is no silence ${id}.`);
}

export function noSuchOverride(id: string): Problem {
  return problem(404, 'no-such-override', 'No such override', `There is no override or absence ${id}.`);
}

/** `why`: a sentence. */
export function notDone(why: string): Problem {
  return problem(409, 'not-done', 'Not done', why);
}

/** Somebody has the order in hand. */
export function heldBy(by: string, since: Instant): Problem {
  const detail = `${by} has it, since ${toIso(since)}.`;
  return problem(409, 'held', 'Somebody has it', detail, { holder: { by, since: toIso(since) } });
}

/** It is no longer as they saw it; `happened`: what was last. */
export function orderChanged(happened: NonNullable<Problem['happened']> | null): Problem {
  const detail = happened
    ? `The order has changed since you looked: ${happened.what}, by ${happened.by} at ${happened.at}.`
    : 'The order has changed since you looked.';
  return problem(412, 'order-changed', 'Somebody was faster', detail, happened ? { happened } : {});
}

export function noSuchCorrection(id: string): Problem {
  return problem(404, 'no-such-correction', 'No such correction', `There is no correction ${id}.`);
}

export function notResent(why: string, mayInsist: boolean): Problem {
  const detail = mayInsist ? `${why} Send \`"again": true\` to insist.` : why;
  return problem(409, 'not-resent', 'Not sent again', detail);
}

export function notDismissed(why: string): Problem {
  return problem(409, 'not-dismissed', 'Not dismissed', why);
}

export function forbidden(detail: string): Problem {
  return problem(403, 'forbidden', 'Forbidden', detail);
}

export function methodNotAllowed(method: string, allowed: string): Problem {
  return problem(405, 'method-not-allowed', 'Method not allowed', `${method} does not work here; ${allowed} does.`);
}

export function ambiguousOrder(name: string, candidates: string[]): Problem {
  const detail = `${name} is a name of several orders. Ask for one of them by its id.`;
  return problem(409, 'ambiguous-order', 'Ambiguous name', detail, { candidates });
}

export function tooLarge(detail: string): Problem {
  return problem(413, 'too-large', 'Content too large', detail);
}

export function unsupportedMediaType(detail: string): Problem {
  return problem(415, 'unsupported-media-type', 'Unsupported media type', detail);
}

export function badRequest(status: number, detail: string): Problem {
  return problem(status, 'bad-request', 'Bad request', detail);
}

export function tookTooLong(detail: string): Problem {
  return problem(503, 'took-too-long', 'Took too long', detail);
}

export function tooManyStreams(detail: string): Problem {
  return problem(429, 'too-many-streams', 'Too many streams', detail);
}

export function badEvent(reason: string, quarantineId: string, reasonKind: string): Problem {
  return problem(422, 'bad-event', 'Event not understood', reason, { quarantineId, reasonKind });
}

export function internal(): Problem {
  return problem(500, 'internal', 'Internal error', 'This is a fault of Orderwatch; its log has the details.');
}

export function databaseUnavailable(): Problem {
  // A commit whose answer got lost may have happened all the same.
  const detail =
    'The database does not answer; try again later. What was sent may not have been recorded; ' +
    'sending the same events again is harmless.';
  return problem(503, 'database-unavailable', 'Database unavailable', detail);
}
