import type { Log } from '../log.ts';
import { resourceOf } from './resource.ts';

export type TelemetrySettings = {
  /** Null: no traces. `asSaid`: the SDK makes the exporter that OTEL_* ask for; else it is OTLP/HTTP in JSON to `url`. */
  traces: { url: string; asSaid: boolean } | null;
  /** Records of the log, as OTEL_* ask for. */
  logs: boolean;
  /** OTEL_SERVICE_NAME. */
  serviceName: string | null;
  /** OTEL_RESOURCE_ATTRIBUTES. */
  attributes: string | null;
};

export type Telemetry = {
  /** Sends what is left, for two seconds at most. Never rejects. */
  stop(): Promise<void>;
};

/**
 * Spans are kept and sent from now on. Null: nothing is loaded, and spans cost nothing. What is not said in `settings`
 * the SDK reads from OTEL_* itself: sampler, headers, limits, the pace of sending.
 */
export async function startTelemetry(
  settings: TelemetrySettings | null,
  { version, log }: { version: string; log: Log },
): Promise<Telemetry> {
  if (settings === null) return { stop: async () => {} };
  // The SDK takes 60 MB and half a second to load.
  const { startSdk } = await import('./sdk.ts');
  return startSdk(settings, resourceOf(settings, version), log);
}
