import { beforeEach, expect, test } from 'vitest';
import { testDatabase } from '../../test/support/database.ts';
import { DAY, HOUR, MINUTE, T0 } from '../../test/support/factory.ts';
import { referenceDefinition, referenceLifecycles } from '../../test/support/reference.ts';
import { aLedger, aRule, type Declared } from '../conditions-under-test.ts';
import { alertSettings } from '../settings-under-test.ts';
import { suggestChange } from './suggest.ts';

const { pool } = await testDatabase();
const ledger = aLedger(pool);
beforeEach(ledger.empty);

const PRICE: Declared = {
  condition: { kind: 'missing', status: 'SUBMITTED', successor: 'PRICE_CALCULATED', over: 'target' },
};

/** Orders a day apart, priced after so long. */
async function priced(...afterMs: number[]) {
  for (const [nth, ms] of afterMs.entries()) {
    const orderId = `ORD-${nth}`;
    const at = T0 + nth * 2 * DAY;
    await ledger.record({ orderId, occurredAt: at });
    await ledger.record({ orderId, status: 'PRICE_CALCULATED', source: 'mes', occurredAt: at + ms });
    await ledger.record({ orderId, status: 'CANCELLED', source: 'crm', occurredAt: at + ms + MINUTE });
  }
}

function suggest(declared: Declared) {
  const settings = alertSettings({ rules: [aRule(declared)], calendars: { workshop: referenceDefinition.calendar! } });
  const stretch = { since: T0 - DAY, now: T0 + 120 * DAY };
  return suggestChange(pool, settings, referenceLifecycles, 'under-test', stretch);
}

test('the limit that raises least and misses no order that was late', async () => {
  await priced(70 * MINUTE, 80 * MINUTE, 100 * MINUTE, 110 * MINUTE, 2.5 * HOUR, 30 * HOUR);
  expect(await suggest(PRICE)).toEqual({
    to: 'PT3H',
    key: 'over',
    change: { condition: { over: 'PT3H', time: null } },
    raised: { from: 6, to: 1 },
    missed: 0,
    text: {
      en: 'With a limit of 3 h instead of 1 h it would have found 1 instead of 6 in 121 d, and missed no order that was late.',
      ru: 'С пределом 3 ч вместо 1 ч правило за 121 дн сработало бы 1 раз вместо 6 и не пропустило бы ни одного опоздавшего заказа.',
    },
  });
});

test('of two that raise the same the shorter one', async () => {
  await priced(70 * MINUTE, 30 * HOUR);
  expect(await suggest(PRICE)).toMatchObject({ to: 'PT1H30M', raised: { from: 2, to: 1 } });
});

test('as long as nearly all stays are, where that is known', async () => {
  const usual = Array.from({ length: 39 }, (_, nth) => (200 + nth) * MINUTE);
  await priced(...usual, 30 * HOUR);
  // The must-limit raises no more than that, and tells later.
  expect(await suggest(PRICE)).toMatchObject({ to: 'PT4H', raised: { from: 40, to: 1 } });
});

test('none where every longer one would miss an order that was late, or nothing can be said', async () => {
  await priced(70 * MINUTE, 25 * HOUR);
  expect(await suggest({ condition: { kind: 'dwell', status: 'SUBMITTED', over: 'PT20H' } })).toBeNull();
  expect(await suggest({ condition: { kind: 'queueDepth', queue: '*', over: 1 } })).toBeNull();
  expect(await suggest({ condition: { kind: 'partnerRate' } })).toBeNull();
});
