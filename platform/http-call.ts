import http, { type IncomingHttpHeaders, type OutgoingHttpHeaders } from 'node:http';
import https from 'node:https';
import type { LookupFunction } from 'node:net';
import type { Instant } from './clock.ts';
import { type Deadline, deadline } from './deadline.ts';
import { traceCalls } from './telemetry/traced-call.ts';

export type Called =
  | { kind: 'answered'; status: number; headers: IncomingHttpHeaders; body: string }
  /** There was no connection, so nothing of it can have arrived. */
  | { kind: 'notSent'; said: string }
  /** It was on its way when the connection broke or the time was over: it may have arrived. */
  | { kind: 'noAnswer'; said: string };

export type HttpRequest = { method: 'GET' | 'HEAD' | 'POST'; url: string; headers: OutgoingHttpHeaders; body?: string };

export type HttpCaller = {
  /** Redirects are not followed. Never rejects for what the network or the other side does. */
  call(request: HttpRequest, signal: AbortSignal): Promise<Called>;
  stop(): void;
};

// Longer than a burst pauses and shorter than servers keep a connection that is not used: a request on one that the
// server has just closed could not be told from one that it took.
const IDLE_MS = 4_000;

/**
 * Calls others. `fetch` would not say whether a request that failed had already left, which is what decides whether
 * it may be repeated. `timeoutMs` is for all of it, answer included; of the answer `maxBodyBytes` are read.
 */
export function openHttp(options: { timeoutMs: number; maxBodyBytes: number; lookup?: LookupFunction }): HttpCaller {
  const { timeoutMs, maxBodyBytes, lookup } = options;
  const agents = {
    'http:': new http.Agent({ keepAlive: true, timeout: IDLE_MS }),
    'https:': new https.Agent({ keepAlive: true, timeout: IDLE_MS }),
  };

  async function call(request: HttpRequest, signal: AbortSignal): Promise<Called> {
    const within = deadline(signal, timeoutMs);
    try {
      return await callWithin(request, within);
    } finally {
      within.clear();
    }
  }

  function callWithin({ method, url, headers, body }: HttpRequest, { signal, isOver }: Deadline): Promise<Called> {
    const target = new URL(url);
    const secure = target.protocol === 'https:';
    return new Promise(resolve => {
      let left = false;
      let answered = false;
      const request = (secure ? https : http).request(target, {
        method,
        headers: body === undefined ? headers : { ...headers, 'content-length': Buffer.byteLength(body) },
        agent: agents[secure ? 'https:' : 'http:'],
        signal,
        ...(lookup && { lookup }),
      });
      request.once('socket', socket => {
        const leaves = () => {
          left = true;
        };
        if (request.reusedSocket) leaves();
        else socket.once(secure ? 'secureConnect' : 'connect', leaves);
      });
      request.once('error', error => {
        if (answered) return;
        const interrupted = signal.aborted ? 'interrupted' : words(error);
        const said = isOver() ? `no answer within ${timeoutMs / 1000} s` : interrupted;
        resolve({ kind: left ? 'noAnswer' : 'notSent', said });
      });
      request.once('response', async response => {
        answered = true;
        const { statusCode = 0, headers } = response;
        resolve({ kind: 'answered', status: statusCode, headers, body: await readSome(response, maxBodyBytes) });
      });
      // Nobody asked for another protocol. Node closes such a connection without an error or a response, and whoever
      // waited for one of them would wait for ever.
      request.once('upgrade', ({ statusCode = 0, headers }, socket) => {
        answered = true;
        socket.destroy();
        resolve({ kind: 'answered', status: statusCode, headers, body: '' });
      });
      request.once('close', () => {
        if (!answered) resolve({ kind: left ? 'noAnswer' : 'notSent', said: 'the connection was closed' });
      });
      request.end(body);
    });
  }

  return {
    call: traceCalls(call),
    stop: () => {
      for (const agent of Object.values(agents)) agent.destroy();
    },
  };
}

/** The header Retry-After, in seconds or as a date (RFC 9110 §10.2.3); null where it says nothing. */
export function retryAfterMs(headers: IncomingHttpHeaders, now: Instant): number | null {
  const said = headers['retry-after']?.trim();
  if (said === undefined || said === '') return null;
  const ms = /^\d+$/.test(said) ? Number(said) * 1000 : Date.parse(said) - now;
  return Number.isFinite(ms) ? Math.max(0, ms) : null;
}

// An answer that breaks off has still been given: its status says what became of the request.
async function readSome(response: http.IncomingMessage, maxBytes: number): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of response) {
      chunks.push(chunk);
      bytes += chunk.length;
      if (bytes >= maxBytes) break;
    }
  } catch {}
  return Buffer.concat(chunks).subarray(0, maxBytes).toString('utf8');
}

// With several addresses to try, Node's error has no message of its own.
function words(error: Error): string {
  const all = error instanceof AggregateError ? error.errors.map(({ message }) => message) : [error.message];
  return all.join('; ') || ((error as NodeJS.ErrnoException).code ?? error.name);
}
