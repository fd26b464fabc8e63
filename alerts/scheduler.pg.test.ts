import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { manualClock } from '../platform/clock.ts';
import { createLog } from '../platform/log.ts';
import { createMetrics } from '../platform/metrics.ts';
import type { Pool } from '../platform/postgres.ts';
import { testDatabase } from '../test/support/database.ts';
import { DAY, HOUR, MINUTE, T0 } from '../test/support/factory.ts';
import { createAlertMetrics } from './alert-metrics.ts';
import { replaced } from './escalation-under-test.ts';
import { createHousekeeping } from './housekeeping.ts';
import { ALERT_TABLES } from './incident-rows-under-test.ts';

import type { RunCounts } from './run-rows.ts';
import { createScheduler, type Job, type Tick } from './scheduler.ts';

const { pool } = await testDatabase();
const clock = manualClock(T0);
const NOTHING: RunCounts = { lookedAt: 0, found: 0, opened: 0, resolved: 0, blind: null };
const ticks: { job: string; tick: Tick }[] = [];

function aJob(name: string, cron = '* * * * *', work: Job['work'] = async () => NOTHING): Job {
  return {
    name,
    schedule: { cron, zone: 'Europe/Berlin' },
    work: tick => {
      ticks.push({ job: name, tick });
      return work(tick);
    },
  };
}

function aScheduler(jobs: readonly Job[] | (() => readonly Job[]), runner: string = randomUUID(), on: Pool = pool) {
  const registry = createMetrics();
  const metrics = createAlertMetrics(registry);
  const log = createLog('silent');
  const given = typeof jobs === 'function' ? jobs : () => jobs;
  return { ...createScheduler({ pool: on, jobs: given, runner, clock, log, metrics }), registry };
}

/** Makes pools for so many schedulers, of which none claims anything before all have seen what is due. */
function race(schedulers: number): () => Pool {
  let missing = schedulers;
  const { promise: allHaveSeen, resolve } = Promise.withResolvers<void>();
  return () => {
    const arrive = () => {
      missing -= 1;
      if (missing === 0) resolve();
    };
    let arrived = false;
    return replaced(pool, 'query', async (text: string, values?: unknown[]) => {
      if (/insert into alerts.run|set runner/.test(text)) {
        if (!arrived) arrive();
        arrived = true;
        await allHaveSeen;
      }
      return pool.query(text, values);
    });
  };
}

async function runs() {
  const { rows } = await pool.query(
    'select job, due_at, missed, ended_at is not null as ended, error, blind from alerts.run order by due_at, job',
  );
  return rows;
}

const dueAt = () => ticks.map(({ tick }) => tick.dueAt);

beforeEach(async () => {
  await pool.query(`truncate ${ALERT_TABLES} restart identity`);
  ticks.length = 0;
});

it('runs a job at each instant of its schedule, and nothing of what was before the first start', async () => {
  const { runOnce } = aScheduler([aJob('rule:a')]);
  expect(await runOnce(T0 + 1)).toBe(0);
  expect(await runOnce(T0 + MINUTE - 1)).toBe(0);
  expect(await runOnce(T0 + MINUTE)).toBe(1);
  expect(await runOnce(T0 + MINUTE + 1_000)).toBe(0);
  expect(await runOnce(T0 + 2 * MINUTE + 1_000)).toBe(1);
  expect(ticks.map(({ tick }) => tick)).toEqual([
    { dueAt: T0 + MINUTE, now: T0 + MINUTE, since: null, missed: 0 },
    { dueAt: T0 + 2 * MINUTE, now: T0 + 2 * MINUTE + 1_000, since: T0 + MINUTE, missed: 0 },
  ]);
});

