import { context } from '@opentelemetry/api';
import type { RequestHandler, Response } from 'express';
import { Gauge } from 'prom-client';
import { createTracedHistogram } from '../platform/histogram.ts';
import type { Metrics } from '../platform/metrics.ts';
import { contextOfRequest, endSpan } from './request-trace.ts';
import { methodOf, routeOf } from './route-of.ts';

/** Rate, errors and duration of all requests. Put before everything else, so that what is refused is among them. */
export function requestMetrics(registry: Metrics): RequestHandler {
  const seconds = createTracedHistogram(registry, {
    name: 'orderwatch_api_request_seconds',
    help: 'From the head of a request to the end of its answer, by route and class of status; aborted: the client was gone first',
    labels: ['method', 'route', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
  });
  const inFlight = new Gauge({
    name: 'orderwatch_api_requests_in_flight',
    help: 'Requests under way',
    registers: [registry],
  });
  return (req, res, next) => {
    const begun = performance.now();
    inFlight.inc();
    const ended = once(() => {
      inFlight.dec();
      const what = { method: methodOf(req), route: routeOf(req) ?? 'none' };
      // So that the first failure of a route is an increase.
      for (const status of ['2xx', '5xx']) seconds.foresee({ ...what, status });
      const status = res.writableFinished || res.locals.streams ? `${Math.trunc(res.statusCode / 100)}xx` : 'aborted';
      seconds.observe({ ...what, status }, (performance.now() - begun) / 1_000);
    });
    res.locals.requestEnded = ended;
    // Its trace is not active any more when its connection tells that the answer is through.
    res.once('close', () => context.with(contextOfRequest(res), ended));
    next();
  };
}

/** The answer to this one is a stream: how long that is open is no time in which somebody waits. */
export function answeredAlready(res: Response): void {
  res.locals.streams = true;
  endSpan(res);
  (res.locals.requestEnded as () => void)();
}

function once(work: () => void): () => void {
  let done = false;
  return () => {
    if (!done) work();
    done = true;
  };
}
