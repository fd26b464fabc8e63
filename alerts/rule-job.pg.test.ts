import { beforeEach, expect, it } from 'vitest';
import { manualClock } from '../platform/clock.ts';
import { createLog } from '../platform/log.ts';
import { createMetrics } from '../platform/metrics.ts';
import { testDatabase } from '../test/support/database.ts';
import { MINUTE, T0 } from '../test/support/factory.ts';
import { referenceLifecycles } from '../test/support/reference.ts';
import { createAlertMetrics, gaugeIncidents } from './alert-metrics.ts';
import { causesJobs } from './causes-job.ts';
import { aCause, behind, judgeOf } from './causes-under-test.ts';
import type { Condition, Seen } from './condition.ts';
import type { Judge } from './evidence.ts';
import type { Found } from './finding.ts';
import { ALERT_TABLES } from './incident-rows-under-test.ts';
import { aFoundOrder, readHistory, readIncidents, readOpen } from './incidents-under-test.ts';
import { ruleJobs } from './rule-job.ts';
import { createScheduler } from './scheduler.ts';
import type { Rule } from './settings.ts';
import { alertSettings, ruleThatSees } from './settings-under-test.ts';

const { pool } = await testDatabase();
const clock = manualClock(T0);
const registry = createMetrics();
gaugeIncidents(registry, pool, clock);
const metrics = createAlertMetrics(registry);

beforeEach(async () => {
  await pool.query(`truncate ${ALERT_TABLES} restart identity`);
});

function scheduled(...rules: Rule[]) {
  return judgedBy(undefined, ...rules);
}

function judgedBy(judge: Judge | undefined, ...rules: Rule[]) {
  const settings = () => alertSettings({ rules });
  const deps = { pool, lifecycles: () => referenceLifecycles, ...(judge && { judge }) };
  const jobs = () => [...ruleJobs(settings, deps), ...(judge ? causesJobs(settings, { pool, judge }) : [])];
  const scheduler = createScheduler({ pool, jobs, runner: 'one', clock, log: createLog('silent'), metrics });
  let minute = 0;
  return async () => {
    if (minute === 0) await scheduler.runOnce(T0);
    minute += 1;
    await scheduler.runOnce(T0 + minute * MINUTE);
  };
}

function condition(look: Condition['look']): Pick<Rule, 'condition'> {
  return { condition: { kind: 'test', look } };
}

it('makes incidents of what a rule sees, keeps them while it can’t look, and resolves them when it sees nothing', async () => {
  const seen: { now: readonly Found[] | Seen } = { now: [aFoundOrder('ORD-1')] };
  const run = scheduled(ruleThatSees(seen));
  await run();
  expect(await readOpen(pool)).toEqual(['order:ORD-1 1']);
  seen.now = { kind: 'blind', why: 'nothing is known of the broker' };
  await run();
  expect(await readOpen(pool)).toEqual(['order:ORD-1 1']);
  expect(await registry.metrics()).toContain('orderwatch_incidents{state="open",severity="warning"} 1');
  seen.now = [];
  await run();
  expect(await readIncidents(pool)).toMatchObject([{ state: 'resolved' }]);
  const { rows } = await pool.query('select looked_at, found, opened, resolved, blind from alerts.run order by due_at');
  expect(rows).toEqual([
    { looked_at: 1, found: 1, opened: 1, resolved: 0, blind: null },
    { looked_at: 0, found: 0, opened: 0, resolved: 0, blind: 'nothing is known of the broker' },
    { looked_at: 0, found: 0, opened: 0, resolved: 1, blind: null },
  ]);
});

