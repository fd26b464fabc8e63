import { z } from 'zod';

/** As Go reads it: 15s, 1h30m, 2500ms. */
export const duration = z.string().regex(/^(\d+(\.\d+)?(ns|us|ms|s|m|h))+$/);
/** host:port, or an address of the web. */
export const endpoint = z.string().regex(/^(https?:\/\/)?[a-z0-9.-]+:\d+(\/[\w/.-]*)?$/);
export const path = z.string().regex(/^\/\S+$/);
export const port = z.int().min(1).max(65_535);

/** By kinds of components: `otlp_grpc/jaeger` is the `otlp_grpc` of the name `jaeger`. */
export function components(kinds: Readonly<Record<string, z.ZodType>>) {
  return z.record(z.string(), z.unknown()).superRefine((declared, context) => {
    for (const [id, settings] of Object.entries(declared)) {
      const [kind = '', name] = id.split('/');
      const known = kinds[kind];
      if (!known || name === '') context.addIssue({ code: 'custom', path: [id], message: 'no such component' });
      // With nothing behind its name a component has its defaults.
      for (const issue of known?.safeParse(settings ?? {}).error?.issues ?? []) {
        context.addIssue({ code: 'custom', path: [id, ...issue.path], message: issue.message });
      }
    }
  });
}

/** `service` of a collector, which Jaeger v2 is as well: go.opentelemetry.io/collector/service. */
export const service = z.strictObject({
  extensions: z.array(z.string()),
  pipelines: z.record(
    z.string().regex(/^(traces|metrics|logs)(\/[a-z]+)?$/),
    z.strictObject({
      receivers: z.array(z.string()).min(1),
      processors: z.array(z.string()).optional(),
      exporters: z.array(z.string()).min(1),
    }),
  ),
  telemetry: z.strictObject({
    resource: z.record(z.string().regex(/^[a-z]+(\.[a-z]+)+$/), z.string()).optional(),
    logs: z.strictObject({ level: z.enum(['debug', 'info', 'warn', 'error']) }),
    metrics: z.strictObject({
      level: z.enum(['none', 'basic', 'normal', 'detailed']),
      readers: z.array(
        z.strictObject({
          pull: z.strictObject({
            exporter: z.strictObject({ prometheus: z.strictObject({ host: z.string(), port }) }),
          }),
        }),
      ),
    }),
  }),
});

/** receiver/otlpreceiver: both protocols have to be named to be there. */
export const otlpReceiver = z.strictObject({
  protocols: z.strictObject({ grpc: z.strictObject({ endpoint }), http: z.strictObject({ endpoint }) }),
});

/** processor/batchprocessor. */
export const batch = z.strictObject({
  timeout: duration.optional(),
  send_batch_size: z.int().optional(),
  send_batch_max_size: z.int().optional(),
});
