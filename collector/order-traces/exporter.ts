import { setTimeout } from 'node:timers/promises';
import { type HrTime, SpanKind, SpanStatusCode, TraceFlags } from '@opentelemetry/api';
import type { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import type { Instant } from '../../platform/clock.ts';
import { describeFault } from '../../platform/fault.ts';
import type { OrderSpan } from './spans.ts';

/** Where traces go. */
export type TraceTarget = {
  /** With its path, `https://otlp.example/v1/traces`. */
  url: string;
  protocol: 'http/json' | 'http/protobuf';
  /** Who says so, as attributes of the resource: `service.name` and what else there is. */
  resource: Readonly<Record<string, string>>;
};

export type Exported =
  | { kind: 'sent' }
  /** `refused`: these very spans are not taken, now or later. `broken`: they can't even be written down. */
  | { kind: 'refused' | 'broken'; why: string }
  /** Nobody took them, which may change. */
  | { kind: 'failed'; why: string };

export type SpanExporter = {
  /** Tries for ten seconds, or as OTEL_EXPORTER_OTLP_TIMEOUT says, and no longer than `signal` lets it. Never rejects. */
  export(spans: readonly OrderSpan[], signal: AbortSignal): Promise<Exported>;
  /** What was broken off may still be on its way: it is not waited for. */
  stop(): Promise<void>;
};

const STOP_WITHIN_MS = 200;

/**
 * Sends spans with ids and times of their own, which a tracer would not let us choose: the exporter of OpenTelemetry is
 * given them as if they had come from one. It is loaded only here, by those who have somewhere to send. Headers,
 * compression and certificates it takes from the standard variables.
 */
export async function openSpanExporter({ url, protocol, resource }: TraceTarget): Promise<SpanExporter> {
  const { OTLPTraceExporter } = await (protocol === 'http/json'
    ? import('@opentelemetry/exporter-trace-otlp-http')
    : import('@opentelemetry/exporter-trace-otlp-proto'));
  const exporter = new OTLPTraceExporter({ url });
  const ofUs = { attributes: resource };
  return {
    export: (spans, signal) =>
      new Promise(resolve => {
        const breakOff = () => resolve({ kind: 'failed', why: 'no answer in time' });
        if (signal.aborted) return breakOff();
        signal.addEventListener('abort', breakOff, { once: true });
        try {
          exporter.export(
            spans.map(span => readable(span, ofUs)),
            ({ error, code }) => {
              signal.removeEventListener('abort', breakOff);
              resolve(code === 0 ? { kind: 'sent' } : whyNot(error));
            },
          );
        } catch (error) {
          signal.removeEventListener('abort', breakOff);
          resolve({ kind: 'broken', why: describeFault(error) });
        }
      }),
    stop: () => Promise.race([exporter.shutdown(), setTimeout(STOP_WITHIN_MS, undefined, { ref: false })]),
  };
}

// What OTLP/HTTP says must not be sent again as it is, and nothing that somebody may set right, as a wrong path or password:
// https://opentelemetry.io/docs/specs/otlp/#failures-1
const REFUSING = [400, 413, 422];

function whyNot(error: Error | undefined): Exported {
  const status = error && 'code' in error ? error.code : undefined;
  const why = [typeof status === 'number' && `HTTP ${status}`, error?.message].filter(Boolean).join(' ') || 'no answer';
  return { kind: typeof status === 'number' && REFUSING.includes(status) ? 'refused' : 'failed', why };
}

type ReadableSpan = Parameters<OTLPTraceExporter['export']>[0][number];

function readable(span: OrderSpan, resource: Pick<ReadableSpan['resource'], 'attributes'>): ReadableSpan {
  const { traceId, spanId, parentSpanId, name, start, end, attributes, events, links } = span;
  const within = (id: string) => ({ traceId, spanId: id, traceFlags: TraceFlags.SAMPLED });
  return {
    name,
    kind: SpanKind.INTERNAL,
    spanContext: () => within(spanId),
    ...(parentSpanId !== null && { parentSpanContext: within(parentSpanId) }),
    startTime: hrTime(start),
    endTime: hrTime(end),
    duration: hrTime(end - start),
    ended: true,
    status: { code: SpanStatusCode.UNSET },
    attributes,
    events: events.map(({ name, at, attributes }) => ({ name, time: hrTime(at), attributes })),
    links: links.map(link => ({ context: { ...link, traceFlags: TraceFlags.SAMPLED } })),
    droppedAttributesCount: 0,
    droppedEventsCount: span.droppedEvents,
    droppedLinksCount: span.droppedLinks,
    // All that the exporter reads of a resource; what else there is serves those who detect one.
    resource: resource as ReadableSpan['resource'],
    instrumentationScope: { name: 'orderwatch.orders' },
  };
}

function hrTime(ms: Instant): HrTime {
  const seconds = Math.floor(ms / 1000);
  return [seconds, (ms - seconds * 1000) * 1_000_000];
}