it('gives a rule that fails an incident of its own, until it runs again', async () => {
  let fault: Error | null = new Error('relation "orders" does not exist');
  const failing = ruleThatSees(
    { now: [] },
    {
      name: 'own-sql',
      route: null,
      ...condition(async () => {
        if (fault) throw fault;
        return { kind: 'seen', found: [], lookedAt: 0 };
      }),
    },
  );
  const run = scheduled(failing, ruleThatSees({ now: [aFoundOrder('ORD-1')] }));
  await run();
  await run();
  const incidents = await readIncidents(pool);
  const failed = incidents.find(({ rule }) => rule === 'rule-failed')!;
  expect(failed).toMatchObject({ about: 'rule:own-sql', severity: 'warning', state: 'open', seen: 2 });
  expect(incidents.find(({ rule }) => rule === 'price-missing')).toMatchObject({ state: 'open', seen: 2 });
  const { rows } = await pool.query(`select detail ->> 'en' as detail from alerts.finding where rule = 'rule-failed'`);
  expect(rows).toEqual([{ detail: 'own-sql: relation "orders" does not exist' }]);
  fault = null;
  await run();
  expect(await readHistory(pool, failed.id)).toEqual([
    'opened first=rule:own-sql orders=1',
    'resolved resolution=no_longer',
  ]);
});

it('says nothing of a value that made the database fail', async () => {
  const reading = condition(async ({ db }) => {
    await db.query(`select 'anna@example.com'::int`);
    return { kind: 'seen', found: [], lookedAt: 0 };
  });
  await scheduled(ruleThatSees({ now: [] }, reading))();
  const { rows } = await pool.query(
    'select r.error, f.detail::text from alerts.run r cross join alerts.finding f where r.error is not null',
  );
  expect(JSON.stringify(rows)).toContain('22P02');
  expect(JSON.stringify(rows)).not.toContain('anna');
});

it('cuts a look that hangs', async () => {
  let limit: unknown;
  const asking = condition(async ({ db }) => {
    limit = (await db.query('show statement_timeout')).rows;
    await db.query('set local statement_timeout = 20');
    await db.query('select pg_sleep(60)');
    return { kind: 'seen', found: [], lookedAt: 0 };
  });
  await scheduled(ruleThatSees({ now: [] }, asking))();
  expect(limit).toEqual([{ statement_timeout: '15s' }]);
  const { rows } = await pool.query('select error from alerts.run');
  expect(rows).toEqual([{ error: 'canceling statement due to statement timeout' }]);
});

it('lets a rule only read', async () => {
  const writing = condition(async ({ db }) => {
    await db.query('delete from alerts.run');
    return { kind: 'seen', found: [], lookedAt: 0 };
  });
  await scheduled(ruleThatSees({ now: [] }, writing))();
  const { rows } = await pool.query('select error from alerts.run');
  expect(rows).toEqual([{ error: 'cannot execute DELETE in a read-only transaction' }]);
});

it('asks why only of what is new, keeps what it is told with it, and thinks again before the rules look', async () => {
  const judge = judgeOf(behind('lost:ORD-1', 'ORD-1'));
  const asked: string[][] = [];
  const listening: Judge = {
    ...judge,
    judge: (found, now) => {
      asked.push(found.map(({ subject }) => subject));
      return judge.judge(found, now);
    },
  };
  const seen = { now: [aFoundOrder('ORD-1')] };
  const run = judgedBy(listening, ruleThatSees(seen));
  await run();
  seen.now = [aFoundOrder('ORD-1'), aFoundOrder('ORD-2')];
  judge.causes.set('order:ORD-2', aCause('flood:acme'));
  await run();
  expect(asked).toEqual([['order:ORD-1'], ['order:ORD-1'], ['order:ORD-2']]);
  const { rows } = await pool.query('select order_id, cause_key from alerts.finding order by order_id');
  expect(rows).toEqual([
    { order_id: 'ORD-1', cause_key: 'lost:ORD-1' },
    { order_id: 'ORD-2', cause_key: 'flood:acme' },
  ]);
});

it('tells what it has found also where nobody can say why, and that nobody can', async () => {
  const judge: Judge = { ...judgeOf(), judge: () => Promise.reject(new Error('no evidence today')) };
  await judgedBy(judge, ruleThatSees({ now: [aFoundOrder('ORD-1')] }))();
  expect(await readOpen(pool)).toEqual(['order:ORD-1 1', 'rule:price-missing 2']);
});
