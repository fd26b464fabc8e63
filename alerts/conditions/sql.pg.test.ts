import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { transaction } from '../../platform/postgres.ts';
import { testDatabase } from '../../test/support/database.ts';
import { anEvent, T0 } from '../../test/support/factory.ts';
import { checkQueries } from '../check-queries.ts';
import { aLedger, aRule, find, look } from '../conditions-under-test.ts';

const { pool, databaseUrl } = await testDatabase();
const { record, empty } = aLedger(pool);
beforeEach(empty);

const query = (query: string, timeout = 'PT5S') => aRule({ condition: { kind: 'sql', query, timeout } });
const mistakes = async (text: string) =>
  (await checkQueries(pool, { rules: [query(text)] })).map(({ sentence }) => sentence);

describe('what it finds', () => {
  it('are orders, or what rows call their subject', async () => {
    await record(anEvent(), anEvent({ orderId: 'ORD-2', partner: 'acme' }));
    const orders = query('select order_id, event_count || $$ events$$ as detail from tracker.order_state order by 1;');
    expect(await find(pool, orders, T0)).toEqual([
      {
        subject: 'order:ORD-1',
        orderId: 'ORD-1',
        stay: '',
        severity: 'warning',
        status: null,
        since: null,
        limitAt: null,
        limit: null,
        owner: null,
        detail: { en: '1 events', ru: '1 events' },
      },
      expect.objectContaining({ subject: 'order:ORD-2' }),
    ]);
    const partners = query(`
      with those as (select partner from tracker.order_search where partner is not null)
      select 'partner:' || partner as subject from those -- each of them`);
    expect(await find(pool, partners, T0)).toMatchObject([{ subject: 'partner:acme', orderId: null, detail: null }]);
  });

  it('is told once, however many rows say it, and refused when there is no end to it', async () => {
    expect(await find(pool, query(`select 'a' as subject from generate_series(1, 10000)`), T0)).toHaveLength(1);
    await expect(look(pool, query(`select 'a' as subject from generate_series(1, 10001)`), T0)).rejects.toThrow(
      'The query gives more than 10000 rows; let it name fewer.',
    );
    await expect(look(pool, query('select null as subject'), T0)).rejects.toThrow('neither `order_id` nor `subject`');
  });
});

describe('what it must not', () => {
  it.each([
    ['names of customers', 'select customer::text as subject from tracker.order_event'],
    ['contacts', 'select contact as subject from tracker.order_search'],
    ['messages', 'select id::text as subject from notifier.message'],
    ['raw messages', 'select order_id from collector.raw_message'],
    ['the data key', 'select key_id as subject from tracker.data_key'],
    ['writing', 'delete from tracker.order_state returning order_id'],
    ['another role', `select set_config('role', 'none', true) as subject`],
    ['another role in a text', `select query_to_xml('select 1', true, true, '')::text as subject`],
    ['another role by code points', `select U&"\\0073et_config"('role', 'none', true) as subject`],
    ['a lock that stays', 'select pg_advisory_lock(1)::text as subject'],
    ['hidden writing', `select lo_create(0)::text as subject`],
    ['a second statement', 'select 1 as subject; select 2 as subject'],
    ['a way out of the brackets', 'select 1 as subject) as a; drop schema tracker cascade; select * from (select 1'],
  ])('%s', async (_title, text) => {
    await record(anEvent());
    await expect(look(pool, query(text), T0)).rejects.toThrow();
    expect((await pool.query('select from tracker.order_state')).rowCount).toBe(1);
  });

  it('take longer than it may', async () => {
    await expect(look(pool, query('select pg_sleep(20)::text as subject', 'PT0.2S'), T0)).rejects.toThrow(
      'statement timeout',
    );
  });

  it('leave a trace in the transaction that it is part of, whether it fails or not', async () => {
    const state = await transaction(pool, async tx => {
      await look(pool, query(`select 'a' as subject`), T0, { db: tx });
      await look(pool, query('select nothing'), T0, { db: tx }).catch(() => {});
      const { rows } = await tx.query(
        `select current_user <> 'orderwatch_reader' as "isOurs", current_setting('transaction_read_only') as "readOnly",
                current_setting('statement_timeout') as timeout`,
      );
      return rows[0];
    });
    expect(state).toEqual({ isOurs: true, readOnly: 'off', timeout: '0' });
  });
});

describe('before it counts', () => {
  it('a query is shown to the database, and told with its place', async () => {
    expect(await checkQueries(pool, { rules: [query('selekt 1')] })).toEqual([
      {
        path: ['rules', 'under-test', 'condition', 'query'],
        sentence: 'PostgreSQL refuses the query: syntax error at or near "1".',
      },
    ]);
    expect(await mistakes('select order_id from tracker.orders')).toEqual([
      'PostgreSQL refuses the query: relation "tracker.orders" does not exist.',
    ]);
    expect(await mistakes('select contact as subject from tracker.order_search')).toEqual([
      'PostgreSQL refuses the query: permission denied for table order_search.',
    ]);
    expect(await mistakes(`select set_config('role', 'none', true) as subject`)).toEqual([
      'The query holds set_config, by which it could do more than read: find another way to say it.',
    ]);
    expect(await mistakes('select 1 as one')).toEqual(['The query must give a column `order_id` or `subject`.']);
    expect(await mistakes('select order_id from tracker.order_state')).toEqual([]);
  });

  it('nothing is run', async () => {
    expect(await mistakes('select pg_sleep(20)::text as subject')).toEqual([]);
  });

  it('says what to do where the role is not there for this user', async () => {
    const name = `nobody_${randomBytes(4).toString('hex')}`;
    await pool.query(`create role ${name} login password 'x'`);
    const url = Object.assign(new URL(databaseUrl), { username: name, password: 'x' });
    const theirs = new pg.Pool({ connectionString: url.href });
    onTestFinished(async () => {
      await theirs.end();
      await pool.query(`drop role ${name}`);
    });
    const [mistake] = await checkQueries(theirs, { rules: [query('select order_id from tracker.order_state')] });
    expect(mistake!.sentence).toMatch(
      /^The role orderwatch_reader, as which queries run, is not there for this user\./,
    );
  });
});
