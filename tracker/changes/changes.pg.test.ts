import { expect, test } from 'vitest';
import { transaction } from '../../platform/postgres.ts';
import { testDatabase } from '../../test/support/database.ts';
import { anEvent, arrivals, HOUR, MINUTE, T0 } from '../../test/support/factory.ts';
import { referenceLifecycles as lifecycles } from '../../test/support/reference.ts';
import { plainVault as vault } from '../personal-data.ts';
import { createLedger } from '../record.ts';
import { changeListener } from './change-listener.ts';
import { clearChanges } from './clear-changes.ts';
import { lastRecordedAt, readFlows } from './flows.ts';
import { noteChange } from './note-change.ts';
import { readOrderNews } from './order-news.ts';
import { isKeptSince, readChanges, seenNow } from './read-changes.ts';

const { pool } = await testDatabase();
const clock = { now: () => T0 };
const ledger = createLedger({ pool, lifecycles: () => lifecycles, clock, vault, listeners: [changeListener] });

const noted = (subject: string) => ({ at: T0, topic: 'incident' as const, subjects: [subject] });
const subjectsOf = async (...asked: [string, string?]) =>
  (await readChanges(pool, ...asked)).changes.flatMap(({ subjects }) => subjects);

test('what is committed late is seen once, whatever began or ended before it', async () => {
  const start = await seenNow(pool);
  const slow = await pool.connect();
  await slow.query('begin');
  await noteChange(slow, noted('slow'));
  await transaction(pool, tx => noteChange(tx, noted('fast')));
  const first = await readChanges(pool, start);
  expect(first.changes.map(({ subjects }) => subjects)).toEqual([['fast']]);

  await transaction(pool, tx => noteChange(tx, noted('later')));
  await slow.query('commit');
  slow.release();
  const second = await readChanges(pool, first.seen);
  expect(second.changes.flatMap(({ subjects }) => subjects).sort()).toEqual(['later', 'slow']);
  expect(await subjectsOf(second.seen)).toEqual([]);
  // Whoever comes back sees exactly what lies between, in whichever process.
  expect(await subjectsOf(start, first.seen)).toEqual(['fast']);
  expect((await subjectsOf(first.seen, second.seen)).sort()).toEqual(['later', 'slow']);

  const undone = transaction(pool, async tx => {
    await noteChange(tx, noted('undone'));
    throw new Error('undone');
  });
  await expect(undone).rejects.toThrow('undone');
  expect(await subjectsOf(second.seen)).toEqual([]);
});

test('a batch is one row with its orders, and their moves are the flow of the hour', async () => {
  const start = await seenNow(pool);
  await ledger.record(
    arrivals([
      anEvent({ orderId: 'ORD-1', status: 'SUBMITTED', partner: 'acme' }),
      anEvent({ orderId: 'ORD-1', status: 'PRICE_CALCULATED', source: 'mes', occurredAt: T0 + MINUTE }),
      anEvent({ orderId: 'ORD-2', status: 'SUBMITTED' }),
      anEvent({ orderId: 'ORD-3', status: 'SUBMITTED', historic: true }),
    ]),
  );
  const { changes, seen } = await readChanges(pool, start);
  expect(changes).toEqual([{ at: T0, topic: 'order', subjects: ['ORD-1', 'ORD-2', 'ORD-3'] }]);
  expect(await readFlows(pool, T0 + HOUR - 1)).toEqual([
    { lifecycle: 'jewellery', from: null, to: 'SUBMITTED', orders: 2 },
    { lifecycle: 'jewellery', from: 'SUBMITTED', to: 'PRICE_CALCULATED', orders: 1 },
  ]);
  expect(await readFlows(pool, T0 + HOUR)).toEqual([]);
  expect(await lastRecordedAt(pool)).toBe(T0);
  const [news] = await readOrderNews(pool, ['ORD-1', 'ORD-2'], T0 + 2 * HOUR);
  expect(news).toMatchObject({ orderId: 'ORD-1', status: 'PRICE_CALCULATED', partner: 'acme', stuck: false });

  await ledger.record(
    arrivals([anEvent({ orderId: null, ids: { mes: 'M-9' }, status: 'PRICE_CALCULATED', source: 'mes' })]),
  );
  await ledger.record(arrivals([anEvent({ orderId: 'ORD-9', ids: { mes: 'M-9' } })]));
  expect((await readOrderNews(pool, ['~mes:M-9'], T0)).map(({ orderId }) => orderId)).toEqual(['ORD-9']);
  expect((await subjectsOf(seen)).sort()).toEqual(['ORD-9', '~mes:M-9', '~mes:M-9']);
});

test('what is older than an hour is cleared, and who has not seen it is known to have missed it', async () => {
  const before = await seenNow(pool);
  await transaction(pool, tx => noteChange(tx, { ...noted('old'), at: T0 - 2 * HOUR }));
  const after = await seenNow(pool);
  expect(await isKeptSince(pool, before)).toBe(true);
  await clearChanges(pool, T0);
  expect(await isKeptSince(pool, before)).toBe(false);
  expect(await isKeptSince(pool, after)).toBe(true);
  await clearChanges(pool, T0 + 24 * HOUR);
  expect(await lastRecordedAt(pool)).toBe(T0);
  const nonsense = ['', 'x', '9:1:', '1:99999999999999999:', '1:99999999999999999999:', "1:2:3';--"];
  for (const seen of nonsense) expect(await isKeptSince(pool, seen)).toBe(false);
});
