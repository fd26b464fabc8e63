import { expect, it } from 'vitest';
import type { Db } from '../platform/postgres.ts';
import { testDatabase } from '../test/support/database.ts';
import { T0 } from '../test/support/factory.ts';
import { readLastRuns } from './run-rows.ts';

const { pool } = await testDatabase();

it('of a job that has been blind for a week only its last runs are read, and when it saw something', async () => {
  await pool.query(
    `insert into alerts.run (job, due_at, runner, started_at, ended_at, blind)
     select 'rule:broker', at, 'a', at, at, case when nth > 0 then 'Nobody has looked.' end
       from generate_series(0, 10000) as nth
      cross join lateral (select $1::timestamptz + nth * interval '1 minute' as at) as t`,
    [new Date(T0)],
  );
  await pool.query('vacuum analyze alerts.run');
  let read = 0;
  const query = async (text: string, values: unknown[]) => {
    const { rows } = await pool.query(`explain (analyze, format json) ${text}`, values);
    read = (JSON.stringify(rows).match(/"Rows Removed by Filter":(\d+)/g) ?? []).length;
    return pool.query(text, values);
  };
  const runs = await readLastRuns({ query } as unknown as Db, ['rule:broker']);
  expect(runs.get('rule:broker')).toMatchObject({ last: { dueAt: T0 + 10_000 * 60_000 }, succeededAt: T0 });
  expect(read).toBe(0);
});
