import { type HttpRequest, openHttp } from '../../platform/http-call.ts';

/** RabbitMQ's management API, from 3.10 on. */
export type ManagementApi = {
  /** The JSON at a path under `/api/`; `forbidden`: this user may not see it. Throws when there is no proper answer. */
  get(path: string): Promise<Answer>;
  /** The same for what is asked by a JSON body. */
  post(path: string, body: object): Promise<Answer>;
  stop(): void;
};

type Answer = { kind: 'found'; json: unknown } | { kind: 'forbidden' } | { kind: 'absent' };

// A broker with thousands of queues takes its seconds, and the next look is 15 s away.
const TIMEOUT_MS = 10_000;
const MAX_BYTES = 64 * 1024 * 1024;
const FORBIDDEN = [401, 403];

/** `url` with the user and the password in it, as RABBITMQ_MANAGEMENT_URL has them. */
export function openManagementApi(url: string): ManagementApi {
  const http = openHttp({ timeoutMs: TIMEOUT_MS, maxBodyBytes: MAX_BYTES });
  const { origin, pathname, username, password } = new URL(url);
  const base = `${origin}${pathname.replace(/\/+$/, '')}/api/`;
  const user = `${decodeURIComponent(username) || 'guest'}:${decodeURIComponent(password) || 'guest'}`;
  const headers = {
    authorization: `Basic ${Buffer.from(user).toString('base64')}`,
    accept: 'application/json',
    'content-type': 'application/json',
  };
  const halt = new AbortController();
  async function ask(request: Pick<HttpRequest, 'method' | 'body'>, path: string): Promise<Answer> {
    const called = await http.call({ ...request, url: base + path, headers }, halt.signal);
    if (called.kind !== 'answered') throw new Error(`The management API does not answer: ${called.said}`);
    const { status, body } = called;
    if (FORBIDDEN.includes(status)) return { kind: 'forbidden' };
    if (status === 404) return { kind: 'absent' };
    // The health checks say in a 503 what is wrong.
    if (status !== 200 && status !== 503) throw new Error(`The management API answers with ${status}`);
    try {
      return { kind: 'found', json: JSON.parse(body) as unknown };
    } catch (cause) {
      throw new Error(`The management API answers with ${status} and something that is no JSON`, { cause });
    }
  }

  return {
    get: path => ask({ method: 'GET' }, path),
    post: (path, body) => ask({ method: 'POST', body: JSON.stringify(body) }, path),
    stop: () => {
      halt.abort();
      http.stop();
    },
  };
}
