import { randomBytes } from 'node:crypto';
import { expect, it, onTestFinished } from 'vitest';
import { createLog } from '../platform/log.ts';
import { migrate } from '../platform/migrations.ts';
import { createPool } from '../platform/postgres.ts';
import { testDatabase } from '../test/support/database.ts';
import { columnsOf, readAsReader } from './reader.ts';

const { pool, databaseUrl } = await testDatabase();
const folders = ['tracker', 'collector', 'notifier', 'alerts', 'api'].map(room => ({
  room,
  folder: new URL(`../${room}/migrations/`, import.meta.url),
}));

/** A database of a user who is no superuser, as they are where somebody else manages the server. */
async function databaseOfAUser() {
  const name = `test_${randomBytes(6).toString('hex')}`;
  await pool.query(`create role ${name} login password 'x'`);
  await pool.query(`create database ${name} owner ${name}`);
  const url = Object.assign(new URL(databaseUrl), { username: name, password: 'x', pathname: name });
  const theirs = createPool(url.href, createLog('error'));
  onTestFinished(async () => {
    await theirs.end();
    await pool.query(`drop database ${name} with (force)`);
    await pool.query(`drop role ${name}`);
  });
  await migrate(theirs, folders);
  return { theirs, name };
}

const QUERY = { text: 'select order_id from tracker.order_state', timeoutMs: 1_000 };

it('a user who may not be the reader migrates all the same, and can be given it later', async () => {
  const { theirs, name } = await databaseOfAUser();
  await expect(readAsReader(theirs, QUERY)).rejects.toThrow('orderwatch_reader');
  await pool.query(`grant orderwatch_reader to ${name}`);
  expect(await readAsReader(theirs, QUERY)).toEqual([]);
  expect(await columnsOf(theirs, QUERY)).toEqual(['order_id']);
});

it('is a role that nobody can log in as', async () => {
  const { rows } = await pool.query(`select rolcanlogin from pg_roles where rolname = 'orderwatch_reader'`);
  expect(rows).toEqual([{ rolcanlogin: false }]);
});
