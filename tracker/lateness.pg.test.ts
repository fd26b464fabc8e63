import { beforeEach, expect, test } from 'vitest';
import { testDatabase } from '../test/support/database.ts';
import { DAY, HOUR, MINUTE, T0 } from '../test/support/factory.ts';
import { createLateness, measureLateness, readLateness } from './lateness.ts';

const { pool } = await testDatabase();
const lateness = createLateness({ pool });
beforeEach(() => pool.query('truncate tracker.order_event, tracker.lateness'));

/** Of so many orders the second number comes after the third one, each by so much. */
async function late(source: string, orders: number, lateMs: (at: number) => number, from = T0): Promise<void> {
  const rows = Array.from({ length: orders }, (_, at) =>
    [1, 3, 2].map(sequence => {
      const recorded = from + at * 1_000 + (sequence === 2 ? lateMs(at) : sequence);
      return { order: `${source}-${from}-${at}`, sequence, recorded };
    }),
  ).flat();
  await pool.query(
    `insert into tracker.order_event (order_id, event_id, type, source, sequence, recorded_at, ids, digest, historic)
     select e."order", e.sequence::text, 'order.note', $1, e.sequence, to_timestamp(e.recorded / 1000), '{}', '', false
       from jsonb_to_recordset($2) as e ("order" text, sequence int, recorded float8)`,
    [source, JSON.stringify(rows)],
  );
}

const now = T0 + DAY;

test('says how late what is missing comes, after what was said later', async () => {
  expect(await measureLateness(pool, now)).toEqual(new Map());
  // The first that was later came 3 ms after the beginning.
  await late('mes', 2_000, at => at * 100 + 3);
  await late('crm', 10, () => MINUTE + 3);
  await late('shop', 10, () => 7 * HOUR);
  const measured = await measureLateness(pool, now);
  expect([...measured].sort()).toEqual([
    ['crm', { p999Ms: MINUTE, samples: 10 }],
    ['mes', { p999Ms: 199_800, samples: 1_999 }],
  ]);
  expect(await measureLateness(pool, now + 30 * DAY)).toEqual(new Map());
});

test('what is known of too few is not known', async () => {
  await late('mes', 9, () => MINUTE + 3);
  await lateness.runOnce(now);
  expect(await readLateness(pool)).toEqual(new Map());
  await late('mes', 1, () => MINUTE + 3, T0 + HOUR);
  await lateness.runOnce(now);
  // A quarter more than the latest of so few.
  expect(await readLateness(pool)).toEqual(new Map([['mes', { ms: 75_000, beforeMs: 0 }]]));
});

test('what it was before is remembered until the next measurement', async () => {
  await late('mes', 1_000, () => MINUTE + 3);
  await lateness.runOnce(now);
  await late('mes', 1_000, () => 2 * MINUTE + 3, T0 + HOUR);
  await lateness.runOnce(now + HOUR);
  expect(await readLateness(pool)).toEqual(new Map([['mes', { ms: 2 * MINUTE, beforeMs: MINUTE }]]));
  await pool.query('truncate tracker.order_event');
  await lateness.runOnce(now + 2 * HOUR);
  expect(await readLateness(pool)).toEqual(new Map([['mes', { ms: 0, beforeMs: 2 * MINUTE }]]));
  await lateness.runOnce(now + 3 * HOUR);
  expect(await readLateness(pool)).toEqual(new Map());
});

test('of much only what came last is read', async () => {
  await pool.query(
    `insert into tracker.order_event (order_id, event_id, type, source, sequence, recorded_at, ids, digest, historic)
     select 'ORD-' || n / 3, n::text, 'order.note', 'mes', case n % 3 when 0 then 1 when 1 then 3 else 2 end,
            $1::timestamptz + n * interval '20 seconds', '{}', '', false
       from generate_series(0, 119999) as n`,
    [new Date(T0)],
  );
  const end = T0 + 120_000 * 20_000;
  const begun = performance.now();
  // 120,000 events in 28 days, and 69,120 in 16.
  const measured = await measureLateness(pool, end);
  expect(measured.get('mes')).toMatchObject({ p999Ms: 20_000 });
  expect(measured.get('mes')!.samples).toBeGreaterThan(20_000);
  expect(measured.get('mes')!.samples).toBeLessThan(24_000);
  expect(performance.now() - begun).toBeLessThan(60_000);
});
