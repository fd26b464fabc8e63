import { beforeEach, expect, test } from 'vitest';
import { readQueues, saveQueues } from '../collector/watch/watched-queues.ts';
import type { Instant } from '../platform/clock.ts';
import { testDatabase } from '../test/support/database.ts';
import { MINUTE, T0 } from '../test/support/factory.ts';
import { createStartGrace } from './start-grace.ts';

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

test('nothing is concluded from the ledger before what waited is in it; queues are judged at once', async () => {
  // What was seen before the start says nothing about now.
  await lookAtOurs(0, T0 - MINUTE);
  const grace = createStartGrace({ readQueues, begunAt: T0 });
  const held = (at: Instant, kind = 'dwell') => grace.holds(kind, pool, at);
  expect(await held(T0)).toContain('does not know yet how much it has missed');
  expect(await held(T0, 'queueDepth')).toBeNull();
  await lookAtOurs(12_000, T0 + 15 * SECOND);
  expect(await held(T0 + MINUTE)).toContain('12000 messages wait to be recorded');
  await lookAtOurs(3, T0 + 2 * MINUTE);
  expect(await held(T0 + 2 * MINUTE)).toBeNull();
  // It is about the start alone: what comes later is judged by what is known.
  await lookAtOurs(12_000, T0 + 3 * MINUTE);
  expect(await held(T0 + 3 * MINUTE)).toBeNull();
});

test('where nobody looks at RabbitMQ it is not waited for, and a ledger that stays behind is judged all the same', async () => {
  const alone = createStartGrace({ readQueues, begunAt: T0 });
  expect(await alone.holds('dwell', pool, T0)).not.toBeNull();
  expect(await alone.holds('dwell', pool, T0 + 45 * SECOND)).toBeNull();
  const behind = createStartGrace({ readQueues, begunAt: T0 });
  await lookAtOurs(12_000, T0);
  expect(await behind.holds('dwell', pool, T0)).not.toBeNull();
  await lookAtOurs(12_000, T0 + 9 * MINUTE);
  expect(await behind.holds('dwell', pool, T0 + 9 * MINUTE)).not.toBeNull();
  expect(await behind.holds('dwell', pool, T0 + 10 * MINUTE)).toBeNull();
});
