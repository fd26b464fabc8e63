import { expect, test } from 'vitest';
import { manualClock } from '../platform/clock.ts';
import { testDatabase } from '../test/support/database.ts';
import { anEvent, arrivals, HOUR, MINUTE, T0 } from '../test/support/factory.ts';
import { referenceLifecycles as lifecycles } from '../test/support/reference.ts';
import { admitDataKey } from './data-key.ts';
import { listOrders } from './order-list.ts';
import { findOrder } from './orders.ts';
import { plainVault, vaultOf } from './personal-data.ts';
import { rebuild } from './rebuild.ts';
import { createLedger } from './record.ts';

const { pool } = await testDatabase();
const clock = manualClock(T0 + HOUR);
const vault = vaultOf(Buffer.alloc(32, 1));
const plain = createLedger({ pool, lifecycles: () => lifecycles, clock, vault: plainVault });
const sealing = createLedger({ pool, lifecycles: () => lifecycles, clock, vault });
const customer = { id: 'C-1', name: 'Анна Ёлкина', email: 'Anna@Example.com', phone: '+7 916 123-45-67', locale: 'ru' };

async function listed(q: string): Promise<string[]> {
  const page = { sort: 'deadline', after: null, limit: 50 } as const;
  const { orders } = await listOrders(pool, lifecycles, { q }, page, T0 + HOUR, vault);
  return orders.map(order => order.orderId);
}

async function everything(): Promise<string> {
  const { rows } = await pool.query(
    `select string_agg(e::text, '') || (select string_agg(s::text, '') from tracker.order_search s) as text
       from tracker.order_event e`,
  );
  return rows[0].text;
}

test('with a key nothing personal can be read in the tables, and everything by whoever has it', async () => {
  const note = { orderId: 'S-1', status: null, type: 'order.note', occurredAt: T0 + MINUTE };
  await sealing.record(
    arrivals([anEvent({ orderId: 'S-1', customer }), anEvent({ ...note, customer: { name: 'Anna E.' } })]),
  );
  const text = await everything();
  for (const word of ['Анна', 'Anna', 'anna', 'Example', '916', '4567', 'елкина']) expect(text).not.toContain(word);
  expect(text).toContain('C-1');

  const found = await findOrder(pool, lifecycles, 'S-1', clock.now(), vault);
  expect(found).toMatchObject({ kind: 'found', order: { customer: { ...customer, name: 'Anna E.' } } });
});

test('then people are found by the whole address or number, or its last four digits', async () => {
  for (const q of ['anna@EXAMPLE.com', '8 (916) 123 45 67', '+79161234567', '4567']) {
    expect([q, await listed(q)]).toEqual([q, ['S-1']]);
  }
  for (const q of ['анна', 'anna', 'example.com', '916123', '567']) expect([q, await listed(q)]).toEqual([q, []]);
});

test('a twin from before the key is a twin, and what was plain stays readable until it is rebuilt', async () => {
  const event = anEvent({ orderId: 'OLD-1', customer: { ...customer, email: 'old@example.com' } });
  await plain.record(arrivals([event]));
  expect((await sealing.record(arrivals([event]))).outcomes).toEqual(['duplicate']);
  expect(await listed('old@example')).toEqual(['OLD-1']);
  expect(await findOrder(pool, lifecycles, 'OLD-1', T0, vault)).toMatchObject({
    order: { customer: { email: 'old@example.com' } },
  });

  await rebuild({ pool, lifecycles, clock, vault });
  expect(await listed('old@example')).toEqual([]);
  expect(await listed('old@example.com')).toEqual(['OLD-1']);
  expect(await everything()).not.toMatch(/old@example/i);
});

test('a conflict is told by what differs, sealed or not', async () => {
  const event = anEvent({ orderId: 'CON-1', customer });
  await sealing.record(arrivals([event]));
  const { outcomes } = await sealing.record(arrivals([{ ...event, status: 'CANCELLED' }]));
  expect(outcomes).toEqual(['conflict']);
  const { rows } = await pool.query(`select detail from tracker.order_anomaly where order_id = 'CON-1'`);
  expect(rows[0].detail).toMatch(/differs in status SUBMITTED → CANCELLED$/);
});

test('one key for all: another one, or none, is refused; and one of those who bring it hears of what is there', async () => {
  const none = vaultOf(null);
  expect(await admitDataKey(pool, none, T0)).toEqual({ ok: true, overPlain: false });
  const many = await Promise.all(Array.from({ length: 5 }, () => admitDataKey(pool, vault, T0)));
  expect(many.filter(verdict => verdict.ok)).toHaveLength(5);
  expect(many.filter(verdict => verdict.ok && verdict.overPlain)).toHaveLength(1);
  expect(await admitDataKey(pool, vault, T0)).toEqual({ ok: true, overPlain: false });
  const reason = async (key: Buffer | null) => {
    const verdict = await admitDataKey(pool, vaultOf(key), T0);
    return verdict.ok ? null : verdict.reason;
  };
  expect(await reason(null)).toMatch(/sealed under a key \(id [0-9a-f]{8}\) that is not set here/);
  expect(await reason(Buffer.alloc(32, 2))).toMatch(/is another key \(id [0-9a-f]{8}\) than/);
});

test('over a ledger without events nothing is left to seal', async () => {
  await pool.query('truncate tracker.data_key, tracker.order_event');
  expect(await admitDataKey(pool, vault, T0)).toEqual({ ok: true, overPlain: false });
});
