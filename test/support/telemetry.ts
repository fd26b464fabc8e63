import { afterAll } from 'vitest';
import { createLog } from '../../platform/log.ts';
import { startTelemetry } from '../../platform/telemetry/start.ts';
import { type OtlpReceiver, startOtlpReceiver } from './otlp-receiver.ts';

// The SDK reads these itself. Five seconds, as it would wait, is what a test must not.
const SOON_MS = '20';
const read = (receiver: OtlpReceiver) => ({
  OTEL_BSP_SCHEDULE_DELAY: SOON_MS,
  OTEL_BLRP_SCHEDULE_DELAY: SOON_MS,
  OTEL_LOGS_EXPORTER: 'otlp',
  OTEL_EXPORTER_OTLP_LOGS_PROTOCOL: 'http/json',
  OTEL_EXPORTER_OTLP_LOGS_ENDPOINT: `${receiver.url}/v1/logs`,
});

/**
 * From now on the spans of this process, and lines of its logs, go to a receiver, until the end of the test file:
 *
 *     const receiver = await telemetryUnderTest();
 *
 * Call it at the top of the file, outside `describe` and hooks.
 */
export async function telemetryUnderTest(): Promise<OtlpReceiver> {
  const receiver = await startOtlpReceiver();
  Object.assign(process.env, read(receiver));
  const traces = { url: `${receiver.url}/v1/traces`, asSaid: false };
  const settings = { traces, logs: true, serviceName: null, attributes: null };
  const telemetry = await startTelemetry(settings, { version: '0.0.0-test', log: createLog('warn') });
  for (const name of Object.keys(read(receiver))) delete process.env[name];
  afterAll(async () => {
    await telemetry.stop();
    await receiver.stop();
  });
  return receiver;
}
