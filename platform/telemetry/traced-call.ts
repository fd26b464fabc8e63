import { SpanKind } from '@opentelemetry/api';
import type { Called, HttpCaller, HttpRequest } from '../http-call.ts';
import { activeTraceparent, failSpan, isWithinSpan, withSpan } from '../tracing.ts';
import { HTTP_REQUEST_METHOD, HTTP_RESPONSE_STATUS_CODE, SERVER_ADDRESS, SERVER_PORT } from './semconv.ts';

/**
 * Each call is a span, where it is made within one that is recorded, and tells the other side of it (traceparent). Of
 * the URL only the server is kept, though the convention wants url.full: there are providers whose secret stands in it.
 */
export function traceCalls(call: HttpCaller['call']): HttpCaller['call'] {
  return (request, signal) =>
    isWithinSpan() ? within(request, traced => call(traced, signal)) : call(request, signal);
}

function within(request: HttpRequest, call: (traced: HttpRequest) => Promise<Called>): Promise<Called> {
  const { protocol, hostname, port } = new URL(request.url);
  const attributes = {
    [HTTP_REQUEST_METHOD]: request.method,
    [SERVER_ADDRESS]: hostname,
    [SERVER_PORT]: Number(port) || (protocol === 'https:' ? 443 : 80),
  };
  return withSpan(request.method, { kind: SpanKind.CLIENT, attributes }, async span => {
    const called = await call({ ...request, headers: { ...request.headers, traceparent: activeTraceparent() ?? '' } });
    if (called.kind === 'answered') span.setAttribute(HTTP_RESPONSE_STATUS_CODE, called.status);
    const failed = called.kind === 'answered' ? called.status >= 400 && String(called.status) : called.kind;
    if (failed) failSpan(span, failed);
    return called;
  });
}
