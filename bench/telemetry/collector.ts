import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Came = { bytes: number; orders: boolean };

const came: Came = { bytes: 0, orders: false };
const server = createServer((request, response) => {
  request.on('data', (chunk: Buffer) => {
    came.bytes += chunk.length;
    came.orders ||= chunk.includes('orderwatch.orders');
  });
  request.on('end', () => response.writeHead(200, { 'content-type': 'application/json' }).end('{}'));
});
server.listen(0, '127.0.0.1', () => {
  process.send?.(`http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/traces`);
});
process.on('message', () => {
  process.send?.(came);
  server.close();
  server.closeAllConnections();
});
