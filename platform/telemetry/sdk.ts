import { context, diag, logs as logsApi, propagation, trace } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { NodeSDK } from '@opentelemetry/sdk-node';
import type { Log } from '../log.ts';
import { setTracing } from '../tracing.ts';
import { logDiagnostics } from './diagnostics.ts';
import type { Telemetry, TelemetrySettings } from './start.ts';

const FLUSH_WITHIN_MS = 2_000;

/** Loads the SDK with itself: to be imported by start.ts only, and there only when it is needed. */
export function startSdk(
  { traces, logs }: TelemetrySettings,
  resource: Readonly<Record<string, string>>,
  log: Log,
): Telemetry {
  const sdk = new NodeSDK({
    // Not the detectors of the SDK: among what they find is the command line.
    resourceDetectors: [{ detect: () => ({ attributes: { ...resource } }) }],
    ...(traces === null && { spanProcessors: [] }),
    ...(traces?.asSaid === false && { traceExporter: new OTLPTraceExporter({ url: traces.url }) }),
    ...(!logs && { logRecordProcessors: [] }),
    // Prometheus reads them (ops-server.ts).
    metricReaders: [],
  });
  logDiagnostics(log);
  sdk.start();
  setTracing(traces !== null);
  let stopping: Promise<void> | undefined;
  return {
    stop: () => {
      stopping ??= flush(sdk, log);
      return stopping;
    },
  };
}

async function flush(sdk: NodeSDK, log: Log): Promise<void> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(`no answer within ${FLUSH_WITHIN_MS / 1_000} s`)), FLUSH_WITHIN_MS);
  try {
    await Promise.race([sdk.shutdown(), late]);
  } catch (error) {
    log.warn({ reason: (error as Error).message }, 'the last spans could not be sent');
  } finally {
    clearTimeout(timer);
    setTracing(false);
    for (const api of [trace, logsApi, context, propagation, diag]) api.disable();
  }
}
