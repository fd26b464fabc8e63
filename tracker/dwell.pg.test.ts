import { expect, test } from 'vitest';
import { manualClock } from '../platform/clock.ts';
import { testDatabase } from '../test/support/database.ts';
import { anEvent, arrivals, DAY, HOUR, T0 } from '../test/support/factory.ts';
import { referenceLifecycles as lifecycles } from '../test/support/reference.ts';
import { measureDwell } from './dwell.ts';
import { plainVault as vault } from './personal-data.ts';
import { createLedger } from './record.ts';
import { countStandings, findLatePartners } from './standing.ts';

const { pool } = await testDatabase();
const clock = manualClock(T0);
const ledger = createLedger({ pool, lifecycles: () => lifecycles, clock, vault });

async function happened(at: number, named: Parameters<typeof anEvent>[0]) {
  clock.set(at);
  await ledger.record(arrivals([anEvent({ occurredAt: at, ...named })]));
}

test('a stay counts in the stretch in which it ended, from the first word of its status to the first of the next', async () => {
  await happened(T0, { orderId: 'ORD-1', status: 'SUBMITTED' });
  await happened(T0 + HOUR, { orderId: 'ORD-1', status: 'SUBMITTED', source: 'crm' });
  await happened(T0 + DAY, { orderId: 'ORD-1', status: 'PRICE_CALCULATED', source: 'mes' });
  await happened(T0 + 2 * DAY, { orderId: 'ORD-1', status: 'MANUFACTURING_APPROVED', source: 'crm' });
  await happened(T0 + DAY, { orderId: 'ORD-2', status: 'SUBMITTED' });
  const dwell = (from: number, to: number) => measureDwell(pool, from, to);
  const stay = { lifecycle: lifecycles.all[0]!.name, stays: 1, medianMs: DAY, p90Ms: DAY };
  expect(await dwell(T0, T0 + DAY)).toEqual([]);
  expect(await dwell(T0 + DAY, T0 + 2 * DAY)).toEqual([{ ...stay, status: 'SUBMITTED' }]);
  expect(await dwell(T0 + 2 * DAY, T0 + 3 * DAY)).toEqual([{ ...stay, status: 'PRICE_CALCULATED' }]);
});

test('orders past a limit, by status, and the partners who have most of them', async () => {
  await happened(T0, { orderId: 'ORD-3', status: 'SUBMITTED', partner: 'acme' });
  const now = T0 + 4 * DAY;
  clock.set(now);
  const submitted = (await countStandings(pool, now)).find(({ status }) => status === 'SUBMITTED');
  expect(submitted).toMatchObject({ stuck: 2, atRisk: 0 });
  expect(await findLatePartners(pool, now, 5)).toEqual([{ partner: 'acme', orders: 1, dueAt: T0 + DAY }]);
});
