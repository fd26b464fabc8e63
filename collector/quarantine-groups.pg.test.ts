import { expect, test } from 'vitest';
import { transaction } from '../platform/postgres.ts';
import { testDatabase } from '../test/support/database.ts';
import { MINUTE, T0 } from '../test/support/factory.ts';
import { referenceLifecycles } from '../test/support/reference.ts';
import { vaultOf } from '../tracker/personal-data.ts';
import { decoder } from './envelope/decode.ts';
import { fromHttp } from './message.ts';
import { listQuarantine } from './quarantine.ts';
import { groupQuarantine, readQuarantined } from './quarantine-groups.ts';
import { insertQuarantined, markReplayed, updateReasons } from './quarantine-rows.ts';

const { pool } = await testDatabase();
const vault = vaultOf(Buffer.alloc(32, 4));
const decode = decoder(() => referenceLifecycles);

async function quarantine(body: object, at = T0): Promise<string> {
  const message = fromHttp(Buffer.from(JSON.stringify(body)), at);
  const rejection = await decode(message, { historic: false });
  if (rejection.ok) throw new Error('It is understood');
  return (await transaction(pool, tx => insertQuarantined(tx, [{ message, rejection }], vault)))[0]!;
}

test('after a status was renamed, what came since is one group, and the orders that wait are known', async () => {
  const priced = { status: 'PRICED', source: 'mes', customer: { name: 'Anna Ivanova', email: 'anna@example.com' } };
  const first = await quarantine({ ...priced, orderId: 'ORD-1', ids: { mes: 'M-1' }, correlationId: 'cart-1' });
  const second = await quarantine({ ...priced, orderId: 'ORD-2' }, T0 + MINUTE);
  const other = await quarantine({ status: 'SUBMITTED', source: 'shop', orderId: 'ORD-1', sequence: -1 }, T0 + MINUTE);
  const [renamed, bad] = await groupQuarantine(pool);
  expect(renamed).toEqual({
    fingerprint: 'unknown_status:PRICED:mes',
    reasonKind: 'unknown_status',
    what: 'PRICED',
    source: 'mes',
    count: 2,
    firstAt: T0,
    lastAt: T0 + MINUTE,
  });
  expect(bad).toMatchObject({ fingerprint: 'bad_number:sequence:shop', count: 1 });

  expect(await readQuarantined(pool, [])).toEqual([]);
  expect(await readQuarantined(pool, ['ORD-9'])).toEqual([]);
  expect((await readQuarantined(pool, ['ORD-1', 'ORD-2'])).map(({ id }) => id)).toEqual([other, second, first]);
  expect(await readQuarantined(pool, ['~mes:M-1'])).toMatchObject([
    { id: first, names: ['ORD-1', '~mes:M-1', '~corr:cart-1'], reasonKind: 'unknown_status', receivedAt: T0 },
  ]);
  const page = { after: null, limit: 10 };
  const listed = await listQuarantine(pool, { fingerprint: 'unknown_status:PRICED:mes' }, page, vault);
  expect(listed.messages.map(({ id }) => id)).toEqual([second, first]);

  // With a data key nothing of the customer stands there as it was sent.
  const { rows } = await pool.query('select q::text as row from collector.quarantine q');
  expect(rows.map(({ row }) => row).join()).not.toMatch(/anna/i);

  await markReplayed(pool, [first], T0 + MINUTE);
  expect(await readQuarantined(pool, ['~mes:M-1'])).toEqual([]);
  expect((await groupQuarantine(pool)).map(({ count }) => count)).toEqual([1, 1]);

  const message = fromHttp(Buffer.from('{"status":"PRICED2","source":"mes","orderId":"ORD-2"}'), T0);
  const rejection = await decode(message, { historic: false });
  if (!rejection.ok) await updateReasons(pool, [{ id: second, message, rejection }], vault);
  expect((await groupQuarantine(pool)).map(({ fingerprint }) => fingerprint)).toContain('unknown_status:PRICED2:mes');
});

test('a million that wait are counted from an index', async () => {
  await pool.query(
    `insert into collector.quarantine
       (source, received_at, last_received_at, reason_kind, reason, properties, body, digest, fingerprint, mentions)
     select 'http', now(), now(), 'not_json', '', '{}', convert_to(repeat('x', 1500), 'UTF8'), decode(md5(n::text), 'hex'), 'not_json:mes', array['ORD-' || n]
       from generate_series(1, 5000) as n`,
  );
  await pool.query('vacuum analyze collector.quarantine');
  const plan = async (sql: string) =>
    (await pool.query<{ 'QUERY PLAN': string }>(`explain ${sql}`)).rows.map(row => row['QUERY PLAN']).join('\n');
  expect(
    await plan(`select coalesce(fingerprint, reason_kind), count(*), min(received_at), max(last_received_at)
                  from collector.quarantine where replayed_at is null and dismissed_at is null group by coalesce(fingerprint, reason_kind)`),
  ).toContain('quarantine_open_groups');
  expect(
    await plan(
      `select id from collector.quarantine where mentions && '{ORD-7}' and replayed_at is null and dismissed_at is null`,
    ),
  ).toContain('quarantine_open_mentions');
});