it('lets whoever has a later turn wait for all before it, also for those that fail', async () => {
  const done: string[] = [];
  const slow =
    (name: string): Job['work'] =>
    async () => {
      await pool.query('select 1');
      done.push(name);
      if (name === 'rule:b') throw new Error('broken');
      return NOTHING;
    };
  const names = ['rule:net', 'rule:a', 'rule:b', 'rule:c', 'rule:d', 'rule:e', 'rule:f'];
  const turn = (name: string) => (name === 'rule:net' ? { turn: 1 } : {});
  const { runOnce } = aScheduler(names.map(name => ({ ...aJob(name, '* * * * *', slow(name)), ...turn(name) })));
  await runOnce(T0);
  await runOnce(T0 + MINUTE);
  expect(done).toHaveLength(names.length);
  expect(done.at(-1)).toBe('rule:net');
});

it('catches up once what was missed, however long nobody ran', async () => {
  await aScheduler([aJob('digest:daily', '0 9 * * *')]).runOnce(T0);
  const first = aScheduler([aJob('digest:daily', '0 9 * * *')]);
  await first.runOnce(T0 - 2 * HOUR);
  await first.runOnce(T0);
  const later = aScheduler([aJob('digest:daily', '0 9 * * *')]);
  await later.runOnce(T0 + 3 * DAY + MINUTE);
  await later.runOnce(T0 + 3 * DAY + 2 * MINUTE);
  expect(await runs()).toMatchObject([
    { due_at: T0 - HOUR, missed: 0, ended: true },
    { due_at: T0 - HOUR + 3 * DAY, missed: 2, ended: true },
  ]);
});

it('runs a tick once, whoever races for it', async () => {
  const jobs = Array.from({ length: 20 }, (_, nth) => aJob(`rule:${nth}`));
  const racing = race(3);
  const schedulers = Array.from({ length: 3 }, () => aScheduler(jobs, randomUUID(), racing()));
  for (const { runOnce } of schedulers) await runOnce(T0);
  const counts = await Promise.all(schedulers.map(({ runOnce }) => runOnce(T0 + MINUTE)));
  expect(counts.reduce((sum, count) => sum + count)).toBe(20);
  expect(new Set(ticks.map(({ job }) => job)).size).toBe(20);
  expect(ticks).toHaveLength(20);
});

it('finishes what a process had begun that is gone, for the same tick', async () => {
  await pool.query(
    `insert into alerts.run (job, due_at, missed, runner, started_at) values ('digest:daily', $1, 1, 'dead', $2)`,
    [new Date(T0 - HOUR), new Date(T0 - HOUR + 5)],
  );
  const jobs = [aJob('digest:daily', '0 9 * * *')];
  const racing = race(2);
  await Promise.all([1, 2].map(() => aScheduler(jobs, randomUUID(), racing()).runOnce(T0)));
  expect(ticks).toEqual([{ job: 'digest:daily', tick: { dueAt: T0 - HOUR, now: T0, since: null, missed: 1 } }]);
  expect(await runs()).toMatchObject([{ due_at: T0 - HOUR, missed: 1, ended: true }]);
});

describe('a job that fails', () => {
  it('says so in its row, leaves the others running, and has looked since the last success', async () => {
    let fails = false;
    const failing = aJob('rule:a', '* * * * *', () => (fails ? Promise.reject(new Error('no such column')) : ok()));
    const ok = async () => NOTHING;
    const { runOnce, registry } = aScheduler([failing, aJob('rule:b')]);
    await runOnce(T0);
    await runOnce(T0 + MINUTE);
    fails = true;
    await runOnce(T0 + 2 * MINUTE);
    await runOnce(T0 + 3 * MINUTE);
    expect((await runs()).slice(-2)).toMatchObject([
      { job: 'rule:a', ended: true, error: 'no such column' },
      { job: 'rule:b', ended: true, error: null },
    ]);
    expect(ticks.findLast(({ job }) => job === 'rule:a')!.tick.since).toBe(T0 + MINUTE);
    const text = await registry.metrics();
    expect(text).toContain(`orderwatch_rule_last_success_timestamp_seconds{rule="a"} ${(T0 + MINUTE) / 1_000}`);
    expect(text).toContain(`orderwatch_rule_last_success_timestamp_seconds{rule="b"} ${(T0 + 3 * MINUTE) / 1_000}`);
    expect(text).toContain('orderwatch_rule_runs_total{rule="a",result="done"} 1');
    expect(text).toContain('orderwatch_rule_runs_total{rule="a",result="failed"} 2');
    expect(text).toContain('orderwatch_rule_runs_total{rule="b",result="failed"} 0');
  });

  it('is run again for the same tick when only the database was away', async () => {
    let gone = true;
    const job = aJob('rule:a', '* * * * *', async () => {
      if (gone) throw new Error('Connection terminated unexpectedly');
      return NOTHING;
    });
    const { runOnce } = aScheduler([job]);
    await runOnce(T0);
    await expect(runOnce(T0 + MINUTE)).rejects.toThrow('Connection terminated');
    gone = false;
    expect(await runOnce(T0 + MINUTE + 1_000)).toBe(1);
    expect(dueAt()).toEqual([T0 + MINUTE, T0 + MINUTE]);
  });
});

