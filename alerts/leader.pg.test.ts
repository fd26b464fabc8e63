import { fork } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, expect, it } from 'vitest';
import { manualClock } from '../platform/clock.ts';
import { createLog } from '../platform/log.ts';
import { testDatabase } from '../test/support/database.ts';
import { T0 } from '../test/support/factory.ts';
import { createLeader, type Leader } from './leader.ts';

const { pool, databaseUrl } = await testDatabase();
const clock = manualClock(T0);
const leaders: Leader[] = [];
const aLeader = (name: string) => {
  const leader = createLeader({ databaseUrl, name, clock, log: createLog('silent') });
  leaders.push(leader);
  return leader;
};

afterEach(async () => {
  await Promise.all(leaders.splice(0).map(leader => leader.stop()));
});

it('is one of those who would lead, and the next one when it stops', async () => {
  const [one, other] = [aLeader('one'), aLeader('other')];
  expect(await one.hold()).toBe(true);
  expect(await other.hold()).toBe(false);
  expect([await one.hold(), one.isLeader(), other.isLeader()]).toEqual([true, true, false]);
  await one.stop();
  expect([await one.hold(), one.isLeader()]).toEqual([false, false]);
  await expect.poll(() => other.hold()).toBe(true);
});

it('loses it with its connection, and may have it again', async () => {
  const one = aLeader('one');
  await expect.poll(() => one.hold()).toBe(true);
  await pool.query(
    `select pg_terminate_backend(l.pid) from pg_locks l
      where l.locktype = 'advisory' and l.database = (select oid from pg_database where datname = current_database())`,
  );
  await expect.poll(() => one.isLeader()).toBe(false);
  await expect.poll(() => one.hold()).toBe(true);
});

it('does not believe in it when nothing has confirmed it for seconds', async () => {
  const one = aLeader('one');
  await expect.poll(() => one.hold()).toBe(true);
  clock.advance(5_000);
  expect(one.isLeader()).toBe(false);
  expect(await one.hold()).toBe(true);
});

it('is another one within seconds when its process is killed', async () => {
  const child = fork(new URL('./leader-under-test.ts', import.meta.url), [databaseUrl]);
  const one = aLeader('one');
  try {
    await once(child, 'message');
    expect(await one.hold()).toBe(false);
  } finally {
    child.kill('SIGKILL');
  }
  await expect.poll(() => one.hold()).toBe(true);
});
