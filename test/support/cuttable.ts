import { createServer, connect as open, type Socket } from 'node:net';
import { afterAll } from 'vitest';

/** The same server by another address, whose connections can be cut, as a network does, and mended. */
export async function cuttable(url: string) {
  const { hostname, port } = new URL(url);
  const sockets = new Set<Socket>();
  const server = createServer(near => {
    const far = open(Number(port), hostname);
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(one);
      one.on('error', () => other.destroy());
      one.on('close', () => {
        sockets.delete(one);
        other.destroy();
      });
    }
    near.pipe(far).pipe(near);
  });
  const listen = (at: number) => new Promise<void>(resolve => server.listen(at, '127.0.0.1', resolve));
  await listen(0);
  const address = server.address() as { port: number };
  const cut = async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise(resolve => server.close(resolve));
  };
  afterAll(() => (server.listening ? cut() : undefined));
  return { url: `http://127.0.0.1:${address.port}`, cut, mend: () => listen(address.port) };
}