it('knows no success of a run that could not look', async () => {
  const blind = { ...NOTHING, blind: 'The watcher has seen nothing for 5 minutes.' };
  const { runOnce, registry } = aScheduler([aJob('rule:a', '* * * * *', async () => blind)]);
  for (const now of [T0, T0 + MINUTE, T0 + 2 * MINUTE]) await runOnce(now);
  expect(await runs()).toMatchObject([{ blind: blind.blind }, { blind: blind.blind }]);
  expect(ticks.at(-1)!.tick.since).toBeNull();
  const text = await registry.metrics();
  expect(text).not.toContain('orderwatch_rule_last_success_timestamp_seconds{');
  expect(text).toContain('orderwatch_rule_runs_total{rule="a",result="blind"} 2');
});

it('shows nothing more of a rule that the configuration has no longer', async () => {
  let names = ['rule:old-name', 'rule:b'];
  const { runOnce, registry } = aScheduler(() => names.map(name => aJob(name)));
  const shown = async () => new Set((await registry.metrics()).match(/orderwatch_rule_\w+\{rule="[^"]+"/g));
  await runOnce(T0);
  await runOnce(T0 + MINUTE);
  const before = await shown();
  expect(before.size).toBe(10);
  names = ['rule:new-name', 'rule:b'];
  await runOnce(T0 + 2 * MINUTE);
  await runOnce(T0 + 3 * MINUTE);
  expect(await shown()).toEqual(new Set([...before].map(series => series.replace('old-name', 'new-name'))));
});

it('runs a daily job once on the days on which clocks change', async () => {
  const job = aJob('digest:daily', '30 2 * * *');
  const { runOnce } = aScheduler([job]);
  for (const day of ['2026-03-28', '2026-10-24']) {
    const start = Date.parse(`${day}T12:00:00Z`);
    await pool.query('truncate alerts.run');
    const fresh = day === '2026-03-28' ? runOnce : aScheduler([job]).runOnce;
    for (let now = start; now < start + DAY; now += 15 * MINUTE) await fresh(now);
  }
  expect(dueAt()).toEqual([Date.parse('2026-03-29T01:00:00Z'), Date.parse('2026-10-25T00:30:00Z')]);
});

it('forgets old runs but the newest of a job and its last success', async () => {
  await pool.query(
    `insert into alerts.run (job, due_at, runner, started_at, ended_at, error)
     select job, at, 'r', at, at, case when job = 'rule:b' and at > $1::timestamptz then 'failed' end
       from unnest(array['rule:a', 'rule:b']) as job, generate_series($1::timestamptz, $2, '1 hour') as at`,
    [new Date(T0), new Date(T0 + DAY)],
  );
  await createHousekeeping({ pool }).runOnce(T0 + 30 * DAY);
  expect(await runs()).toMatchObject([
    { job: 'rule:b', due_at: T0, error: null },
    { job: 'rule:a', due_at: T0 + DAY },
    { job: 'rule:b', due_at: T0 + DAY, error: 'failed' },
  ]);
});
