import { z } from 'zod';
import { batch, components, duration, endpoint, otlpReceiver, path, service } from './parts.ts';

// The settings of OpenTelemetry Collector Contrib 0.155 that the stack may use, out of the READMEs and config schemas of
// the components. Closed: the Collector does not start with a key that it does not know, and here it can't be asked.

const field = z.string().regex(/^(body|attributes|resource)\b/);
const expression = z.string().min(1);

/** pkg/stanza/docs/operators; what all of them have. */
const operator = <T extends string, Shape extends z.ZodRawShape>(type: T, shape: Shape) =>
  z.strictObject({
    type: z.literal(type),
    id: z.string().optional(),
    output: z.string().optional(),
    if: expression.optional(),
    on_error: z.enum(['drop', 'drop_quiet', 'send', 'send_quiet']).optional(),
    ...shape,
  });

const parsedFrom = z.strictObject({ parse_from: field });
const SEVERITIES = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'] as const;

const operators = z.discriminatedUnion('type', [
  operator('json_parser', {
    parse_from: field,
    parse_to: field,
    timestamp: z
      .strictObject({ parse_from: field, layout_type: z.enum(['strptime', 'gotime', 'epoch']), layout: z.string() })
      .optional(),
  }),
  operator('filter', { expr: expression, drop_ratio: z.number().optional() }),
  operator('recombine', {
    combine_field: field,
    combine_with: z.string(),
    is_last_entry: expression,
    source_identifier: field,
    max_log_size: z.string().regex(/^\d+[KMG]iB$/),
  }),
  operator('move', { from: field, to: field }),
  operator('copy', { from: field, to: field }),
  operator('remove', { field }),
  operator('regex_replace', { field, regex: z.string(), replace_with: z.string() }),
  operator('router', {
    routes: z.array(z.strictObject({ output: z.string(), expr: expression })).min(1),
    default: z.string(),
  }),
  operator('severity_parser', {
    parse_from: field,
    overwrite_text: z.boolean().optional(),
    mapping: z.partialRecord(z.enum(SEVERITIES), z.int()),
  }),
  operator('trace_parser', { trace_id: parsedFrom, span_id: parsedFrom }),
  operator('noop', {}),
]);

const receivers = components({
  otlp: otlpReceiver,
  // pkg/stanza/fileconsumer/config.schema.yaml, and `storage` and `operators` of pkg/stanza/adapter.
  file_log: z.strictObject({
    include: z.array(path).min(1),
    exclude: z.array(path).optional(),
    exclude_older_than: duration.optional(),
    start_at: z.enum(['beginning', 'end']),
    include_file_name: z.boolean(),
    include_file_path: z.boolean(),
    storage: z.string(),
    operators: z.array(operators),
  }),
});

const processors = components({
  memory_limiter: z.strictObject({
    check_interval: duration,
    limit_percentage: z.int().max(100),
    spike_limit_percentage: z.int().max(100),
  }),
  batch,
  filter: z.strictObject({
    error_mode: z.enum(['ignore', 'silent', 'propagate']),
    traces: z.strictObject({ span: z.array(expression).min(1) }),
  }),
});

const connectors = components({
  spanmetrics: z.strictObject({
    namespace: z.string(),
    histogram: z.strictObject({
      unit: z.enum(['ms', 's']),
      explicit: z.strictObject({ buckets: z.array(duration).min(1) }),
    }),
    exemplars: z.strictObject({ enabled: z.boolean(), max_per_data_point: z.int().optional() }),
    metrics_flush_interval: duration,
    metrics_expiration: duration.optional(),
    aggregation_cardinality_limit: z.int(),
  }),
});

const exporters = components({
  otlp_grpc: z.strictObject({ endpoint, tls: z.strictObject({ insecure: z.boolean() }) }),
  otlp_http: z.strictObject({ endpoint }),
  prometheus: z.strictObject({ endpoint, enable_open_metrics: z.boolean(), metric_expiration: duration }),
});

const extensions = components({
  health_check: z.strictObject({ endpoint }),
  file_storage: z.strictObject({ directory: path, create_directory: z.boolean() }),
});

export const collectorSettings = z.strictObject({ receivers, processors, connectors, exporters, extensions, service });
