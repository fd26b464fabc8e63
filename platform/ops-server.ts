import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Metrics, showMetrics } from './metrics.ts';

/** Something this process leans on. Without a vital one it is not ready; without another it is only degraded. */
export type Check = {
  name: string;
  vital: boolean;
  healthy(): boolean | Promise<boolean>;
  /** What there is to say of its parts, for whoever looks. */
  detail?: () => Readonly<Record<string, string>>;
};

export type OpsServer = {
  /** Resolves with the port it listens on; rejects when the port is taken. */
  start(port: number, host: string | undefined): Promise<number>;
  stop(): Promise<void>;
};

/** A check that takes longer has failed: whoever asks for readiness waits a few seconds at most itself. */
const CHECK_LIMIT_MS = 2_000;

type Answer = { status: number; type: string; body: string };

/** `/metrics`, `/healthz` and `/readyz`, apart from the API: other people ask, with no key, on a port of its own. */
export function createOpsServer({ registry, checks }: { registry: Metrics; checks: readonly Check[] }): OpsServer {
  const server = createServer(async (req, res) => {
    const { status, type, body } = await answer(registry, checks, req).catch((error: Error) =>
      plain(500, `${error.message}\n`),
    );
    res.writeHead(status, { 'content-type': type, 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' });
    res.end(req.method === 'HEAD' ? undefined : body);
  });
  return {
    start: (port, host) => listen(server, port, host),
    stop: async () => {
      if (!server.listening) return;
      const closed = new Promise(resolve => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

/** Resolves with the port (another than asked for when that was 0); rejects when it can't be had. */
export function listen(server: Server, port: number, host: string | undefined): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port, host }, () => {
      server.off('error', reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}

async function answer(
  registry: Metrics,
  checks: readonly Check[],
  { method = '', url = '', headers }: IncomingMessage,
): Promise<Answer> {
  if (method !== 'GET' && method !== 'HEAD') return plain(405, 'GET only\n');
  switch (url.split('?', 1)[0]) {
    case '/metrics':
      return { status: 200, ...(await showMetrics(registry, headers.accept ?? '')) };
    case '/healthz':
      return plain(200, 'ok\n');
    case '/readyz':
      return readiness(checks);
    default:
      return plain(404, 'There are /metrics, /healthz and /readyz.\n');
  }
}

export type CheckVerdict = Pick<Check, 'name' | 'vital'> & { healthy: boolean };

/** How each of them is, asked now. */
export function verdictsOf(checks: readonly Check[]): Promise<CheckVerdict[]> {
  return Promise.all(
    checks.map(async check => ({ name: check.name, vital: check.vital, healthy: await isHealthy(check) })),
  );
}

async function readiness(checks: readonly Check[]): Promise<Answer> {
  const failed = (await verdictsOf(checks)).filter(({ healthy }) => !healthy);
  const ready = !failed.some(check => check.vital);
  const told = checks.flatMap(({ name, detail }) => (detail ? [[name, detail()] as const] : []));
  const body = {
    status: ready ? 'ready' : 'unavailable',
    degraded: failed.map(check => check.name),
    ...(told.length > 0 && { detail: Object.fromEntries(told) }),
  };
  return { status: ready ? 200 : 503, type: 'application/json', body: `${JSON.stringify(body)}\n` };
}

async function isHealthy(check: Check): Promise<boolean> {
  const { promise: tooLong, resolve } = Promise.withResolvers<boolean>();
  const timer = setTimeout(resolve, CHECK_LIMIT_MS, false);
  try {
    return await Promise.race([check.healthy(), tooLong]);
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
  }
}

function plain(status: number, body: string): Answer {
  return { status, type: 'text/plain; charset=utf-8', body };
}
