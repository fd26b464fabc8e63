import {
  type Attributes,
  type Context,
  context,
  INVALID_SPAN_CONTEXT,
  type Link,
  ROOT_CONTEXT,
  type Span,
  type SpanContext,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';
import { ERROR_TYPE } from './telemetry/semconv.ts';

let tracing = false;

/** Whether spans are kept. Where none are, nothing is read or made for them either. */
export function isTracing(): boolean {
  return tracing;
}

/** For telemetry/sdk.ts, which alone knows: the API of OpenTelemetry does not say. */
export function setTracing(on: boolean): void {
  tracing = on;
}

export type SpanOptions = {
  /** INTERNAL when not given. */
  kind?: SpanKind;
  attributes?: Attributes;
  links?: Link[];
  /** W3C traceparent to go on from; null or unreadable: from the active span. */
  parent?: string | null;
  /** A trace of its own, whatever is active. */
  root?: boolean;
};

/**
 * Does `work` within a span, which is active meanwhile and ends with it. Does nothing but `work` while no telemetry has
 * been started (telemetry/start.ts). What `work` throws goes on, and only its kind is kept: messages of errors may say
 * whose order it was.
 */
export async function withSpan<T>(
  name: string,
  { parent = null, root = false, ...options }: SpanOptions,
  work: (span: Span) => Promise<T>,
): Promise<T> {
  const from = spanContextOf(parent);
  const within = from ? trace.setSpanContext(context.active(), from) : context.active();
  // Not kept: a provider that has come or gone since would not be noticed.
  const span = trace.getTracer('orderwatch').startSpan(name, { kind: SpanKind.INTERNAL, ...options, root }, within);
  try {
    return await context.with(trace.setSpan(within, span), () => work(span));
  } catch (error) {
    failSpan(span, error);
    throw error;
  } finally {
    span.end();
  }
}

/** The same where it is done within a span that is recorded; else nothing but `work`. */
export function withChildSpan<T>(
  name: string,
  options: Omit<SpanOptions, 'parent' | 'root'>,
  work: (span: Span) => Promise<T>,
): Promise<T> {
  return isWithinSpan() ? withSpan(name, options, work) : work(NOT_RECORDED);
}

const NOT_RECORDED = trace.wrapSpanContext(INVALID_SPAN_CONTEXT);

export function isWithinSpan(): boolean {
  return trace.getActiveSpan()?.isRecording() === true;
}

/** Marks the span as failed: of an error by its kind alone; a text is the kind. */
export function failSpan(span: Span, why: unknown): void {
  if (!span.isRecording()) return;
  span.setAttribute(ERROR_TYPE, errorType(why));
  span.setStatus({ code: SpanStatusCode.ERROR });
}

/** The active span as W3C traceparent; null when there is none, or none that is recorded. */
export function activeTraceparent(): string | null {
  const span = trace.getActiveSpan();
  if (!span?.isRecording()) return null;
  const { traceId, spanId, traceFlags } = span.spanContext();
  return `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, '0')}`;
}

/** What goes on from that span and from nothing else. */
export function contextOf(traceparent: string | null): Context {
  const from = spanContextOf(traceparent);
  return from ? trace.setSpanContext(ROOT_CONTEXT, from) : ROOT_CONTEXT;
}

const TRACEPARENT = /^00-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})$/;

/** https://www.w3.org/TR/trace-context/#traceparent-header, version 00; null for anything else. */
export function spanContextOf(traceparent: string | null): SpanContext | null {
  const [, traceId, spanId, flags] = TRACEPARENT.exec(traceparent ?? '') ?? [];
  if (traceId === undefined || spanId === undefined || flags === undefined) return null;
  return { traceId, spanId, traceFlags: Number.parseInt(flags, 16), isRemote: true };
}

/** A code such as a SQLSTATE or ECONNREFUSED where there is one, else the class of the error: never its words. */
export function errorType(error: unknown): string {
  if (typeof error === 'string') return error;
  if (!(error instanceof Error)) return '_OTHER';
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}
