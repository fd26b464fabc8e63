import { type Context, context, type Link, ROOT_CONTEXT, type Span, SpanKind, trace } from '@opentelemetry/api';
import type { Request, RequestHandler, Response } from 'express';
import {
  HTTP_REQUEST_METHOD,
  HTTP_RESPONSE_STATUS_CODE,
  HTTP_ROUTE,
  URL_SCHEME,
} from '../platform/telemetry/semconv.ts';
import { contextOf, failSpan, isTracing, spanContextOf } from '../platform/tracing.ts';
import { methodOf, routeOf } from './route-of.ts';

/** `span`: null until it is known whose trace it belongs to. */
type RequestSpan = { begun: number; span: Span | null; end: () => void };

/**
 * A span for each request, from its head, named by its route once that is known. Neither path nor query are kept, though
 * the convention wants url.path: customers are asked for by their names and numbers. Put before everything else; within
 * which trace a request is done, one of the two below says, and of one that is refused before them nothing goes on.
 */
export const requestTrace: RequestHandler = (req, res, next) => {
  if (!isTracing()) return next();
  const end = () => {
    const span = request.span ?? beginOwn(req, request);
    const route = routeOf(req);
    if (route !== null) span.updateName(`${nameOf(req)} ${route}`).setAttribute(HTTP_ROUTE, route);
    if (res.headersSent) span.setAttribute(HTTP_RESPONSE_STATUS_CODE, res.statusCode);
    if (!res.writableFinished && !res.locals.streams) failSpan(span, 'aborted');
    else if (res.statusCode >= 500) failSpan(span, String(res.statusCode));
    span.end(performance.now());
  };
  const request: RequestSpan = { begun: performance.now(), span: null, end };
  res.locals.request = request;
  res.once('close', end);
  next();
};

/** The span ends here, before the connection does: what is sent from now on is a stream. */
export function endSpan(res: Response): void {
  const request = res.locals.request as RequestSpan | undefined;
  if (!request) return;
  res.off('close', request.end);
  request.end();
}

/** What comes then goes on from the caller's span. To be put behind authentication. */
export const goOnInCallersTrace = within((req, request) =>
  begin(req, request, contextOf(req.get('traceparent') ?? null)),
);

/** What comes then is in a trace of its own. For callers who need no key, or have yet to prove who they are. */
export const goOnInOwnTrace = within(beginOwn);

/** The context of the span of a request, also when it is over. */
export function contextOfRequest(res: Response): Context {
  const span = (res.locals.request as RequestSpan | undefined)?.span;
  return span ? trace.setSpan(ROOT_CONTEXT, span) : ROOT_CONTEXT;
}

function within(start: (req: Request, request: RequestSpan) => Span): RequestHandler {
  return (req, res, next) => {
    const request = res.locals.request as RequestSpan | undefined;
    if (!request) return next();
    start(req, request);
    context.with(contextOfRequest(res), next);
  };
}

/** Linked to the caller's: whoever may be anybody decides neither into whose trace we write nor whether it is kept. */
function beginOwn(req: Request, request: RequestSpan): Span {
  const caller = spanContextOf(req.get('traceparent') ?? null);
  return begin(req, request, ROOT_CONTEXT, caller ? [{ context: caller }] : []);
}

function begin(req: Request, request: RequestSpan, parent: Context, links: Link[] = []): Span {
  const method = methodOf(req);
  const attributes = { [HTTP_REQUEST_METHOD]: method === 'other' ? '_OTHER' : method, [URL_SCHEME]: req.protocol };
  const options = { kind: SpanKind.SERVER, attributes, links, startTime: request.begun };
  request.span = trace.getTracer('orderwatch').startSpan(nameOf(req), options, parent);
  return request.span;
}

function nameOf(req: Request): string {
  const method = methodOf(req);
  return method === 'other' ? 'HTTP' : method;
}
