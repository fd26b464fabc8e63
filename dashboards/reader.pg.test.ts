import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { transaction } from '../platform/postgres.ts';
import { testDatabase } from '../test/support/database.ts';
import { orderTraceId } from '../tracker/orders.ts';
import { boardQueries, fillIn } from './queries.ts';

const { pool } = await testDatabase();
const grants = readFileSync(new URL('postgres/reader.sql', import.meta.url), 'utf8');
const NOW = Date.parse('2026-11-20T09:00:00.000Z');
const chosen = { lifecycle: ['reference'], status: ['SUBMITTED'] };
const queries = boardQueries().filter(({ source }) => source === 'postgres');

/** As Grafana asks: in the role, and without the right to write. */
async function ask(text: string): Promise<Record<string, unknown>[]> {
  return transaction(pool, async db => {
    await db.query('set local role orderwatch_reader');
    return (await db.query(text)).rows;
  });
}

function textOf(where: string): string {
  return fillIn(queries.find(query => query.where === where)!, { now: NOW, chosen });
}

beforeAll(async () => {
  await pool.query(grants);
  await pool.query(grants); // as often as one likes
  await pool.query(`
    insert into tracker.order_state (order_id, lifecycle, lifecycle_hash, status, confirmed, status_since, target_at,
                                     due_at, provisional, correlation_id)
    values ('ORD-1', 'reference', '', 'SUBMITTED', true, now() - interval '26 hours', now() - interval '25 hours',
            now() - interval '2 hours', false, 'cart-1'),
           ('ORD-2', 'reference', '', 'SUBMITTED', true, now() - interval '2 hours', now() - interval '1 hour',
            now() + interval '22 hours', false, null)`);
  await pool.query(`insert into tracker.order_search (order_id, customer_id, partner) values ('ORD-1', 'C-7', 'acme')`);
  await pool.query(`
    insert into alerts.incident (rule, rule_hash, about, severity, state, shadow, title, opened_at, last_joined_at, last_seen_at)
    values ('stuck', '', 'mes', 'warning', 'open', false, '{"en": "One order is stuck"}', now(), now(), now())`);
  await pool.query(`
    insert into alerts.finding (rule, subject, stay, origin, order_id, incident_id, severity, owner, first_seen_at)
    select 'stuck', 'order:ORD-1', '', 'rule', 'ORD-1', id, 'warning', 'mes', now() from alerts.incident`);
  await pool.query(`
    insert into collector.watched_database values (true, 3, 100,
      '[{"pid": 7, "ms": 1500, "query": "select $1"}]', 0, null, '[{"query": "select $1", "calls": 4, "meanMs": 250}]', now())`);
});

describe('the role may ask what boards ask', () => {
  test.each(queries.map(query => [query.where, query] as const))('%s', async (_, query) => {
    await expect(ask(fillIn(query, { now: NOW, chosen }))).resolves.toBeInstanceOf(Array);
    await expect(ask(fillIn(query, { now: NOW }))).resolves.toBeInstanceOf(Array);
  });
});

test('the stuck orders say whom they wait for, and lead to incident and trace', async () => {
  const rows = await ask(textOf('Support › Stuck orders (21) › A'));
  expect(rows).toHaveLength(1);
  expect(rows[0]).toMatchObject({
    Order: 'ORD-1',
    Status: 'SUBMITTED',
    'Waits for': 'mes',
    Partner: 'acme',
    Trace: orderTraceId({ orderId: 'ORD-1', correlationId: 'cart-1' }),
  });
  expect(Math.round(Number(rows[0]!['Past it']) / 60)).toBe(120);
  expect(String(rows[0]!.Incident)).toMatch(/^\d+$/);

  const [late] = await ask(textOf('Support › Past their target (22) › A'));
  expect(late).toMatchObject({ Order: 'ORD-2', Trace: orderTraceId({ orderId: 'ORD-2', correlationId: null }) });
});

test('what takes time in the database is shown in seconds', async () => {
  expect(await ask(textOf('Databases › What runs for long now (35) › A'))).toEqual([
    { 'Runs for': 1.5, Process: 7, Query: 'select $1' },
  ]);
  expect(await ask(textOf('Databases › What takes most of the time (36) › A'))).toEqual([
    { Calls: 4, Mean: 0.25, 'In all': 1, Query: 'select $1' },
  ]);
});

test('boards lead to where the console is said to be', async () => {
  const where = textOf('Orders › variable console');
  expect(await ask(where)).toEqual([{ console: 'http://localhost:8080' }]);

  await transaction(pool, async db => {
    await db.query(`set local stack.public_url = 'https://orders.example/it''s'`);
    await db.query(grants);
  });
  const { rows } = await pool.query(`
    select setconfig from pg_db_role_setting s join pg_database d on d.oid = s.setdatabase
     where d.datname = current_database() and s.setrole = 'orderwatch_reader'::regrole`);
  expect(rows).toEqual([{ setconfig: ["orderwatch.console=https://orders.example/it's"] }]);
  const asked = await transaction(pool, async db => {
    await db.query(`set local orderwatch.console = 'https://orders.example'`);
    return (await db.query(where)).rows;
  });
  expect(asked).toEqual([{ console: 'https://orders.example' }]);
});

describe('the role may not ask for', () => {
  test.each([
    ['names and addresses of customers', 'select customer from tracker.order_event'],
    ['whose order it is', 'select customer_id from tracker.order_search'],
    ['contacts', 'select contact from tracker.order_search'],
    ['the bytes of messages', 'select body from collector.raw_message'],
    ['the bytes of messages in quarantine', 'select body from collector.quarantine'],
    ['whom a message is for', 'select recipient from notifier.message'],
    ['what a message says', 'select body from notifier.message'],
    ['addresses', 'select address from notifier.message'],
    ['the keys of the API', 'select hash from api.key'],
  ])('%s', async (_, text) => {
    await expect(ask(text)).rejects.toThrow(/permission denied/);
  });

  test('leave to write', async () => {
    await expect(ask(`update tracker.order_state set status = 'DELIVERED'`)).rejects.toThrow(/permission denied/);
  });
});
