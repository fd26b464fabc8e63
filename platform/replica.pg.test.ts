import { expect, test } from 'vitest';
import { testDatabase } from '../test/support/database.ts';
import { manualClock } from './clock.ts';
import { createLog } from './log.ts';
import { createPool } from './postgres.ts';
import { readFromReplica } from './replica.ts';

const { pool, databaseUrl } = await testDatabase();
const log = createLog('silent');

test('what the replica can’t answer the primary does, and the replica is asked again after a rest', async () => {
  const clock = manualClock(0);
  const other = createPool(databaseUrl, log, { max: 1 });
  const gone = Object.assign(new Error('nobody there'), { code: 'ECONNREFUSED' });
  let asked = 0;
  let isUp = false;
  const replica = Object.assign(Object.create(other), {
    query: (sql: string) => {
      asked += 1;
      return isUp ? other.query(sql) : Promise.reject(gone);
    },
  });
  const reads = readFromReplica(replica, pool, { clock, log });

  expect(reads.isUsed()).toBe(true);
  expect((await reads.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
  expect([asked, reads.isUsed()]).toEqual([1, false]);
  isUp = true;
  clock.advance(9_999);
  await reads.query('select 1');
  expect([asked, reads.isUsed()]).toEqual([1, false]);
  clock.advance(1);
  await reads.query('select 1');
  expect([asked, reads.isUsed()]).toEqual([2, true]);
  await other.end();
});

test('what is wrong with the question is not the replica’s fault', async () => {
  const reads = readFromReplica(pool, pool, { clock: manualClock(0), log });
  await expect(reads.query('select nonsense(')).rejects.toThrow('syntax');
  expect(reads.isUsed()).toBe(true);
});

test('a replica that has not got the newest tables yet is not asked for them', async () => {
  const reads = readFromReplica(pool, pool, { clock: manualClock(0), log });
  await expect(reads.query('select from not_yet_there')).rejects.toThrow('not_yet_there');
  expect(reads.isUsed()).toBe(false);
});
