import { expect, test } from 'vitest';
import { manualClock } from '../platform/clock.ts';
import { testDatabase } from '../test/support/database.ts';
import { anEvent, arrivals, MINUTE, T0 } from '../test/support/factory.ts';
import { referenceLifecycles as lifecycles } from '../test/support/reference.ts';
import { readLag } from './lag.ts';
import { plainVault } from './personal-data.ts';
import { createLedger } from './record.ts';

const { pool } = await testDatabase();
const clock = manualClock(T0);
const ledger = createLedger({ pool, lifecycles: () => lifecycles, clock, vault: plainVault });

test('how long half of the last events had been on their way', async () => {
  expect(await readLag(pool, T0 - MINUTE)).toBeNull();
  await ledger.record(
    arrivals([
      anEvent({ orderId: 'A', occurredAt: T0 - 1_000 }),
      anEvent({ orderId: 'B', occurredAt: T0 - 4_000 }),
      anEvent({ orderId: 'C', occurredAt: T0 - 3 * MINUTE }),
      anEvent({ orderId: 'D', occurredAt: null }),
      anEvent({ orderId: 'E', occurredAt: T0 - 90 * MINUTE, historic: true }),
    ]),
  );
  expect(await readLag(pool, T0 - MINUTE)).toBe(4_000);
  expect(await readLag(pool, T0 + 1)).toBeNull();
});

test('a long ledger is not read whole for it', async () => {
  await pool.query(
    `insert into tracker.order_event (order_id, event_id, type, source, occurred_at, recorded_at, ids, digest, historic)
     select 'L-' || n, 'e', 'order.note', 'shop', at, at, '{}', '', false
       from generate_series(1, 60000) as n, lateral (select to_timestamp($1 / 1000.0) + n * interval '30 s' as at) as t`,
    [T0],
  );
  await pool.query('analyze tracker.order_event');
  const since = T0 + 60_000 * 30_000 - MINUTE;
  const { rows } = await pool.query<{ 'QUERY PLAN': string }>(
    `explain select e.recorded_at, e.occurred_at from tracker.order_event e
      where e.recorded_at >= to_timestamp($1 / 1000.0) and e.occurred_at is not null and not e.historic limit 500`,
    [since],
  );
  expect(rows.map(row => row['QUERY PLAN']).join('\n')).toContain('order_event_recorded_at');
  expect(await readLag(pool, since)).toBe(0);
});
