import { afterEach, expect, it } from 'vitest';
import { testDatabase } from '../test/support/database.ts';
import { brittleNetwork } from '../test/support/network.ts';
import { createLog } from './log.ts';
import { createPool, type PoolOptions, saysDatabaseIsGone, sqlState, transaction } from './postgres.ts';

const { pool, databaseUrl } = await testDatabase();
await pool.query('create table public.account (id integer primary key, balance integer)');
await pool.query('insert into public.account values (1, 0), (2, 0)');

it('gives instants and large counts as numbers, in UTC', async () => {
  const { rows } = await pool.query(
    `select '2026-11-20T12:12:00.123456+03:00'::timestamptz as at, '0049-06-01T00:00:00Z'::timestamptz as ancient,
            5000000000::bigint as count, current_setting('timezone') as zone`,
  );
  expect(rows[0]).toEqual({
    at: Date.parse('2026-11-20T09:12:00.123Z'),
    ancient: Date.parse('0049-06-01T00:00:00Z'),
    count: 5_000_000_000,
    zone: 'UTC',
  });
});

it('reads times whatever the database is set to', async () => {
  await pool.query(
    `do $$ begin execute format('alter database %I set datestyle to German', current_database()); end $$`,
  );
  const another = createPool(databaseUrl, createLog('silent'), { max: 1 });
  const { rows } = await another.query(`select '2026-05-06T00:00:00Z'::timestamptz as at`);
  expect(rows).toEqual([{ at: Date.parse('2026-05-06T00:00:00Z') }]);
  await another.end();
});

it('takes one core for what somebody waits for, and more for what takes as long as it takes', async () => {
  const workers = async (asked: typeof pool) =>
    (await asked.query(`select current_setting('max_parallel_workers_per_gather')::integer as workers`)).rows[0]
      .workers;
  const unhurried = createPool(databaseUrl, createLog('silent'), { max: 1, queryLimitMs: null });
  expect(await workers(pool)).toBe(0);
  expect(await workers(unhurried)).toBeGreaterThan(0);
  await unhurried.end();
});

it('undoes everything when the work throws', async () => {
  const work = transaction(pool, async tx => {
    await tx.query('update public.account set balance = 1 where id = 1');
    throw new Error('changed my mind');
  });
  await expect(work).rejects.toThrow('changed my mind');
  expect((await pool.query('select balance from public.account where id = 1')).rows).toEqual([{ balance: 0 }]);
});

it('runs a transaction again that lost a deadlock', async () => {
  // Both hold their first row before either asks for its second.
  let holding = 0;
  let bothHold = () => {};
  const held = new Promise<void>(resolve => {
    bothHold = resolve;
  });
  const pay = (from: number, to: number) =>
    transaction(pool, async tx => {
      await tx.query('update public.account set balance = balance - 1 where id = $1', [from]);
      holding += 1;
      if (holding === 2) bothHold();
      await held;
      await tx.query('update public.account set balance = balance + 1 where id = $1', [to]);
    });
  await Promise.all([pay(1, 2), pay(2, 1)]);
  // Two began, and at least one of them had to begin again.
  expect(holding).toBeGreaterThan(2);
  expect((await pool.query('select balance from public.account')).rows).toEqual([{ balance: 0 }, { balance: 0 }]);
});

it('tells the SQLSTATE of a refusal', async () => {
  const refusal = await pool.query('select 1 / 0').catch((error: unknown) => error);
  expect(sqlState(refusal)).toBe('22012');
  expect(sqlState(new Error('other'))).toBeUndefined();
});

it('survives a connection that dies within a transaction', async () => {
  const work = transaction(pool, async tx => {
    const { rows } = await tx.query('select pg_backend_pid() as pid');
    await pool.query('select pg_terminate_backend($1)', [rows[0].pid]);
    await tx.query('select 1');
  });
  await expect(work).rejects.toThrow();
  expect((await pool.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
});

const opened: { stop(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of opened.splice(0).reverse()) await one.stop();
});

/** A pool whose server can go silent. */
async function overNetwork(options: PoolOptions) {
  const network = await brittleNetwork(databaseUrl);
  const distant = createPool(network.url, createLog('silent'), options);
  opened.push(network, { stop: () => (distant.ending ? Promise.resolve() : distant.end()) });
  return { network, distant };
}

it('notices a server that went silent, and takes another connection', async () => {
  const { network, distant } = await overNetwork({ queryLimitMs: 2_000 });
  await distant.query('select 1');
  network.mute();
  const error = await distant.query('select 1').catch((reason: unknown) => reason);
  expect(saysDatabaseIsGone(error)).toBe(true);
  expect(distant.totalCount).toBe(0);
  expect((await distant.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
});

it('waits only once for a server that goes silent within a transaction', async () => {
  const { network, distant } = await overNetwork({ queryLimitMs: 3_000 });
  let silentSince = 0;
  const work = transaction(distant, async tx => {
    await tx.query('select 1');
    network.mute();
    silentSince = performance.now();
    await tx.query('select 1');
  });
  await expect(work).rejects.toSatisfy(saysDatabaseIsGone);
  expect(performance.now() - silentSince).toBeLessThan(5_800);
  expect(distant.totalCount).toBe(0);
});

it('ends in time though the server is silent', async () => {
  const { network, distant } = await overNetwork({ queryLimitMs: null });
  const waiting = Promise.withResolvers<void>();
  const work = transaction(distant, async tx => {
    network.mute();
    const query = tx.query('select 1');
    waiting.resolve();
    await query;
  }).catch((error: unknown) => error);
  await waiting.promise;
  await distant.end();
  expect(saysDatabaseIsGone(await work)).toBe(true);
});

it('lets the server give up a transaction whose client says nothing more', async () => {
  const { distant } = await overNetwork({ queryLimitMs: 1_000 });
  const lost = Promise.withResolvers<unknown>();
  const client = await distant.connect();
  client.on('error', lost.resolve);
  await client.query('begin');
  expect(saysDatabaseIsGone(await lost.promise)).toBe(true);
  client.release(true);
});

it.each([
  [{ queryLimitMs: 100 }, /timeout/],
  [{ queryLimitMs: null }, undefined],
])('limits queries with %j', async (options, refusal) => {
  const { distant } = await overNetwork(options);
  const error = await distant.query('select pg_sleep(0.4)').then(() => undefined, String);
  if (refusal) expect(error).toMatch(refusal);
  else expect(error).toBeUndefined();
});
