import { beforeEach, expect, test } from 'vitest';
import { testDatabase } from '../../test/support/database.ts';
import { HOUR, MINUTE, T0 } from '../../test/support/factory.ts';
import { aLedger } from '../conditions-under-test.ts';
import { briefly, evidenceOf, goneOn } from '../evidence-under-test.ts';
import { aFacts } from '../facts-under-test.ts';
import { EMPTY_LINE } from './lines.ts';
import { ownProgress } from './own-progress.ts';

const { pool } = await testDatabase();
const ledger = aLedger(pool);
beforeEach(() => ledger.empty());

const progress = (orderId: string, minute: number, type = 'order.calculation_progress') => ({
  ...{ orderId, source: 'mes', status: null, type, occurredAt: T0 + minute * MINUTE },
});
const submitted = (orderId: string, minute = 0) => ({ orderId, occurredAt: T0 + minute * MINUTE });

/** Twelve orders reported 25, 50 and 75 %, and had their price. */
async function usualWork() {
  const others = Array.from({ length: 12 }, (_, nth) => `GONE-${nth}`);
  for (const [nth, other] of others.entries()) {
    await ledger.record(submitted(other, nth), ...[2, 4, 6].map(minute => progress(other, nth + minute)));
  }
  return {
    line: () => ({
      ...EMPTY_LINE,
      gone: goneOn(
        ...others.map((other, nth): [string, number, number] => [other, T0 + nth * MINUTE, T0 + (nth + 8) * MINUTE]),
      ),
    }),
  };
}

const look = async (at: number, named = {}) =>
  (await evidenceOf(pool, ownProgress(pool), aFacts({ at, ...named }), 'ORD-1')).get('ORD-1');

test('progress that stopped half way is work that stands still', async () => {
  const usual = await usualWork();
  await ledger.record(submitted('ORD-1', 30), progress('ORD-1', 32), progress('ORD-1', 34));
  const found = await look(T0 + 2 * HOUR, usual);
  expect(briefly(found)).toEqual(['work_stalled 60 stalled:ORD-1']);
  expect(found![0]).toMatchObject({
    at: T0 + 34 * MINUTE,
    text: { en: 'mes was at work on it and reported progress (2 of 3); then nothing for 1 h 26 min.' },
    link: expect.stringMatching('^/orders/ORD-1/timeline#event-'),
    cause: { isShared: false, system: 'mes' },
  });
});

test('all usual progress and no result: the result is missing', async () => {
  const usual = await usualWork();
  await ledger.record(submitted('ORD-1', 30), ...[32, 34, 36].map(minute => progress('ORD-1', minute)));
  const found = await look(T0 + 2 * HOUR, usual);
  expect(briefly(found)).toEqual(['result_missing 58 lost:ORD-1']);
  expect(found![0]!.text.ru).toBe(
    'mes сообщил обо всех обычных этапах (3 из 3), о последнем 1 ч 24 мин назад; результата нет.',
  );
});

test('a word that nobody says of orders that go on', async () => {
  const usual = await usualWork();
  await ledger.record(submitted('ORD-1', 30), progress('ORD-1', 33, 'order.calculation_failed'));
  expect(briefly(await look(T0 + 34 * MINUTE, usual))).toEqual(['work_stalled 60 stalled:ORD-1']);
});

test('nobody knows yet what is usual: it has stopped, whole or not', async () => {
  await ledger.record(submitted('ORD-1'), progress('ORD-1', 2));
  expect(briefly(await look(T0 + 2 * HOUR))).toEqual(['work_stalled 60 stalled:ORD-1']);
});

test('what goes on, has not begun, belongs to another stay or is frozen: nothing', async () => {
  await ledger.record(submitted('ORD-1'));
  expect(await look(T0 + 2 * HOUR)).toBeUndefined();
  await ledger.record(progress('ORD-1', 45), progress('ORD-1', 90));
  expect(await look(T0 + 100 * MINUTE)).toBeUndefined();
  await ledger.record({ orderId: 'ORD-1', source: 'mes', status: 'PRICE_CALCULATED', occurredAt: T0 + 2 * HOUR });
  expect(await look(T0 + 90 * HOUR)).toBeUndefined();
  await ledger.record(submitted('ORD-2'), progress('ORD-2', 2), {
    ...{ orderId: 'ORD-2', source: 'orderwatch', type: 'order.frozen', status: null, occurredAt: T0 + 3 * HOUR },
  });
  expect(await evidenceOf(pool, ownProgress(pool), aFacts({ at: T0 + 4 * HOUR }), 'ORD-2')).toEqual(new Map());
});

test('what was imported days later is told as it was, and only of the status that it was said in', async () => {
  const imported = { ...progress('ORD-1', 30), eventId: 'of-the-price' };
  const packed = { orderId: 'ORD-1', source: 'mes', status: 'PACKAGING', occurredAt: T0 + 24 * HOUR };
  ledger.clock.set(T0 + 72 * HOUR);
  await ledger.record(submitted('ORD-1'), imported);
  expect((await look(T0 + 76 * HOUR))![0]).toMatchObject({
    at: T0 + 30 * MINUTE,
    text: { en: 'mes was at work on it and reported progress (1); then nothing for 3 d 3 h.' },
  });
  await ledger.record(packed);
  expect(await look(T0 + 76 * HOUR)).toBeUndefined();
});
