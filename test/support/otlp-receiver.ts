import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { type LogRecord, readLogs, readSpans, type Span } from './otlp-json.ts';
import { tracesAsJson } from './otlp-protobuf.ts';

export type OtlpReceiver = {
  /** For OTEL_EXPORTER_OTLP_ENDPOINT; without a slash at the end. */
  url: string;
  /** All that has come, in order. */
  spans(): Span[];
  logs(): LogRecord[];
  /** As they came, to look for what must not be in them. */
  bodies(): string[];
  /** Resolves with all spans as soon as they are enough; rejects after ten seconds, with the names of those there are. */
  until(enough: (spans: Span[]) => boolean): Promise<Span[]>;
  /** From now on it answers with this status, or that for these spans, and keeps what it answers with 200. */
  answer(status: number | ((spans: readonly Span[]) => number)): void;
  /** From now on nobody gets an answer until what is returned is called. */
  hold(): () => void;
  /** How often it was asked. */
  requests(): number;
  /** What came and is no OTLP/HTTP. */
  mistakes(): string[];
  stop(): Promise<void>;
};

const PATIENCE_MS = 60_000;
const PROTOBUF = 'application/x-protobuf';

/** Takes traces and logs as the OpenTelemetry Collector does, OTLP/HTTP, on a loopback port of its own; logs in JSON only. */
export async function startOtlpReceiver(): Promise<OtlpReceiver> {
  const spans: Span[] = [];
  const logs: LogRecord[] = [];
  const bodies: string[] = [];
  const mistakes: string[] = [];
  const waiting = new Set<() => void>();
  let requests = 0;
  let statusFor: (spans: readonly Span[]) => number = () => 200;
  let held: Promise<void> | null = null;
  const server = createServer(async (request, response) => {
    const bytes = await read(request);
    requests += 1;
    let status = 400;
    try {
      status = take(request, bytes);
    } catch (error) {
      mistakes.push((error as Error).message);
    }
    await held;
    const type = request.headers['content-type'] === PROTOBUF ? PROTOBUF : 'application/json';
    response.writeHead(status, { 'content-type': type }).end(type === PROTOBUF ? '' : '{}');
    for (const look of waiting) look();
  });
  const take = ({ method, url, headers }: IncomingMessage, bytes: Buffer): number => {
    const type = headers['content-type'];
    if (method !== 'POST') throw new Error(`${method} ${url}`);
    if (!type?.startsWith('application/json') && (type !== PROTOBUF || url !== '/v1/traces')) {
      throw new Error(`${url} of ${type}`);
    }
    const body = type === PROTOBUF ? tracesAsJson(bytes) : bytes.toString('utf8');
    const [told, lines] = [url === '/v1/traces' ? readSpans(body) : [], url === '/v1/logs' ? readLogs(body) : []];
    if (url !== '/v1/traces' && url !== '/v1/logs') throw new Error(`nothing is taken at ${url}`);
    const status = statusFor(told);
    if (status !== 200) return status;
    bodies.push(body);
    spans.push(...told);
    logs.push(...lines);
    return status;
  };
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    spans: () => spans,
    logs: () => logs,
    bodies: () => bodies,
    until: enough =>
      new Promise((resolve, reject) => {
        const timer = setTimeout(() => {
          waiting.delete(look);
          reject(new Error(`Only these spans have come: ${spans.map(({ name }) => name).join(', ')}`));
        }, PATIENCE_MS);
        const look = () => {
          if (!enough(spans)) return;
          clearTimeout(timer);
          waiting.delete(look);
          resolve(spans);
        };
        waiting.add(look);
        look();
      }),
    answer: status => {
      statusFor = typeof status === 'number' ? () => status : status;
    },
    hold: () => {
      const { promise, resolve } = Promise.withResolvers<void>();
      held = promise;
      return () => {
        held = null;
        resolve();
      };
    },
    requests: () => requests,
    mistakes: () => mistakes,
    stop: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function read(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const bytes = Buffer.concat(chunks);
  return request.headers['content-encoding'] === 'gzip' ? gunzipSync(bytes) : bytes;
}
