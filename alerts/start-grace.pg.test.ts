import { beforeEach, expect, test } from 'vitest';
import { readQueues, saveQueues } from '../collector/watch/watched-queues.ts';
import { type Instant, manualClock } from '../platform/clock.ts';
import { createLog } from '../platform/log.ts';
import { createMetrics } from '../platform/metrics.ts';
import { testDatabase } from '../test/support/database.ts';
import { DAY, MINUTE, T0 } from '../test/support/factory.ts';
import { unknownLifecycles } from '../tracker/lifecycle.ts';
import { createAlertMetrics } from './alert-metrics.ts';
import type { Found } from './finding.ts';
import { ruleJobs } from './rule-job.ts';
import { createScheduler } from './scheduler.ts';
import { alertSettings, ruleThatSees } from './settings-under-test.ts';
import { createStartGrace, type StartGrace } from './start-grace.ts';

const { pool } = await testDatabase();
const SECOND = 1_000;

beforeEach(() => pool.query('truncate collector.watched_queue'));

function lookAtOurs(ready: number, sampledAt: Instant) {
  return saveQueues(pool, [
    {
      name: 'orderwatch.ledger',
      vhost: '/',
      messages: ready,
      ready,
      unacknowledged: 0,
      consumers: 1,
      hadConsumersAt: sampledAt,
      publishedPerSecond: 0,
      takenPerSecond: 0,
      wasEmptyAt: null,
      oldestAgeMs: null,
      ageIsEstimate: false,
      isDeadLetter: false,
      isOurs: true,
      sampledAt,
    },
  ]);
}

const begin = () => createStartGrace({ db: pool, readQueues, begunAt: T0, log: createLog('silent') });

async function holdsAt(grace: StartGrace, now: Instant, kind = 'dwell'): Promise<boolean> {
  await grace.runOnce(now);
  return grace.holds(kind);
}

test('nothing is concluded from the ledger before what waited is in it; queues are judged at once', async () => {
  // What was seen before the start says nothing about now.
  await lookAtOurs(0, T0 - MINUTE);
  const grace = begin();
  expect(grace.holds('dwell')).toBe(true);
  expect(await holdsAt(grace, T0)).toBe(true);
  expect(await holdsAt(grace, T0, 'queueDepth')).toBe(false);
  await lookAtOurs(12_000, T0 + 15 * SECOND);
  expect(await holdsAt(grace, T0 + MINUTE)).toBe(true);
  await lookAtOurs(3, T0 + 2 * MINUTE);
  expect(await holdsAt(grace, T0 + 2 * MINUTE)).toBe(false);
  // It is about the start alone: what comes later is judged by what is known.
  await lookAtOurs(12_000, T0 + 3 * MINUTE);
  expect(await holdsAt(grace, T0 + 3 * MINUTE)).toBe(false);
});

test('where nobody looks at RabbitMQ it is not waited for, and a ledger that stays behind is judged all the same', async () => {
  const alone = begin();
  expect(await holdsAt(alone, T0 + 44 * SECOND)).toBe(true);
  expect(await holdsAt(alone, T0 + 45 * SECOND)).toBe(false);
  const behind = begin();
  await lookAtOurs(12_000, T0 + 9 * MINUTE);
  expect(await holdsAt(behind, T0 + 9 * MINUTE)).toBe(true);
  expect(await holdsAt(behind, T0 + 10 * MINUTE)).toBe(false);
});

test('a daily rule that fell due before the ledger had caught up is judged as soon as it has', async () => {
  const seen: { now: Found[] } = { now: [] };
  const schedule = { cron: '0 9 * * *', zone: 'UTC' };
  const condition = { ...ruleThatSees(seen).condition, kind: 'dwell' };
  const settings = alertSettings({ rules: [ruleThatSees(seen, { schedule, condition })] });
  const grace = begin();
  const clock = manualClock(T0 - DAY);
  const log = createLog('silent');
  const lifecycles = () => unknownLifecycles;
  const schedulerOf = (of?: StartGrace) => {
    const jobs = () => ruleJobs(() => settings, { pool, lifecycles, ...(of && { grace: of }) });
    return createScheduler({ pool, jobs, runner: 'r', clock, log, metrics: createAlertMetrics(createMetrics()) });
  };
  const before = schedulerOf();
  await before.runOnce(T0 - DAY - MINUTE);
  expect(await before.runOnce(T0 - DAY)).toBe(1);
  // It was down until the minute after nine, and begins with a backlog.
  const after = schedulerOf(grace);
  await lookAtOurs(12_000, T0 + MINUTE);
  await grace.runOnce(T0 + MINUTE);
  expect(await after.runOnce(T0 + MINUTE)).toBe(0);
  await lookAtOurs(0, T0 + 3 * MINUTE);
  await grace.runOnce(T0 + 3 * MINUTE);
  expect(await after.runOnce(T0 + 3 * MINUTE)).toBe(1);
});
