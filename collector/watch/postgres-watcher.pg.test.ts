import pg from 'pg';
import { Registry } from 'prom-client';
import { afterAll, expect, test } from 'vitest';
import { createLog } from '../../platform/log.ts';
import { createPool } from '../../platform/postgres.ts';
import { testDatabase } from '../../test/support/database.ts';
import { T0 } from '../../test/support/factory.ts';
import { createPostgresWatcher } from './postgres-watcher.ts';
import { gaugeWatched } from './watch-gauges.ts';
import { readDatabase } from './watched-database.ts';
import { saveQueues } from './watched-queues.ts';

const { pool, databaseUrl } = await testDatabase();
const watcher = createPostgresWatcher({ pool });
const others: pg.Client[] = [];
afterAll(() => Promise.all(others.map(other => other.end().catch(() => {}))));

async function somebody(application = 'crm'): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: databaseUrl, application_name: application });
  // The database is dropped under them.
  client.on('error', () => {});
  await client.connect();
  others.push(client);
  return client;
}

test('a quiet database', async () => {
  expect(await readDatabase(pool)).toBeNull();
  await watcher.runOnce(T0);
  const found = await readDatabase(pool);
  expect(found).toMatchObject({
    slow: [],
    longestLockWaitMs: 0,
    replicationLagMs: null,
    statements: null,
    sampledAt: T0,
  });
  expect(found!.connections).toBeGreaterThan(0);
  expect(found!.maxConnections).toBeGreaterThanOrEqual(found!.connections);
});

test('a slow query is shown without what it asks for, ours is not shown, and a wait for a lock is', async () => {
  const [slow, ours, holder, waiter] = [
    await somebody(),
    await somebody('orderwatch'),
    await somebody(),
    await somebody(),
  ];
  await holder.query('create table job (id int)');
  await holder.query('begin; lock table job');
  const ended = Promise.allSettled([
    slow.query("select pg_sleep(120), 'anna@example.com' as email"),
    ours.query('select pg_sleep(120)'),
    waiter.query('select * from job'),
  ]);
  await expect
    .poll(
      async () => {
        await watcher.runOnce(T0);
        return readDatabase(pool);
      },
      { timeout: 60_000, interval: 200 },
    )
    .toMatchObject({
      slow: expect.arrayContaining([expect.objectContaining({ query: 'select pg_sleep(?), ? as email' })]),
      longestLockWaitMs: expect.toSatisfy((ms: number) => ms > 500),
    });
  const found = await readDatabase(pool);
  expect(found!.slow.filter(({ query }) => query.includes('pg_sleep'))).toHaveLength(1);
  expect(found!.slow[0]!.ms).toBeGreaterThanOrEqual(1_000);
  expect(JSON.stringify(found)).not.toContain('anna@');
  await pool.query(
    "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and state = 'active' and pid <> pg_backend_pid()",
  );
  await holder.query('rollback');
  await ended;
});

test('a user with no rights beside ours sees what it may, and fails at nothing', async () => {
  const name = `watcher_${process.pid}`;
  await pool.query(`create role ${name} login password 'x'`);
  await pool.query(
    `grant usage on schema collector to ${name}; grant select, insert, update on collector.watched_database to ${name}`,
  );
  const url = new URL(databaseUrl);
  url.username = name;
  url.password = 'x';
  const least = createPool(url.href, createLog('silent'), { max: 1 });
  try {
    await createPostgresWatcher({ pool: least }).runOnce(T0 + 1);
    expect(await readDatabase(pool)).toMatchObject({ slow: [], replicationLagMs: null, sampledAt: T0 + 1 });
  } finally {
    await least.end();
    await pool.query(`drop owned by ${name}; drop role ${name}`);
  }
});

test('gauges show what was seen last, of 200 queues at most', async () => {
  const registry = new Registry();
  gaugeWatched(registry, pool);
  expect(await registry.metrics()).toMatch(/orderwatch_watched_broker_reachable nan/i);
  const queue = {
    vhost: '/',
    messages: 7,
    ready: 7,
    unacknowledged: 0,
    consumers: 0,
    hadConsumersAt: null,
    publishedPerSecond: 0,
    takenPerSecond: 0,
    wasEmptyAt: null,
    oldestAgeMs: 1_500,
    ageIsEstimate: true,
    isDeadLetter: false,
    isOurs: false,
    sampledAt: T0,
  };
  await saveQueues(
    pool,
    Array.from({ length: 201 }, (_, i) => ({ ...queue, name: `q${String(i).padStart(3, '0')}` })),
  );
  const text = await registry.metrics();
  expect(text).toContain('orderwatch_watched_queue_messages{vhost="/",queue="q000"} 7');
  expect(text).toContain('orderwatch_watched_queue_oldest_age_seconds{vhost="/",queue="q199"} 1.5');
  expect(text).not.toContain('q200');
});
