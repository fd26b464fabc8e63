import { expect, test } from 'vitest';
import { telemetryConfig } from './telemetry-config.ts';

const read = (env: Record<string, string>) => {
  const problems: string[] = [];
  return { telemetry: telemetryConfig({ env, readFile: () => '', problems }), problems };
};
const ENDPOINT = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318' };

test.each([
  ['nothing is set', {}],
  ['there is no endpoint', { OTEL_TRACES_EXPORTER: 'otlp', OTEL_LOGS_EXPORTER: 'otlp' }],
  ['the endpoint is empty', { OTEL_EXPORTER_OTLP_ENDPOINT: '' }],
  ['the SDK is switched off', { ...ENDPOINT, OTEL_SDK_DISABLED: 'True' }],
  ['no exporter is wanted', { ...ENDPOINT, OTEL_TRACES_EXPORTER: 'none' }],
  ['only that of metrics is there', { OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: 'http://collector:4318' }],
])('nothing is sent where %s', (_why, env) => {
  expect(read(env)).toEqual({ telemetry: null, problems: [] });
});

test.each([
  [ENDPOINT, 'http://collector:4318/v1/traces'],
  [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'https://c.example/otlp/' }, 'https://c.example/otlp/v1/traces'],
  [{ ...ENDPOINT, OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://jaeger:4318/in' }, 'http://jaeger:4318/in'],
  [{ ...ENDPOINT, OTEL_SDK_DISABLED: 'false' }, 'http://collector:4318/v1/traces'],
])('traces go where %j says', (env, url) => {
  expect(read(env).telemetry).toEqual({
    traces: { url, asSaid: false },
    orders: { url, protocol: 'http/json' },
    logs: false,
    serviceName: null,
    attributes: null,
  });
});

test('another protocol or exporter is left to the SDK', () => {
  for (const said of [{ OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf' }, { OTEL_TRACES_EXPORTER: 'otlp,console' }]) {
    expect(read({ ...ENDPOINT, ...said }).telemetry?.traces?.asSaid).toBe(true);
  }
  expect(read({ ...ENDPOINT, OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json' }).telemetry?.traces?.asSaid).toBe(false);
});

test.each([
  [{ OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf' }, 'http/protobuf'],
  [{ OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc', OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: 'http/json' }, 'http/json'],
  [{ OTEL_TRACES_EXPORTER: 'console, otlp' }, 'http/json'],
])('traces of orders go as %j says', (said, protocol) => {
  const { telemetry, problems } = read({ ...ENDPOINT, ...said });
  expect([telemetry?.orders, problems]).toEqual([{ url: 'http://collector:4318/v1/traces', protocol }, []]);
});

test('traces of orders go nowhere where another exporter is wanted', () => {
  const said = { OTEL_TRACES_EXPORTER: 'console', OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' };
  const { telemetry, problems } = read({ ...ENDPOINT, ...said });
  expect([telemetry?.orders, telemetry?.traces?.asSaid, problems]).toEqual([null, true, []]);
});

test.each(['OTEL_EXPORTER_OTLP_PROTOCOL', 'OTEL_EXPORTER_OTLP_TRACES_PROTOCOL'])(
  'a protocol that nobody here speaks is refused: %s',
  name => {
    for (const protocol of ['grpc', 'http/xml']) {
      const { problems } = read({ ...ENDPOINT, [name]: protocol });
      expect(problems).toEqual([
        expect.stringMatching(`^${name} must be http/json or http/protobuf: .*OTLP/HTTP .4318`),
      ]);
    }
    expect(read({ ...ENDPOINT, [name]: 'grpc', OTEL_SDK_DISABLED: 'true' }).problems).toEqual([]);
  },
);

test('the log is sent when somebody asks for it, also without traces', () => {
  expect(read({ ...ENDPOINT, OTEL_LOGS_EXPORTER: 'otlp' }).telemetry?.logs).toBe(true);
  const alone = read({ ...ENDPOINT, OTEL_LOGS_EXPORTER: 'otlp', OTEL_TRACES_EXPORTER: 'none' });
  expect(alone.telemetry).toMatchObject({ traces: null, logs: true });
});

test('an endpoint that is none is told of once, and not shown', () => {
  const { problems } = read({ OTEL_EXPORTER_OTLP_ENDPOINT: 'secret@collector:4318', OTEL_LOGS_EXPORTER: 'otlp' });
  expect(problems).toEqual([
    'OTEL_EXPORTER_OTLP_ENDPOINT is no URL of http or https; it must look like http://otel-collector:4318.',
  ]);
});
