import type { TraceTarget } from '../collector/order-traces/exporter.ts';
import type { TelemetrySettings } from '../platform/telemetry/start.ts';
import { plain, type Reader, WEB } from './setting.ts';

/** `orders`: where the traces of orders go, which no SDK sends; null: nowhere. */
export type TelemetryConfig = TelemetrySettings & { orders: Omit<TraceTarget, 'resource'> | null };

const OURS = 'http/json';
const OVER_HTTP = [OURS, 'http/protobuf'] as const;

/**
 * The part of OTEL_* that decides whether anything is sent, where and how; all else the SDK reads itself. Null: nothing is.
 * https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/
 */
export function telemetryConfig(reader: Reader): TelemetryConfig | null {
  const said = (name: string) => plain(reader, name);
  if (said('OTEL_SDK_DISABLED')?.toLowerCase() === 'true') return null;
  const exporters = listed(said('OTEL_TRACES_EXPORTER') ?? 'otlp');
  const tracesUrl = exporters.includes('none') ? null : endpoint(reader, 'TRACES');
  const logsUrl = listed(said('OTEL_LOGS_EXPORTER') ?? 'none').includes('none') ? null : endpoint(reader, 'LOGS');
  if (tracesUrl === null && logsUrl === null) return null;
  const protocol = exporters.includes('otlp') && tracesUrl !== null ? tracesProtocol(reader) : null;
  const asSaid = protocol !== OURS || exporters.some(name => name !== 'otlp');
  return {
    traces: tracesUrl === null ? null : { url: tracesUrl, asSaid },
    orders: tracesUrl === null || protocol === null ? null : { url: tracesUrl, protocol },
    logs: logsUrl !== null,
    serviceName: said('OTEL_SERVICE_NAME') ?? null,
    attributes: said('OTEL_RESOURCE_ATTRIBUTES') ?? null,
  };
}

function listed(names: string): string[] {
  return names.split(',').map(name => name.trim());
}

/** Null where it is another one, which is a problem: by gRPC nobody would get the traces of orders. */
function tracesProtocol(reader: Reader): (typeof OVER_HTTP)[number] | null {
  const names = ['OTEL_EXPORTER_OTLP_TRACES_PROTOCOL', 'OTEL_EXPORTER_OTLP_PROTOCOL'];
  const name = names.find(name => plain(reader, name) !== undefined);
  if (name === undefined) return OURS;
  const known = OVER_HTTP.find(protocol => protocol === plain(reader, name));
  if (known) return known;
  reader.problems.push(
    `${name} must be ${OVER_HTTP.join(' or ')}: traces are sent over HTTP only, to the port of the collector that takes ` +
      'OTLP/HTTP (4318 as a rule, and not the 4317 of grpc).',
  );
  return null;
}

function endpoint(reader: Reader, signal: 'TRACES' | 'LOGS'): string | null {
  return (
    webUrl(reader, `OTEL_EXPORTER_OTLP_${signal}_ENDPOINT`) ??
    webUrl(reader, 'OTEL_EXPORTER_OTLP_ENDPOINT')?.replace(/\/*$/, `/v1/${signal.toLowerCase()}`) ??
    null
  );
}

function webUrl(reader: Reader, name: string): string | null {
  const value = plain(reader, name);
  if (value === undefined) return null;
  if (WEB.includes(URL.parse(value)?.protocol ?? '')) return value;
  const problem = `${name} is no URL of http or https; it must look like http://otel-collector:4318.`;
  if (!reader.problems.includes(problem)) reader.problems.push(problem);
  return null;
}
