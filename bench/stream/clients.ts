import { type ClientRequest, type IncomingMessage, request } from 'node:http';

/** Many clients of the stream in one process, as `bench/stream.ts` tells it. */

export type ClientsTask = { port: number; keys: readonly string[]; clients: number; orders: number };
/** Milliseconds since 1970, by client and order: the first time that it was told of it; 0: never. */
export type ClientsResult = { seenAt: number[][]; twice: number; resyncs: number; resumed: number };

const task = JSON.parse(process.argv[2]!) as ClientsTask;

type Client = {
  key: string;
  seenAt: Float64Array;
  lastId: string;
  rest: string;
  open: () => void;
  request: ClientRequest | null;
};

let twice = 0;
let resyncs = 0;
let resumed = 0;

const clients = Array.from({ length: task.clients }, (_, n): Client => {
  const key = task.keys[n % task.keys.length]!;
  return { key, seenAt: new Float64Array(task.orders), lastId: '', rest: '', open: () => {}, request: null };
});

function listen(client: Client): Promise<void> {
  return new Promise((resolve, reject) => {
    client.open = resolve;
    client.rest = '';
    client.request = request(
      {
        port: task.port,
        host: '127.0.0.1',
        path: '/api/v1/stream?topics=order',
        agent: false,
        headers: {
          authorization: `Bearer ${client.key}`,
          ...(client.lastId === '' ? {} : { 'last-event-id': client.lastId }),
        },
      },
      response => {
        if (response.statusCode !== 200) reject(new Error(`The stream answered ${response.statusCode}`));
        else read(client, response);
      },
    );
    client.request.on('error', error => {
      if (!client.request?.destroyed) reject(error);
    });
    client.request.end();
  });
}

function read(client: Client, response: IncomingMessage): void {
  response.setEncoding('utf8');
  response.on('error', () => {});
  response.on('data', (chunk: string) => {
    const blocks = (client.rest + chunk).split('\n\n');
    client.rest = blocks.pop()!;
    for (const block of blocks) take(client, block);
  });
}

function take(client: Client, block: string): void {
  if (block.startsWith('id: ')) client.lastId = block.slice(4);
  else if (block.startsWith(':\nid: ')) client.lastId = block.slice(6);
  else if (block.startsWith('event: resync')) resyncs += 1;
  else if (block.startsWith('event: open')) {
    if (block.includes('"resumed":true')) resumed += 1;
    client.open();
  } else if (block.startsWith('event: order\n')) {
    const place = Number(/"orderId":"S-(\d+)"/.exec(block)?.[1]);
    if (client.seenAt[place]) twice += 1;
    else client.seenAt[place] = Date.now();
  }
}

process.on('message', async (said: { cut: number } | 'tell') => {
  if (said === 'tell') {
    const result: ClientsResult = { seenAt: clients.map(({ seenAt }) => [...seenAt]), twice, resyncs, resumed };
    process.send!(result, () => process.exit());
    return;
  }
  // Some lose their connection and come back after others have been told more.
  const some = clients.slice(0, said.cut);
  for (const { request } of some) request?.destroy();
  await new Promise(resolve => setTimeout(resolve, 500));
  await Promise.all(some.map(listen));
  process.send!('back');
});

const TOGETHER = 50;
for (let begun = 0; begun < clients.length; begun += TOGETHER) {
  await Promise.all(clients.slice(begun, begun + TOGETHER).map(listen));
}
process.send!('listening');
