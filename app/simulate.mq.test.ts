import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, expect, test } from 'vitest';
import type { Bookmark } from '../simulator/bookmark.ts';
import type { Truth } from '../simulator/truth.ts';
import { testVhost } from '../test/support/broker.ts';
import { EXIT } from './exit.ts';
import { runProgram } from './program.ts';

const { amqpUrl, connection } = await testVhost();
const home = mkdtempSync(join(tmpdir(), 'orderwatch-'));
afterAll(() => rmSync(home, { recursive: true }));

async function run(args: string[], env: Record<string, string> = {}) {
  const [out, err]: [string[], string[]] = [[], []];
  const code = await runProgram(['simulate', ...args], {
    env: { ORDERWATCH_HOME: home, ...env },
    out: text => out.push(text),
    err: text => err.push(text),
    interactive: false,
  });
  return { code, out: out.join('\n'), err: err.join('\n') };
}

test('publishes with three connections, says what it does, and tells the truth at the end', async () => {
  const channel = await connection.createChannel();
  await channel.assertExchange('orders', 'topic', { durable: true });
  await channel.assertQueue('heard');
  await channel.bindQueue('heard', 'orders', '#');
  const file = join(home, 'truth.json');
  const args = ['--seed', '3', '--orders-per-month', '60', '--fail', 'lost-publish=0.3', '--for', '1s'];
  const { code, out } = await run([...args, '--truth', file], { AMQP_URL: amqpUrl });
  expect(code).toBe(EXIT.ok);
  expect(out).toContain('60 orders a month, seed 3');
  expect(out).toMatch(/lost-publish: \d+\n {4}.* was never published by the/);
  const truth = JSON.parse(readFileSync(file, 'utf8')) as Truth;
  const said = truth.orders.reduce((sum, { messages }) => sum + messages, 0);
  expect(said).toBeGreaterThan(300);
  expect(truth.orders.some(({ why }) => why?.cause === 'lost-publish')).toBe(true);
  expect((await channel.checkQueue('heard')).messageCount).toBe(said);
});

/** What is posted to it, and with which key. */
async function listeningApi() {
  const heard: { path: string | undefined; key: string | undefined; body: Record<string, unknown> }[] = [];
  const server = createServer(async (request, response) => {
    const body = JSON.parse(await text(request)) as Record<string, unknown>;
    heard.push({ path: request.url, key: request.headers.authorization, body });
    response.writeHead(201).end('{}');
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  return { heard, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, stop: () => server.close() };
}

test('--keep goes on with the story of the run before, and --pipelines says each deploy once', async () => {
  const api = await listeningApi();
  const keep = join(home, 'story.json');
  const again = () =>
    run(['--orders-per-month', '20', '--for', '1s', '--keep', keep, '--pipelines', api.url], {
      AMQP_URL: amqpUrl,
      ORDERWATCH_ADMIN_KEY: 'a-key-of-pipelines',
    });
  expect((await again()).out).toContain('publish the last 45 days');
  const { anchors } = JSON.parse(readFileSync(keep, 'utf8')) as Bookmark;
  expect((await again()).out).toContain('goes on with the story of the last start');
  expect((JSON.parse(readFileSync(keep, 'utf8')) as Bookmark).anchors[0]).toEqual(anchors[0]);
  api.stop();

  expect(api.heard).toContainEqual({
    path: '/api/v1/deploys',
    key: 'Bearer a-key-of-pipelines',
    body: {
      ...{ service: 'shop', version: '4.0.0', environment: 'production', by: 'pipeline' },
      at: new Date(anchors[0].story - 15 * 60_000).toISOString(),
    },
  });
  const told = api.heard.map(({ body }) => `${body.service} ${body.version} ${body.at}`);
  expect(new Set(told).size).toBe(told.length);

  const { code, err } = await run(['--keep', '/nowhere/story.json'], { AMQP_URL: amqpUrl });
  expect({ code, err }).toEqual({ code: EXIT.usage, err: expect.stringContaining('/nowhere/story.json') });
});

test('--json prints nothing else', async () => {
  const { out } = await run(['--fail', 'none', '--orders-per-month', '10', '--for', 'PT1S', '--json'], {
    AMQP_URL: amqpUrl,
  });
  expect(JSON.parse(out)).toMatchObject({ orders: expect.any(Array), unreadable: [] });
});

test.each([
  [['--fail', 'lost'], 'there is no failure "lost"; known are lost-publish'],
  [['--speed', 'fast'], 'It must be a whole number from 1 to 100000.'],
  [['--for', '10'], 'It must be a duration: 90s, 10m, 2h, 1d, or PT10M.'],
])('refuses %j', async (args, words) => {
  const { code, err } = await run(args, { AMQP_URL: amqpUrl });
  expect(code).toBe(EXIT.usage);
  expect(err).toContain(words);
});

test('without a RabbitMQ says how to get one', async () => {
  const { code, err } = await run([]);
  expect(code).toBe(EXIT.failure);
  expect(err).toContain('npm run demo');
});
