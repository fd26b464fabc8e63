import { readFileSync } from 'node:fs';
import pg from 'pg';
import { afterAll, expect, test } from 'vitest';
import { testDatabase } from './support/database.ts';

const { pool, databaseUrl } = await testDatabase();
const sql = readFileSync(new URL('../dashboards/postgres/roles.sql', import.meta.url), 'utf8');

/** As `psql` does with PGOPTIONS in docker-compose.yml. */
async function runRoles(password: string): Promise<void> {
  const options = `-c stack.reader_password=${password} -c stack.monitor_password=${password}`;
  await as({ connectionString: databaseUrl, options }, sql);
}

async function as(config: pg.ClientConfig, query: string): Promise<pg.QueryResult> {
  const client = new pg.Client(config);
  await client.connect();
  return client.query(query).finally(() => client.end());
}

function urlOf(role: string, password: string): string {
  const url = new URL(databaseUrl);
  url.username = role;
  url.password = password;
  return url.href;
}

const ROLES = ['orderwatch_reader', 'orderwatch_monitor'];

// Roles belong to the whole server, and with the reader the rules of other tests are asked.
afterAll(async () => {
  await pool.query('alter role orderwatch_reader nologin password null connection limit -1');
  await pool.query('alter role orderwatch_reader reset all');
  await pool.query('drop role if exists orderwatch_monitor');
});

test('each start of the stack sets the passwords that count now', async () => {
  await runRoles('first');
  await runRoles('second');

  for (const role of ROLES) {
    await expect(as({ connectionString: urlOf(role, 'second') }, 'select 1')).resolves.toMatchObject({ rowCount: 1 });
  }
});

test('readers change nothing and see nobody’s data', async () => {
  await runRoles('secret');

  for (const role of ROLES) {
    const reader = { connectionString: urlOf(role, 'secret') };
    await expect(as(reader, 'create table public.mine (id int)')).rejects.toThrow(/read-only transaction/);
    await expect(as(reader, 'select * from tracker.order_event')).rejects.toThrow(/permission denied/);
  }
});

test('the monitor sees what others run', async () => {
  await runRoles('secret');

  const { rows } = await as(
    { connectionString: urlOf('orderwatch_monitor', 'secret') },
    `select pg_has_role('pg_read_all_stats', 'usage') as sees`,
  );
  expect(rows).toEqual([{ sees: true }]);
});
