import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type ConfirmChannel, connect } from 'amqplib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { declareTopology, defaultTopology } from '../../collector/topology.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../platform/embedded/postgres.ts';
import { until } from '../../platform/embedded/process.ts';
import { type EmbeddedRabbitmq, startEmbeddedRabbitmq } from '../../platform/embedded/rabbitmq.ts';
import { createLog } from '../../platform/log.ts';
import { migrate } from '../../platform/migrations.ts';
import { createPool, type Pool } from '../../platform/postgres.ts';
import { readEvents } from '../../tracker/event-rows.ts';
import { processesOf } from '../support/processes.ts';
import { referenceLifecycles as lifecycles, referenceLifecycle } from '../support/reference.ts';
import { migrationFolders } from '../support/servers.ts';
import { expectedStates, readStates } from '../support/verify-ledger.ts';

const ORDERS = 1_500;
const EVENTS_PER_ORDER = 10;
const TOTAL = ORDERS * EVENTS_PER_ORDER;
const MINUTES = 60_000;

// Servers of its own, for it kills them; durable ones, for that is what is tested.
const root = new URL('../../', import.meta.url).pathname;
mkdirSync(join(root, '.orderwatch'), { recursive: true });
const home = mkdtempSync(join(root, '.orderwatch/kill-'));
const log = createLog('silent');
let postgres: EmbeddedPostgres;
let rabbitmq: EmbeddedRabbitmq;
let pool: Pool;
const trackers: ChildProcess[] = [];

beforeAll(async () => {
  postgres = await startEmbeddedPostgres({ home, log, say: () => {} });
  const started = await startEmbeddedRabbitmq({ home, log, say: () => {} });
  if ('unavailable' in started) throw new Error(started.unavailable);
  rabbitmq = started;
  pool = createPool(postgres.databaseUrl, log);
  await migrate(pool, migrationFolders());
  await pool.query('create table public.announced (order_id text, event_id text)');
}, 2 * MINUTES);

afterAll(async () => {
  for (const tracker of trackers) tracker.kill('SIGKILL');
  await pool?.end();
  await Promise.all([postgres?.stop(), rabbitmq?.stop()]);
  rmSync(home, { recursive: true, force: true });
}, MINUTES);

it('keeps every event once, whoever is killed', { timeout: 10 * MINUTES }, async () => {
  const published = publishAll(orderEvents());
  startTracker();
  startTracker();
  for (const [recorded, victim] of [
    [1_200, killTracker],
    [2_700, killTracker],
    [4_500, killBroker],
    [6_600, killTracker],
    [8_700, killDatabase],
    [10_800, killTracker],
    [12_900, killTracker],
  ] as const) {
    await reach(`${recorded} events`, async () => (await countEvents()) >= recorded);
    victim();
  }
  await published;
  await reach('the end', async () => (await countEvents()) >= TOTAL && (await countMessages()) === 0);

  const { rows } = await pool.query<{ order_id: string }>('select distinct order_id from tracker.order_event');
  const ledger = await readEvents(
    pool,
    rows.map(row => row.order_id),
  );
  expect(ledger.map(event => event.eventId).sort()).toEqual(
    orderEvents()
      .map(event => event.eventId)
      .sort(),
  );
  const states = await readStates(pool);
  expect(states).toEqual(expectedStates(lifecycles, ledger));
  const closed = [...states.values()].filter(state => state.joined_into === null && state.status === 'CLOSED');
  expect(closed.length).toBe(ORDERS);

  const told = await pool.query(
    'select order_id, event_id, count(*) as times from public.announced group by 1, 2 having count(*) > 1',
  );
  expect(told.rows).toEqual([]);
  const current = await pool.query<{ order_id: string }>(
    `select a.order_id from public.announced a where a.event_id like '%-closed'`,
  );
  expect(current.rowCount).toBe(ORDERS);
});

type Message = { eventId: string; orderId?: string } & Record<string, unknown>;

