import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Asked = { method: string; url: URL; headers: IncomingHttpHeaders; body: string };

export type Answer = { status: number; headers?: Record<string, string>; body?: string | object };

/**
 * What goes wrong at a request: an answer instead of the one it would get; no answer, and the connection held or ended;
 * or done as it would be, and the connection ended before the answer.
 */
export type Trouble = Answer | 'stall' | 'drop' | 'doAndDrop' | 'doAndStall';

export type HttpUnderTest = {
  /** Without a slash at the end. */
  url: string;
  /** All that came, in order. */
  asked: Asked[];
  /** Asked at every request; null lets it go on. */
  hinder(how: (asked: Asked) => Trouble | null): void;
  /** Resolves with the next request, when what happens to it has happened. */
  next(): Promise<Asked>;
  /** How many connections there have been. */
  connections(): number;
  stop(): Promise<void>;
};

/** A server of whose answers a test decides. `answer` is what it says when nothing goes wrong. */
export async function startHttp(answer: (asked: Asked) => Answer): Promise<HttpUnderTest> {
  const asked: Asked[] = [];
  const waiting: ((asked: Asked) => void)[] = [];
  let hinder: (asked: Asked) => Trouble | null = () => null;
  let connections = 0;
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const url = new URL(request.url ?? '/', `http://${request.headers.host}`);
    const { method = '', headers } = request;
    const it = { method, url, headers, body: Buffer.concat(chunks).toString('utf8') };
    asked.push(it);
    const trouble = hinder(it);
    const does = trouble === null || trouble === 'doAndDrop' || trouble === 'doAndStall';
    const says = does ? answer(it) : trouble;
    if (trouble === 'drop' || trouble === 'doAndDrop') request.socket.destroy();
    else if (trouble !== 'stall' && trouble !== 'doAndStall' && typeof says === 'object') {
      const { status, headers = {}, body = '' } = says;
      response.writeHead(
        status,
        typeof body === 'string' ? headers : { 'content-type': 'application/json', ...headers },
      );
      response.end(typeof body === 'string' ? body : JSON.stringify(body));
    }
    for (const resolve of waiting.splice(0)) resolve(it);
  });
  server.on('connection', () => {
    connections += 1;
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    hinder: how => {
      hinder = how;
    },
    next: () => new Promise(resolve => waiting.push(resolve)),
    connections: () => connections,
    stop: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
