import { type AddressInfo, createConnection, createServer, type Socket } from 'node:net';

export type Network = {
  /** The same server, by this way. */
  url: string;
  /** Ends every connection at once; new ones may come. */
  cut(): void;
  /** From now on nothing passes on the connections there are, and neither end hears of it; new ones may come. */
  mute(): void;
  /** How many connections there have been. */
  connections(): number;
  stop(): Promise<void>;
};

/** A way to the server at `url` that can be cut or go silent. */
export async function brittleNetwork(url: string): Promise<Network> {
  const target = new URL(url);
  const sockets = new Set<Socket>();
  let connections = 0;
  const server = createServer(near => {
    connections += 1;
    const far = createConnection(Number(target.port), target.hostname);
    for (const socket of [near, far]) {
      sockets.add(socket);
      // A cut is what the test is about.
      socket.on('error', () => {}).on('close', () => sockets.delete(socket));
    }
    near.pipe(far).pipe(near);
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const way = new URL(url);
  way.hostname = '127.0.0.1';
  way.port = String((server.address() as AddressInfo).port);
  const cut = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    url: way.href,
    cut,
    mute: () => {
      for (const socket of sockets) socket.unpipe().pause();
    },
    connections: () => connections,
    stop: async () => {
      cut();
      server.close();
    },
  };
}
