import { z } from 'zod';
import { batch, components, duration, endpoint, otlpReceiver, path, service } from './parts.ts';

// The settings of Jaeger 2.20 that the stack may use, out of its own documentation and the `mapstructure` names of
// cmd/jaeger/internal/extension, internal/storage/v1/badger and internal/config/promcfg.

const badger = z.strictObject({
  directories: z.strictObject({ keys: path, values: path }),
  ephemeral: z.boolean(),
  ttl: z.strictObject({ spans: duration }),
});

const prometheus = z.strictObject({
  endpoint,
  metric_namespace: z.string().optional(),
  latency_unit: z.enum(['ms', 's']).optional(),
  normalize_calls: z.boolean(),
  normalize_duration: z.boolean(),
});

const names = z.string().regex(/^[a-z_]+$/);

export const jaegerSettings = z.strictObject({
  service,
  extensions: components({
    healthcheckv2: z.strictObject({ use_v2: z.literal(true), http: z.strictObject({ endpoint }) }),
    jaeger_query: z.strictObject({
      storage: z.strictObject({ traces: names, metrics: names }),
      ui: z.strictObject({ config_file: path }),
    }),
    jaeger_storage: z.strictObject({
      backends: z.record(names, z.strictObject({ badger })),
      metric_backends: z.record(names, z.strictObject({ prometheus })),
    }),
  }),
  receivers: components({ otlp: otlpReceiver }),
  processors: components({ batch }),
  exporters: components({ jaeger_storage_exporter: z.strictObject({ trace_storage: names }) }),
});

const linkPattern = z.strictObject({
  type: z.enum(['process', 'tags', 'logs', 'traces']),
  key: z.string().optional(),
  url: z.string().regex(/^https?:\/\//),
  text: z.string(),
});

/** deployment/frontend-ui of the documentation. */
export const jaegerUiSettings = z.strictObject({
  monitor: z.strictObject({ menuEnabled: z.boolean() }),
  dependencies: z.strictObject({ menuEnabled: z.boolean() }),
  linkPatterns: z.array(linkPattern),
});
