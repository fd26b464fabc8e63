import { z } from 'zod';

export type Value = string | number | boolean | Value[];
export type Attributes = Record<string, Value>;

export type Span = {
  traceId: string;
  spanId: string;
  parentSpanId: string | null;
  name: string;
  kind: (typeof KINDS)[number];
  /** Milliseconds, with fractions. */
  start: number;
  end: number;
  attributes: Attributes;
  events: { name: string; at: number; attributes: Attributes }[];
  links: { traceId: string; spanId: string; attributes: Attributes }[];
  droppedLinks: number;
  status: (typeof STATUSES)[number];
  /** Of the process that sent it. */
  resource: Attributes;
  scope: string;
};

export type LogRecord = {
  at: number;
  severity: string;
  body: Value | null;
  attributes: Attributes;
  traceId: string | null;
  spanId: string | null;
  resource: Attributes;
};

const KINDS = ['UNSPECIFIED', 'INTERNAL', 'SERVER', 'CLIENT', 'PRODUCER', 'CONSUMER'] as const;
const STATUSES = ['UNSET', 'OK', 'ERROR'] as const;

// OTLP in JSON writes ids in hexadecimal and 64-bit numbers as text, which readers also take as numbers:
// https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding
const TraceId = z.string().regex(/^(?!0{32})[0-9a-f]{32}$/);
const SpanId = z.string().regex(/^(?!0{16})[0-9a-f]{16}$/);
const ParentId = z.union([SpanId, z.literal('')]).optional();
const Nanos = z.union([z.string().regex(/^\d+$/), z.number()]).transform(nanos => Number(nanos) / 1e6);
const Value: z.ZodType<Value> = z.lazy(() =>
  z.union([
    z.strictObject({ stringValue: z.string() }).transform(it => it.stringValue),
    z.strictObject({ boolValue: z.boolean() }).transform(it => it.boolValue),
    z.strictObject({ intValue: z.union([z.string(), z.int()]) }).transform(it => Number(it.intValue)),
    z.strictObject({ doubleValue: z.number() }).transform(it => it.doubleValue),
    z.strictObject({ arrayValue: z.object({ values: z.array(Value) }) }).transform(it => it.arrayValue.values),
  ]),
);
const AttributeList = z
  .array(z.object({ key: z.string().min(1), value: Value }))
  .default([])
  .transform((list): Attributes => Object.fromEntries(list.map(({ key, value }) => [key, value])));
const Resource = z.object({ attributes: AttributeList });

const SpanMessage = z.object({
  traceId: TraceId,
  spanId: SpanId,
  parentSpanId: ParentId,
  name: z.string().min(1),
  kind: z.int().min(0).max(5),
  startTimeUnixNano: Nanos,
  endTimeUnixNano: Nanos,
  attributes: AttributeList,
  events: z.array(z.object({ name: z.string(), timeUnixNano: Nanos, attributes: AttributeList })).default([]),
  links: z.array(z.object({ traceId: TraceId, spanId: SpanId, attributes: AttributeList })).default([]),
  droppedLinksCount: z.int().default(0),
  status: z.object({ code: z.int().min(0).max(2).default(0) }).default({ code: 0 }),
});

const Traces = z.object({
  resourceSpans: z.array(
    z.object({
      resource: Resource,
      scopeSpans: z.array(
        z.object({ scope: z.object({ name: z.string() }).default({ name: '' }), spans: z.array(SpanMessage) }),
      ),
    }),
  ),
});

const Logs = z.object({
  resourceLogs: z.array(
    z.object({
      resource: Resource,
      scopeLogs: z.array(
        z.object({
          logRecords: z.array(
            z.object({
              timeUnixNano: Nanos,
              severityText: z.string().default(''),
              body: Value.optional(),
              attributes: AttributeList,
              traceId: z.union([TraceId, z.literal('')]).optional(),
              spanId: ParentId,
            }),
          ),
        }),
      ),
    }),
  ),
});

/** The spans of a request to /v1/traces; throws when it is none. */
export function readSpans(body: string): Span[] {
  return Traces.parse(JSON.parse(body)).resourceSpans.flatMap(({ resource, scopeSpans }) =>
    scopeSpans.flatMap(({ scope, spans }) =>
      spans.map(span => ({
        traceId: span.traceId,
        spanId: span.spanId,
        parentSpanId: span.parentSpanId || null,
        name: span.name,
        kind: KINDS[span.kind]!,
        start: span.startTimeUnixNano,
        end: span.endTimeUnixNano,
        attributes: span.attributes,
        events: span.events.map(({ name, timeUnixNano, attributes }) => ({ name, at: timeUnixNano, attributes })),
        links: span.links,
        droppedLinks: span.droppedLinksCount,
        status: STATUSES[span.status.code]!,
        resource: resource.attributes,
        scope: scope.name,
      })),
    ),
  );
}

/** The records of a request to /v1/logs; throws when it is none. */
export function readLogs(body: string): LogRecord[] {
  return Logs.parse(JSON.parse(body)).resourceLogs.flatMap(({ resource, scopeLogs }) =>
    scopeLogs.flatMap(({ logRecords }) =>
      logRecords.map(record => ({
        at: record.timeUnixNano,
        severity: record.severityText,
        body: record.body ?? null,
        attributes: record.attributes,
        traceId: record.traceId || null,
        spanId: record.spanId || null,
        resource: resource.attributes,
      })),
    ),
  );
}
