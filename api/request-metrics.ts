import { context } from '@opentelemetry/api';
import type { RequestHandler } from 'express';
import { Gauge } from 'prom-client';
import { createTracedHistogram } from '../platform/histogram.ts';
import type { Metrics } from '../platform/metrics.ts';
import { contextOfRequest } from './request-trace.ts';
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
    const ended = () => {
      inFlight.dec();
      const what = { method: methodOf(req), route: routeOf(req) ?? 'none' };
      // So that the first failure of a route is an increase.
      for (const status of ['2xx', '5xx']) seconds.foresee({ ...what, status });
      const status = res.writableFinished ? `${Math.trunc(res.statusCode / 100)}xx` : 'aborted';
      seconds.observe({ ...what, status }, (performance.now() - begun) / 1_000);
    };
    // Its trace is not active any more when its connection tells that the answer is through.
    res.once('close', () => context.with(contextOfRequest(res), ended));
    next();
  };
}
