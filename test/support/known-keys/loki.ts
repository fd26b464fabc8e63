import { z } from 'zod';
import { duration, path, port } from './parts.ts';

// The settings of Loki 3.7 that the stack may use, out of docs/sources/shared/configuration.md. Unknown keys are refused
// by Loki as well: it reads its file strictly.

const otlp = z.strictObject({
  resource_attributes: z.strictObject({
    ignore_defaults: z.boolean(),
    attributes_config: z.array(
      z.strictObject({
        action: z.enum(['index_label', 'structured_metadata', 'drop']),
        attributes: z.array(z.string()).min(1),
      }),
    ),
  }),
});

export const lokiSettings = z.strictObject({
  auth_enabled: z.boolean(),
  server: z.strictObject({ http_listen_port: port, log_level: z.enum(['debug', 'info', 'warn', 'error']) }),
  common: z.strictObject({
    instance_addr: z.ipv4(),
    path_prefix: path,
    replication_factor: z.int().min(1),
    ring: z.strictObject({ kvstore: z.strictObject({ store: z.enum(['consul', 'etcd', 'inmemory', 'memberlist']) }) }),
    storage: z.strictObject({ filesystem: z.strictObject({ chunks_directory: path, rules_directory: path }) }),
  }),
  schema_config: z.strictObject({
    configs: z
      .array(
        z.strictObject({
          from: z.iso.date(),
          // Structured metadata needs these two.
          store: z.literal('tsdb'),
          schema: z.literal('v13'),
          object_store: z.literal('filesystem'),
          index: z.strictObject({ prefix: z.string(), period: z.literal('24h') }),
        }),
      )
      .min(1),
  }),
  limits_config: z.strictObject({
    allow_structured_metadata: z.boolean(),
    volume_enabled: z.boolean(),
    retention_period: duration,
    otlp_config: otlp,
  }),
  compactor: z.strictObject({
    working_directory: path,
    retention_enabled: z.boolean(),
    // Without it Loki does not start where there is retention.
    delete_request_store: z.literal('filesystem'),
  }),
  analytics: z.strictObject({ reporting_enabled: z.boolean() }),
});
