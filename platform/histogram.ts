import { isSpanContextValid, TraceFlags, trace } from '@opentelemetry/api';
import { Histogram, type LabelValues } from 'prom-client';
import type { Metrics } from './metrics.ts';
import { isTracing, spanContextOf } from './tracing.ts';

export type TracedHistogram<Label extends string> = {
  /** `traceparent`: of what was observed, where that is not what is active now. */
  observe(labels: LabelValues<Label>, value: number, traceparent?: string | null): void;
  /** Begins at 0 with these labels, unless something has been observed with them. */
  foresee(labels: LabelValues<Label>): void;
};

/**
 * A histogram that keeps, for each bucket, the trace of what was last observed while one was active: the way from a slow
 * bucket on a board to what was slow. Only OpenMetrics shows them (metrics.ts).
 */
export function createTracedHistogram<Label extends string>(
  registry: Metrics,
  { labels: labelNames, ...what }: { name: string; help: string; labels: readonly Label[]; buckets: number[] },
): TracedHistogram<Label> {
  // Registered afterwards: prom-client refuses exemplars to a registry that speaks the older format by itself.
  const histogram = new Histogram<Label>({ ...what, labelNames, enableExemplars: true, registers: [] });
  registry.registerMetric(histogram);
  const seen = new Set<string>();
  const keyOf = (labels: LabelValues<Label>) => labelNames.map(name => labels[name]).join('\n');
  return {
    observe: (labels, value, traceparent) => {
      seen.add(keyOf(labels));
      histogram.observe({ labels, value, exemplarLabels: exemplar(traceparent) as LabelValues<string> });
    },
    foresee: labels => {
      const key = keyOf(labels);
      if (!seen.has(key)) histogram.zero(labels);
      seen.add(key);
    },
  };
}

/** Of a trace that is not recorded nobody finds anything; one that a row bears is recorded by others at best, without us. */
function exemplar(traceparent: string | null | undefined): { trace_id?: string; span_id?: string } {
  const active = traceparent === undefined;
  const span = active ? trace.getActiveSpan()?.spanContext() : isTracing() && spanContextOf(traceparent);
  if (!span || !isSpanContextValid(span) || (span.traceFlags & TraceFlags.SAMPLED) === 0) return {};
  return { trace_id: span.traceId, span_id: span.spanId };
}
