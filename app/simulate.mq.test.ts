import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
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
