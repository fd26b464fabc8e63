import { execFileSync } from 'node:child_process';
import { pino } from 'pino';
import { afterAll, expect, test } from 'vitest';
import { startHttp } from '../http-under-test.ts';
import { createLog } from '../log.ts';
import { withSpan } from '../tracing.ts';
import { startTelemetry } from './start.ts';

const VERSION = '0.0.0-test';
const collector = await startHttp(() => ({ status: 200, body: {} }));
afterAll(() => collector.stop());

const settings = {
  traces: { url: `${collector.url}/v1/traces`, asSaid: false },
  logs: false,
  serviceName: null,
  attributes: null,
};

// What the process has loaded of OpenTelemetry with everything of ours, and after it was switched on.
const LOADED = `
import { registerHooks } from 'node:module';
const loaded = new Set();
registerHooks({
  load: (url, context, next) => {
    const [, name] = /node_modules\\/(@opentelemetry\\/[^/]+)/.exec(url) ?? [];
    if (name) loaded.add(name);
    return next(url, context);
  },
});
const { compose } = await import(process.argv[1] + 'app/compose.ts');
const { startTelemetry } = await import(process.argv[1] + 'platform/telemetry/start.ts');
await startTelemetry(null, {});
const off = [...loaded];
await startTelemetry(${JSON.stringify(settings)}, { version: '', log: { warn() {} } });
console.log(JSON.stringify({ composes: typeof compose, off, on: loaded.has('@opentelemetry/sdk-node') }));
process.exit();
`;

test('switched off, nothing is loaded but names', () => {
  const root = new URL('../../', import.meta.url).pathname;
  const said = execFileSync(process.execPath, ['--input-type=module', '-e', LOADED, root], { encoding: 'utf8' });
  expect(JSON.parse(said)).toEqual({ composes: 'function', off: ['@opentelemetry/api'], on: true });
});

test('switched off, a span is nothing', async () => {
  const telemetry = await startTelemetry(null, { version: VERSION, log: createLog('silent') });
  expect(await withSpan('nothing', {}, async span => span.isRecording())).toBe(false);
  await telemetry.stop();
});

test('a collector that refuses is told of once, and one that does not answer holds nobody up', async () => {
  const lines: { reason: string; msg: string }[] = [];
  const log = pino({ base: null }, { write: line => lines.push(JSON.parse(line)) });
  process.env.OTEL_BSP_SCHEDULE_DELAY = '5';
  const telemetry = await startTelemetry(settings, { version: VERSION, log });
  delete process.env.OTEL_BSP_SCHEDULE_DELAY;
  collector.hinder(() => ({ status: 400, body: 'no' }));
  for (const number of [1, 2, 3]) {
    const refused = collector.next();
    await withSpan(`span ${number}`, {}, async () => {});
    await refused;
  }
  await expect.poll(() => lines.length).toBe(1);
  collector.hinder(() => 'stall');
  const asked = collector.next();
  await withSpan('span 4', {}, async () => {});
  await asked;
  const begun = performance.now();
  await Promise.all([telemetry.stop(), telemetry.stop()]);
  expect(performance.now() - begun).toBeLessThan(8_000);
  expect(lines.map(({ msg }) => msg)).toEqual(['telemetry is in trouble', 'the last spans could not be sent']);
  expect(await withSpan('over', {}, async span => span.isRecording())).toBe(false);
});
