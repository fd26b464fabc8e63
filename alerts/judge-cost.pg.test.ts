import { beforeAll, expect, it } from 'vitest';
import { saveReachable } from '../collector/watch/watched-broker.ts';
import { saveQueues } from '../collector/watch/watched-queues.ts';
import { transaction } from '../platform/postgres.ts';
import { testDatabase } from '../test/support/database.ts';
import { HOUR, MINUTE, T0 } from '../test/support/factory.ts';
import { referenceLifecycle } from '../test/support/reference.ts';
import { encodeMemory } from '../tracker/memory.ts';
import { emptyState } from '../tracker/state.ts';
import { aQueue } from './evidence/facts-under-test.ts';
import { type Found, orderSubject, stayOf } from './finding.ts';
import { aJudge } from './judge-under-test.ts';

const { pool } = await testDatabase();
const ORDERS = 20_000;
const NOW = T0 + 3 * HOUR;

// Made by SQL: what matters is how many there are. All wait for their price behind a queue that nobody reads.
beforeAll(async () => {
  const history = [{ status: 'SUBMITTED', at: T0, eventId: 'e-1' }];
  await pool.query(
    `insert into tracker.order_state (order_id, lifecycle, lifecycle_hash, status, status_since, target_at, due_at,
                                      provisional, first_event_at, last_event_at, confirmed, sources, memory, ids)
     select 'ORD-' || n, 'jewellery', $1, 'SUBMITTED', at, at + interval '1 hour', at + interval '24 hours',
            false, at, at, true, '{}', $4, jsonb_build_object('mes', 'M-' || n)
       from generate_series(1, $2) as n cross join lateral (select $3::timestamptz + n * interval '1 ms' as at) as t`,
    [referenceLifecycle.hash, ORDERS, new Date(T0), encodeMemory({ ...emptyState.memory, history }, {})],
  );
  await pool.query(
    `insert into tracker.order_event (order_id, event_id, type, status, source, occurred_at, recorded_at, ids, digest,
                                      historic)
     select 'ORD-' || n, 'e-' || k, 'order.note', null, 'shop', at, at, '{}', repeat('x', 32)::bytea, false
       from generate_series(1, $1) as n, generate_series(1, 5) as k,
            lateral (select $2::timestamptz - n * interval '2 minutes' as at) as t
      order by at`,
    [ORDERS, new Date(T0)],
  );
  await pool.query(
    `insert into tracker.order_search (order_id, partner) select 'ORD-' || n, 'acme' from generate_series(1, $1) as n`,
    [ORDERS],
  );
  await pool.query(
    `insert into alerts.rhythm (kind, name, hour, events, orders, last_at)
     select kind, kind || k, hour, 10, 1, hour
       from unnest('{source,partner,status}'::text[]) as kind, generate_series(1, 20) as k,
            generate_series($1::timestamptz - interval '5 weeks', $1, interval '1 hour') as hour`,
    [new Date(NOW - MINUTE)],
  );
  for (const table of ['tracker.order_state', 'tracker.order_event', 'tracker.order_search', 'alerts.rhythm']) {
    await pool.query(`vacuum analyze ${table}`);
  }
  const queue = { messages: ORDERS, consumers: 0, hadConsumersAt: T0 - HOUR, oldestAgeMs: 4 * HOUR, sampledAt: NOW };
  await transaction(pool, async tx => {
    await saveReachable(tx, [], NOW);
    await saveQueues(tx, [aQueue(queue)]);
  });
});

const found = (count: number): Found[] =>
  Array.from({ length: count }, (_, n) => ({
    subject: orderSubject(`ORD-${n + 1}`),
    orderId: `ORD-${n + 1}`,
    stay: stayOf('SUBMITTED', T0),
    severity: 'warning',
    status: 'SUBMITTED',
    since: T0,
    limitAt: T0 + HOUR,
    limit: 'PT1H',
    owner: 'mes',
    detail: null,
  }));

it('judges a thousand orders by a handful of statements, and the next ones by fewer', async () => {
  const { judge, statements } = aJudge(pool);
  const judged = await judge(found(1_000), NOW);
  expect([...judged.values()].every(({ cause }) => cause?.key === 'consumers:mes.inbox')).toBe(true);
  expect(statements.length).toBeLessThanOrEqual(15);
  const before = statements.length;
  await judge(found(1_000), NOW + 14_000);
  // Where they are, what was reported of them, which numbers are missing.
  expect(statements.length - before).toBe(3);
});

it('reads what all share once, however many ask at the same time, and again when it is old', async () => {
  const { facts, statements } = aJudge(pool);
  const asked = await Promise.all(Array.from({ length: 1_000 }, (_, n) => facts.at(NOW + n)));
  expect(new Set(asked).size).toBe(1);
  const once = statements.length;
  await facts.at(NOW + 15_000);
  expect(statements.length).toBe(2 * once);
});

it('tries again after a failure', async () => {
  let fails = true;
  const readDeploys = async () => {
    if (fails) throw new Error('The database is gone.');
    return [];
  };
  const { facts } = aJudge(pool, { readers: { readDeploys } });
  await expect(facts.at(NOW)).rejects.toThrow('The database is gone.');
  fails = false;
  await expect(facts.at(NOW)).resolves.toMatchObject({ at: NOW });
});

it('reads no table whole', async () => {
  const { judge, statements } = aJudge(pool);
  await judge(found(100), NOW);
  for (const { text, values } of statements) {
    const { rows } = await pool.query(`explain ${text}`, values);
    const plan = rows.map(row => row['QUERY PLAN']).join('\n');
    expect(plan, text).not.toMatch(/Seq Scan on (order_state|order_event|order_search)/);
  }
});
