import { expect, it } from 'vitest';
import { manualClock } from '../platform/clock.ts';
import { testDatabase } from '../test/support/database.ts';
import { anEvent, arrivals, HOUR, MINUTE, T0 } from '../test/support/factory.ts';
import { referenceLifecycles as lifecycles } from '../test/support/reference.ts';
import { OWN_SOURCE, OWN_TYPES, type StatedEvent } from './event.ts';
import { plainVault } from './personal-data.ts';
import { createLedger } from './record.ts';
import { readTimeline } from './timeline.ts';

const { pool } = await testDatabase();
const clock = manualClock(T0);
const ledger = createLedger({ pool, lifecycles: () => lifecycles, clock, vault: plainVault });

/** Recorded at the time at which the event says that it happened, unless it says otherwise. */
async function record(named: Partial<StatedEvent> & { orderId?: string | null }, recordedAt?: number) {
  const event = anEvent(named);
  clock.set(recordedAt ?? event.occurredAt ?? T0);
  await ledger.record(arrivals([event]));
}

async function lines(orderId: string): Promise<string[]> {
  const items = await readTimeline(pool, lifecycles, orderId);
  return items.map(({ at, kind, by, title, detail }) => `${(at - T0) / MINUTE} ${kind} ${by}: ${title} | ${detail}`);
}

it('tells what came and what it did, in the order in which it happened', async () => {
  const orderId = 'TL-1';
  await record({ orderId });
  await record({ orderId, source: 'crm', status: 'MANUFACTURING_APPROVED', occurredAt: T0 + 2 * HOUR });
  await record({ orderId, type: 'order.note', status: null, occurredAt: T0 + 3 * HOUR, data: { text: 'call back' } });
  expect(await lines(orderId)).toEqual([
    '0 event shop: shop says SUBMITTED | ',
    '0 transition shop: SUBMITTED | First known status',
    '120 event crm: crm says MANUFACTURING_APPROVED | ',
    '120 transition crm: SUBMITTED → MANUFACTURING_APPROVED | After 2 h in SUBMITTED',
    '120 anomaly orderwatch: Statuses are missing before this one | crm says MANUFACTURING_APPROVED; PRICE_CALCULATED never came',
    '180 note shop: order.note | call back',
  ]);

  await record({ orderId, source: 'mes', status: 'PRICE_CALCULATED', occurredAt: T0 + HOUR }, T0 + 4 * HOUR);
  expect(await lines(orderId)).toEqual([
    '0 event shop: shop says SUBMITTED | ',
    '0 transition shop: SUBMITTED | First known status',
    '60 event mes: mes says PRICE_CALCULATED | Arrived 3 h after it happened',
    '60 transition mes: SUBMITTED → PRICE_CALCULATED | After 1 h in SUBMITTED',
    '120 event crm: crm says MANUFACTURING_APPROVED | ',
    '120 transition crm: PRICE_CALCULATED → MANUFACTURING_APPROVED | After 1 h in PRICE_CALCULATED',
    '120 anomaly orderwatch: Statuses are missing before this one | Settled since. It was: crm says MANUFACTURING_APPROVED; PRICE_CALCULATED never came',
    '180 note shop: order.note | call back',
  ]);
});

it('tells what a provisional order brought, and what people decided', async () => {
  await record({
    orderId: null,
    source: 'mes',
    status: 'PRICE_CALCULATED',
    ids: { mes: 'TL-M' },
    occurredAt: T0 + HOUR,
  });
  await record({ orderId: 'TL-2', ids: { mes: 'TL-M' }, occurredAt: T0 }, T0 + HOUR);
  const correction = { source: OWN_SOURCE, type: OWN_TYPES.corrected, status: 'CANCELLED' };
  const data = { by: 'anna', reason: 'a call' };
  await record({ orderId: 'TL-2', ...correction, data, occurredAt: T0 + 2 * HOUR });
  expect((await lines('TL-2')).filter(line => !line.includes(' event '))).toEqual([
    '0 transition shop: SUBMITTED | First known status',
    '60 transition mes: SUBMITTED → PRICE_CALCULATED | After 1 h in SUBMITTED',
    '120 correction anna: Status corrected | a call',
    '120 transition anna: PRICE_CALCULATED → CANCELLED | After 1 h in PRICE_CALCULATED',
  ]);
});
