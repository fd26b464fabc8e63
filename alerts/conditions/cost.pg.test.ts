import { beforeAll, expect, it } from 'vitest';
import type { Db } from '../../platform/postgres.ts';
import { testDatabase } from '../../test/support/database.ts';
import { DAY, HOUR, MINUTE, T0 } from '../../test/support/factory.ts';
import { referenceLifecycle, referenceLifecycles } from '../../test/support/reference.ts';
import { aRule, type Declared } from '../conditions-under-test.ts';
import { NO_THOUGHT, orderSubject } from '../finding.ts';

const { pool } = await testDatabase();
const ORDERS = 20_000;
const NOW = T0 + 30 * DAY;

// Made by SQL: what matters is how many there are, and that hardly any of them is wrong.
beforeAll(async () => {
  await pool.query(
    `insert into tracker.order_state (order_id, lifecycle, lifecycle_hash, status, status_since, target_at, due_at,
                                      promised_at, provisional, first_event_at, last_event_at, confirmed, sources)
     select 'ORD-' || n, 'jewellery', $1, 'SUBMITTED', at, at + interval '1 hour', at + interval '24 hours',
            at + interval '60 days', false, at, at, true, '{}'
       from generate_series(1, $2) as n cross join lateral (select $3::timestamptz + n * interval '1 second' as at) as t`,
    [referenceLifecycle.hash, ORDERS, new Date(NOW)],
  );
  await pool.query(
    `insert into tracker.order_event (order_id, event_id, type, status, source, occurred_at, recorded_at, sequence, ids,
                                      digest, historic)
     select 'ORD-' || n, 'e-' || k, 'order.note', 'SUBMITTED', 'shop', at, at, k, '{}', repeat('x', 32)::bytea, false
       from generate_series(1, $1) as n, generate_series(1, 5) as k,
            lateral (select $2::timestamptz + n * interval '2 minutes' as at) as t
      order by at`,
    [ORDERS, new Date(NOW - ORDERS * 2 * MINUTE)],
  );
  await pool.query('vacuum analyze tracker.order_state');
  await pool.query('vacuum analyze tracker.order_event');
});

/** The statements that a look sends, with the plan of each. */
async function plansOf(rule: Declared): Promise<string[]> {
  const plans: string[] = [];
  const query = async (text: string, values: unknown[]) => {
    const { rows } = await pool.query(`explain ${text}`, values);
    plans.push(rows.map(row => row['QUERY PLAN']).join('\n'));
    return pool.query(text, values);
  };
  const open = [{ orderId: 'ORD-1' }].map(({ orderId }) => ({
    subject: orderSubject(orderId),
    orderId,
    stay: '',
    severity: 'warning' as const,
    status: null,
    since: null,
    limitAt: null,
    owner: null,
    detail: null,
    rule: 'under-test',
    origin: 'rule' as const,
    incidentId: 1,
    firstSeenAt: T0,
    ...NO_THOUGHT,
  }));
  const look = { db: { query } as unknown as Db, lifecycles: referenceLifecycles, now: NOW, since: NOW - MINUTE, open };
  await aRule(rule).condition.look(look);
  return plans;
}

it.each<Declared['condition']>([
  { kind: 'dwell', status: '*', over: 'breach' },
  { kind: 'dwell', status: 'SUBMITTED', over: 'target' },
  { kind: 'missing', status: 'SUBMITTED', successor: 'PRICE_CALCULATED', over: 'PT3H' },
  { kind: 'overdue', before: 'P2D' },
  { kind: 'provisional', for: 'PT15M' },
  { kind: 'divergence', for: 'PT30M' },
  { kind: 'stalled', status: 'SUBMITTED', type: 'order.note', for: 'PT10M' },
  { kind: 'sequenceGap', for: 'PT10M' },
  { kind: 'partnerRate', over: { events: 10, within: 'PT1H' } },
  { kind: 'anomalyRate', anomaly: 'gap', over: 0.1 },
  { kind: 'noOrders' },
])('$kind $over reads no table whole', async condition => {
  const plans = await plansOf({ condition });
  expect(plans.length).toBeGreaterThan(0);
  for (const plan of plans) expect(plan).not.toMatch(/Seq Scan on (order_state|order_event)/);
});

it('a look for what stays too long takes as long as what it finds, whoever else is there', async () => {
  const look = { db: pool, lifecycles: referenceLifecycles, now: NOW, since: null, open: [] };
  const rule = aRule({ condition: { kind: 'dwell', status: 'SUBMITTED', over: 'target' } });
  expect(await rule.condition.look({ ...look, now: NOW + HOUR + 10_000 })).toMatchObject({ lookedAt: 10 });
});
