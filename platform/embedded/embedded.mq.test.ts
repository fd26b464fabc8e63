import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from 'amqplib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { LOOPBACK, listeningAddresses, processesOf, runAndKill } from '../../test/support/processes.ts';
import { createLog } from '../log.ts';
import { signal, until } from './process.ts';
import { type EmbeddedRabbitmq, startEmbeddedRabbitmq } from './rabbitmq.ts';

// Several starts of about 6 s and stops of about 6 s a test.
const MINUTES = 240_000;

let home: string;
let broker: EmbeddedRabbitmq | undefined;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'orderwatch-mq-'));
});
afterEach(async () => {
  await broker?.stop();
  broker = undefined;
  rmSync(home, { recursive: true });
}, MINUTES);

async function start(): Promise<EmbeddedRabbitmq> {
  const started = await startEmbeddedRabbitmq({ home, log: createLog('fatal'), say: () => {} });
  if ('unavailable' in started) throw new Error(started.unavailable);
  broker = started;
  return started;
}

const startAndKill = () =>
  runAndKill(`
    import { startEmbeddedRabbitmq } from ${JSON.stringify(import.meta.resolve('./rabbitmq.ts'))};
    import { createLog } from ${JSON.stringify(import.meta.resolve('../log.ts'))};
    const options = { home: ${JSON.stringify(home)}, log: createLog('fatal'), say: () => {} };
    console.log((await startEmbeddedRabbitmq(options)).amqpUrl);`);

const QUEUE = { durable: true, arguments: { 'x-queue-type': 'quorum' } };

async function put(amqpUrl: string, text: string): Promise<void> {
  const connection = await connect(amqpUrl);
  connection.on('error', () => {});
  try {
    const channel = await connection.createConfirmChannel();
    channel.on('error', () => {});
    await channel.assertQueue('parcels', QUEUE);
    channel.sendToQueue('parcels', Buffer.from(text), { persistent: true });
    await channel.waitForConfirms();
  } finally {
    await connection.close().catch(() => {});
  }
}

async function take(amqpUrl: string): Promise<string | null> {
  const connection = await connect(amqpUrl);
  connection.on('error', () => {});
  try {
    const channel = await connection.createChannel();
    channel.on('error', () => {});
    const message = await channel.get('parcels', { noAck: true });
    return message ? message.content.toString() : null;
  } finally {
    await connection.close().catch(() => {});
  }
}

/** The port mapper says that it will go, and then goes. */
const nothingRuns = async () => expect(await until(2_000, () => processesOf(home).length === 0)).toBe(true);

const nodePid = () => Number(readFileSync(join(home, 'rabbitmq', 'pid'), 'utf8'));

test(
  'a second start finds the data of the first at the same address; stop leaves no process',
  async () => {
    const first = await start();
    await put(first.amqpUrl, 'parcel');
    await first.stop();
    await first.stop();
    await nothingRuns();

    const second = await start();
    expect(second.amqpUrl).toBe(first.amqpUrl);
    expect(await take(second.amqpUrl)).toBe('parcel');
  },
  MINUTES,
);

test(
  'a killed broker comes back at the same address, and a queue that was just declared is usable',
  async () => {
    const { amqpUrl } = await start();
    await put(amqpUrl, 'before');
    signal(nodePid(), 'SIGKILL');
    await expect(connect(amqpUrl)).rejects.toThrow();

    // A quorum queue whose leader is still coming up answers with a nack: whoever publishes says it again.
    let refusal: unknown;
    const confirmed = await until(120_000, async () => {
      refusal = await put(amqpUrl, 'after').catch(error => error);
      return refusal === undefined;
    });
    expect({ confirmed, refusal }).toEqual({ confirmed: true, refusal: undefined });
    // Whether 'before' is still there is up to RabbitMQ: it registers a new queue durably only after a moment.
    const taken = [await take(amqpUrl), await take(amqpUrl)];
    expect(taken).toContain('after');
  },
  MINUTES,
);

test(
  'the broker of a killed run is taken over; nothing of it listens beyond loopback or outlives the stop',
  async () => {
    const amqpUrl = await startAndKill();
    const pid = nodePid();
    const taken = await start();
    expect(taken.amqpUrl).toBe(amqpUrl);
    expect(nodePid()).toBe(pid);

    const processes = processesOf(home);
    expect(processes).toContain(pid);
    const addresses = processes.flatMap(listeningAddresses);
    // AMQP, management, metrics, distribution and the port mapper.
    expect(addresses.length).toBeGreaterThanOrEqual(5);
    expect(addresses.filter(address => !LOOPBACK.includes(address))).toEqual([]);

    expect(new URL(amqpUrl).username).not.toBe('guest');
    expect(statSync(join(home, 'rabbitmq.json')).mode & 0o777).toBe(0o600);
    expect(statSync(join(home, 'rabbitmq')).mode & 0o777).toBe(0o700);
    const { prometheusPort } = JSON.parse(readFileSync(join(home, 'rabbitmq.json'), 'utf8'));
    const metrics = await fetch(`http://127.0.0.1:${prometheusPort}/metrics`);
    expect(await metrics.text()).toContain('rabbitmq_identity_info');

    await taken.stop();
    await nothingRuns();
  },
  MINUTES,
);

test(
  'a run killed before its broker was up leaves nothing behind either',
  async () => {
    await runAndKill(`
    import { existsSync } from 'node:fs';
    import { startEmbeddedRabbitmq } from ${JSON.stringify(import.meta.resolve('./rabbitmq.ts'))};
    import { createLog } from ${JSON.stringify(import.meta.resolve('../log.ts'))};
    startEmbeddedRabbitmq({ home: ${JSON.stringify(home)}, log: createLog('fatal'), say: () => {} });
    const pidFile = ${JSON.stringify(join(home, 'rabbitmq', 'pid'))};
    setInterval(() => existsSync(pidFile) && console.log('launched'), 10);`);
    const pid = nodePid();
    await start();
    expect(nodePid()).toBe(pid);
    await broker?.stop();
    await nothingRuns();
  },
  MINUTES,
);