/** Each order's whole way, told by three systems; one event in ten knows the order by its MES id only. */
function orderEvents(): Message[] {
  const way = referenceLifecycle.names.filter(status => status !== 'CANCELLED');
  const start = Date.parse('2026-11-01T00:00:00Z');
  return Array.from({ length: EVENTS_PER_ORDER }, (_, step) =>
    Array.from({ length: ORDERS }, (_, order): Message => {
      const orderId = `ORD-${order}`;
      const occurredAt = new Date(start + step * 1_000).toISOString();
      const status = way[step];
      if (status === undefined) {
        return { eventId: `${order}-note`, type: 'order.note', source: 'mes', ids: { mes: `M-${order}` }, occurredAt };
      }
      return {
        eventId: `${order}-${status.toLowerCase()}`,
        orderId,
        status,
        source: referenceLifecycle.owner(status),
        correlationId: `corr-${order}`,
        ...(status === 'PRICE_CALCULATED' ? { ids: { mes: `M-${order}` } } : {}),
        occurredAt,
      };
    }),
  ).flat();
}

/** Publishes with confirms, and what was not confirmed again: the least that a careful producer does. */
async function publishAll(messages: readonly Message[]): Promise<void> {
  let left = [...messages];
  while (left.length > 0) {
    const unconfirmed = new Set(left);
    await withChannel(async channel => {
      for (const message of left) {
        const room = channel.publish(
          'orders',
          'order.any',
          Buffer.from(JSON.stringify(message)),
          { persistent: true },
          error => {
            if (!error) unconfirmed.delete(message);
          },
        );
        if (!room) await once(channel, 'drain', { signal: AbortSignal.timeout(60_000) });
      }
      await channel.waitForConfirms();
    });
    left = left.filter(message => unconfirmed.has(message));
  }
}

/** The broker may be gone at any moment; then what was confirmed until then is confirmed. */
async function withChannel(work: (channel: ConfirmChannel) => Promise<void>): Promise<void> {
  const connection = await until(MINUTES, () => connect(rabbitmq.amqpUrl).catch(() => null));
  if (!connection) throw new Error('RabbitMQ did not come back');
  const gone = new Promise<void>(resolve => connection.once('close', () => resolve()));
  connection.on('error', () => {});
  try {
    await declareTopology(connection, defaultTopology, log);
    const channel = await connection.createConfirmChannel();
    channel.on('error', () => {});
    await Promise.race([work(channel), gone]);
  } catch {
    await gone;
  } finally {
    await connection.close().catch(() => {});
  }
}

async function reach(what: string, condition: () => Promise<boolean>): Promise<void> {
  if (!(await until(4 * MINUTES, condition))) throw new Error(`The trackers did not reach ${what}`);
}

function startTracker(): void {
  const script = new URL('../support/tracker-process.ts', import.meta.url).pathname;
  trackers.push(spawn(process.execPath, [script, postgres.databaseUrl, rabbitmq.amqpUrl], { stdio: 'inherit' }));
}

/** The oldest dies in the middle of whatever it does; a new one takes its place. */
function killTracker(): void {
  trackers.shift()?.kill('SIGKILL');
  startTracker();
}

/** Its keeper starts it again. */
function killBroker(): void {
  const [beam] = processesOf(home).filter(pid => commandOf(pid).includes('beam'));
  process.kill(beam!, 'SIGKILL');
}

function killDatabase(): void {
  const postmaster = Number(readFileSync(join(home, 'postgres/postmaster.pid'), 'utf8').split('\n')[0]);
  process.kill(postmaster, 'SIGKILL');
}

function commandOf(pid: number): string {
  return readFileSync(`/proc/${pid}/cmdline`, 'latin1');
}

/** Zero while the database is down. */
async function countEvents(): Promise<number> {
  const answer = await pool
    .query<{ count: number }>('select count(*) as count from tracker.order_event')
    .catch(() => null);
  return answer?.rows[0]?.count ?? 0;
}

async function countMessages(): Promise<number | null> {
  let count: number | null = null;
  await withChannel(async channel => {
    count = (await channel.checkQueue(defaultTopology.queue)).messageCount;
  });
  return count;
}
