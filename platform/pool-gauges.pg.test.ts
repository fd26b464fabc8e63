import { Registry } from 'prom-client';
import { afterAll, expect, test } from 'vitest';
import { testDatabase } from '../test/support/database.ts';
import { createLog } from './log.ts';
import { gaugePools } from './pool-gauges.ts';
import { createPool } from './postgres.ts';

const { databaseUrl } = await testDatabase();
const pool = createPool(databaseUrl, createLog('silent'), { max: 2 });
afterAll(() => pool.end());

test('who is busy, who rests and who waits, as it is at the scrape', async () => {
  const registry = new Registry();
  gaugePools(registry, { main: pool });
  const figures = async () => (await registry.metrics()).split('\n').filter(line => /^orderwatch/.test(line));
  const first = await pool.connect();
  const second = await pool.connect();
  first.release();
  expect(await figures()).toEqual([
    'orderwatch_database_pool_connections{pool="main",state="busy"} 1',
    'orderwatch_database_pool_connections{pool="main",state="idle"} 1',
    'orderwatch_database_pool_max_connections{pool="main"} 2',
    'orderwatch_database_pool_waiting_requests{pool="main"} 0',
  ]);
  const third = await pool.connect();
  const fourth = pool.connect();
  expect(await figures()).toContain('orderwatch_database_pool_waiting_requests{pool="main"} 1');
  for (const client of [second, third]) client.release();
  (await fourth).release();
});
