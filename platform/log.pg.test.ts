import { expect, it } from 'vitest';
import { testDatabase } from '../test/support/database.ts';
import { createLog } from './log.ts';

const { pool } = await testDatabase();

it('an error of the database says what went wrong and nothing of the row', async () => {
  const lines: string[] = [];
  const log = createLog('info', { write: line => void lines.push(line) });
  await pool.query('create table person (id integer primary key, email text not null unique, born date)');
  await pool.query(`insert into person values (1, 'anna@example.com', null)`);
  for (const statement of [
    `insert into person values (2, 'anna@example.com', null)`,
    `insert into person values (3, null, '1984-05-06')`,
    `insert into person values (4, 'x', 'anna')`,
    `select 'anna'::integer`,
  ]) {
    await pool.query(statement).catch(error => log.error({ err: new Error('it failed', { cause: error }) }, 'no'));
    await pool.query(statement).catch(error => log.error({ err: error }, 'no'));
  }
  expect(lines).toHaveLength(8);
  expect(lines.filter(line => /anna|1984/.test(line))).toEqual([]);
  expect(JSON.parse(lines[0]!)).toMatchObject({
    msg: 'no',
    err: {
      type: 'Error',
      message: 'it failed',
      stack: expect.stringContaining('log.pg.test.ts'),
      cause: { code: '23505', message: 'duplicate key value violates unique constraint "person_email_key"' },
    },
  });
});
