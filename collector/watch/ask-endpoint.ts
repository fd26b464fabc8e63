import { openHttp } from '../../platform/http-call.ts';
import type { Endpoint } from './endpoint.ts';

/** What came of a question. `ms`: how long the answer took; null: none came. */
export type Asked = { up: boolean; status: number | null; ms: number | null; obstacle: string | null };

const MAX_BYTES = 64 * 1024;

/** Asks once, on a connection of its own: whoever comes new has to be let in, too. Never rejects. */
export async function askEndpoint(endpoint: Endpoint, signal: AbortSignal): Promise<Asked> {
  const { url, method, timeoutMs } = endpoint;
  const http = openHttp({ timeoutMs, maxBodyBytes: MAX_BYTES });
  const begun = performance.now();
  try {
    const called = await http.call({ method, url, headers: { 'user-agent': 'orderwatch', accept: '*/*' } }, signal);
    if (called.kind !== 'answered') return { up: false, status: null, ms: null, obstacle: called.said };
    const ms = performance.now() - begun;
    return { ...judged(endpoint, called.status), status: called.status, ms };
  } finally {
    http.stop();
  }
}

function judged({ expects }: Endpoint, status: number): Pick<Asked, 'up' | 'obstacle'> {
  const up = expects === null ? status >= 200 && status <= 299 : expects.includes(status);
  return { up, obstacle: up ? null : `it answers ${status} instead of ${expects?.join(' or ') ?? '200 to 299'}` };
}
