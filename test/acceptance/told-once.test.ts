import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { declareTopology, defaultTopology } from '../../collector/topology.ts';
import { type SmtpSink, startSmtpSink } from '../../notifier/channels/smtp-under-test.ts';
import { until } from '../../platform/embedded/process.ts';
import { createLog } from '../../platform/log.ts';
import { testVhost } from '../support/broker.ts';
import { testDatabase } from '../support/database.ts';

const ORDERS = 10_000;
const MINUTE = 60_000;
const STARTED = Date.now() - MINUTE;
const SIGNING_KEY = randomBytes(32).toString('base64');

const root = new URL('../../', import.meta.url).pathname;
const { pool, databaseUrl } = await testDatabase();
const { amqpUrl, connection } = await testVhost();
const sink: SmtpSink = await startSmtpSink();
mkdirSync(join(root, '.orderwatch'), { recursive: true });
const home = mkdtempSync(join(root, '.orderwatch/told-'));
const running: Record<'tracker' | 'notifier', ChildProcess[]> = { tracker: [], notifier: [] };
let killed = 0;
let ended: string | null = null;

afterAll(async () => {
  for (const process of [...running.tracker, ...running.notifier]) process.kill('SIGKILL');
  await sink.stop();
  rmSync(home, { recursive: true, force: true });
});

it('tells each of 10,000 customers once that their order was shipped, whoever is killed', {
  timeout: 10 * MINUTE,
}, async () => {
  writeFileSync(join(home, 'orderwatch.yaml'), configuration());
  for (const role of ['tracker', 'tracker', 'notifier', 'notifier'] as const) start(role);
  const published = publishAll();
  for (const [mails, victim] of [
    [500, 'notifier'],
    [1_500, 'tracker'],
    [2_500, 'notifier'],
    [4_000, 'tracker'],
    [5_500, 'notifier'],
    [7_500, 'notifier'],
  ] as const) {
    await reach(`${mails} mails`, async () => sink.mails.length >= mails);
    kill(victim);
    start(victim);
  }
  await published;
  await reach('a message for every order', async () => (await countMessages("state <> 'queued'")) === ORDERS);
  // What the killed ones had claimed is nobody's before their claims end: as if that time had gone by.
  while (running.notifier.length > 0) kill('notifier');
  await pool.query(`update notifier.message set claimed_until = now() - interval '1 second' where state = 'sending'`);
  start('notifier');
  await reach('the end', async () => (await countMessages("state = 'sent'")) === ORDERS);

  const deliveries = Map.groupBy(sink.mails, ({ to }) => to[0]!);
  expect(deliveries.size).toBe(ORDERS);
  const twice = [...deliveries].filter(([, mails]) => mails.length > 1);
  // A second delivery is of a mail that a killed worker had handed over and not yet written down: under the same
  // Message-ID, so that mail programs show one, and no more of them than the worker had in hands.
  for (const [, mails] of twice) expect(new Set(mails.map(({ raw }) => messageIdOf(raw))).size).toBe(1);
  const { rows } = await pool.query<{ order_id: string }>(
    `select m.about as order_id from notifier.message m where m.attempts > 1`,
  );
  const attemptedAgain = new Set(rows.map(row => `${row.order_id.toLowerCase()}@example.com`));
  expect(twice.map(([address]) => address).filter(address => !attemptedAgain.has(address))).toEqual([]);
  const inHands = 64 + 5;
  expect(twice.length).toBeLessThanOrEqual(killed * inHands);
});

/** Only that it was shipped is told, at once and by mail. */
function configuration(): string {
  const others = ['order-received', 'price-ready', 'manufacturing-started', 'order-cancelled'];
  const silent = others.map(notice => `    ${notice}: { channels: [] }`).join('\n');
  const reference = readFileSync(join(root, 'app/configuration/reference.yaml'), 'utf8');
  return `${reference.slice(0, reference.indexOf('\nnotifications:'))}
notifications:
  from: Shop <orders@shop.example>
  settle: PT1S
  notices:
${silent}
    order-shipped: { channels: [email] }
`;
}

function start(role: 'tracker' | 'notifier'): void {
  const child = spawn(process.execPath, ['app/main.ts', role], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      PATH: process.env.PATH,
      DATABASE_URL: databaseUrl,
      AMQP_URL: amqpUrl,
      SMTP_URL: sink.url,
      PUBLIC_URL: 'https://orders.shop.example',
      ORDERWATCH_HOME: home,
      ORDERWATCH_CONFIG: join(home, 'orderwatch.yaml'),
      ORDERWATCH_SIGNING_KEY: SIGNING_KEY,
      OPS_PORT: '0',
      LOG_LEVEL: 'silent',
    },
  });
  child.once('exit', code => {
    if (code !== null) ended = `${role} ended by itself with ${code}`;
  });
  running[role].push(child);
}

/** The oldest of them dies in the middle of whatever it does. */
function kill(role: 'tracker' | 'notifier'): void {
  running[role].shift()?.kill('SIGKILL');
  killed += 1;
}

async function publishAll(): Promise<void> {
  await declareTopology(connection, defaultTopology, createLog('silent'));
  const channel = await connection.createConfirmChannel();
  for (const status of ['PACKAGING', 'SHIPPED']) {
    for (let order = 0; order < ORDERS; order++) {
      const content = Buffer.from(JSON.stringify(event(order, status)));
      if (!channel.publish('orders', 'order.mes.any', content, { persistent: true })) await once(channel, 'drain');
    }
  }
  await channel.waitForConfirms();
}

function event(order: number, status: string) {
  return {
    eventId: `${order}-${status}`,
    orderId: `ORD-${order}`,
    status,
    source: 'mes',
    occurredAt: new Date(STARTED + (status === 'SHIPPED' ? 1_000 : 0)).toISOString(),
    customer: { id: `C-${order}`, email: `ord-${order}@example.com` },
  };
}

async function countMessages(condition: string): Promise<number> {
  const { rows } = await pool.query<{ count: number }>(
    `select count(*) as count from notifier.message m where ${condition}`,
  );
  return rows[0]!.count;
}

function messageIdOf(raw: Buffer): string | undefined {
  return /^Message-ID: (.+)$/im.exec(raw.toString())?.[1];
}

async function reach(what: string, condition: () => Promise<boolean>): Promise<void> {
  const reached = await until(4 * MINUTE, async () => ended !== null || (await condition()));
  if (!reached || ended !== null) throw new Error(`${what}: not reached. ${ended ?? ''}`);
}
