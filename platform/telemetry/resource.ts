import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { HOST_NAME, SERVICE_INSTANCE_ID, SERVICE_NAME, SERVICE_VERSION } from './semconv.ts';
import type { TelemetrySettings } from './start.ts';

/** Who sends it. What somebody has said goes before what we know, and OTEL_SERVICE_NAME before all. */
export function resourceOf(
  { serviceName, attributes }: Pick<TelemetrySettings, 'serviceName' | 'attributes'>,
  version: string,
): Record<string, string> {
  return {
    [SERVICE_NAME]: 'orderwatch',
    [SERVICE_VERSION]: version,
    [SERVICE_INSTANCE_ID]: randomUUID(),
    [HOST_NAME]: hostname(),
    ...readAttributes(attributes ?? ''),
    ...(serviceName !== null && { [SERVICE_NAME]: serviceName }),
  };
}

/**
 * `key=value,key=value`, with percent-encoded values. Where one can't be read none of them is taken:
 * https://opentelemetry.io/docs/specs/otel/resource/sdk/#specifying-resource-information-via-an-environment-variable
 */
function readAttributes(text: string): Record<string, string> {
  const pairs = text.split(',').filter(pair => pair.trim() !== '');
  try {
    return Object.fromEntries(
      pairs.map(pair => {
        const [key, value, ...more] = pair.split('=').map(part => decodeURIComponent(part.trim()));
        if (!key || value === undefined || more.length > 0) throw new Error(pair);
        return [key, value];
      }),
    );
  } catch {
    return {};
  }
}
