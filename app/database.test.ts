import { expect, test } from 'vitest';
import { createLog } from '../platform/log.ts';
import { createPool } from '../platform/postgres.ts';
import { databaseFailure, waitForDatabase } from './database.ts';

const nowhere = createPool('postgres://nobody:secret@127.0.0.1:1/none', createLog('silent'));
const never = new AbortController().signal;

test('a database that does not answer is waited for, and then refused in words', async () => {
  const said: string[] = [];
  const wait = waitForDatabase(nowhere, { limitMs: 600, say: text => said.push(text), signal: never });
  await expect(wait).rejects.toThrow(/can't be used: connect ECONNREFUSED.*Check DATABASE_URL/);
  expect(said).toEqual([expect.stringContaining('trying for')]);
});

test('waiting ends when somebody stops it', async () => {
  const signal = AbortSignal.timeout(10);
  await expect(waitForDatabase(nowhere, { limitMs: 60_000, say: () => {}, signal })).rejects.toThrow(/abort/i);
});

test('of a command’s error, what a person can do something about is told in words, the rest is a bug', async () => {
  const gone = await nowhere.query('select 1').catch((error: unknown) => error);
  expect(databaseFailure(gone)?.message).toContain('Check DATABASE_URL');
  expect(databaseFailure(new TypeError('x is undefined'))).toBeNull();
});
