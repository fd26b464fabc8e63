import { beforeEach, expect, it } from 'vitest';
import { testDatabase } from '../../test/support/database.ts';
import { anEvent, arrivals, DAY, MINUTE, T0 } from '../../test/support/factory.ts';
import { referenceLifecycles } from '../../test/support/reference.ts';
import { plainVault } from '../../tracker/personal-data.ts';
import { createLedger } from '../../tracker/record.ts';
import { aLedger, aRule, find, stillOpen, subjects } from '../conditions-under-test.ts';

const { pool } = await testDatabase();
const { clock, empty } = aLedger(pool);
beforeEach(empty);
const ledger = createLedger({ pool, lifecycles: () => referenceLifecycles, clock, vault: plainVault });

/** Recorded at these instants, by a clock that is wrong by so much. */
async function say(source: string, aheadMs: number, ...times: readonly number[]) {
  for (const at of times) {
    clock.set(at);
    const event = anEvent({ source, status: null, type: 'order.note', occurredAt: at + aheadMs });
    await ledger.record(arrivals([event]));
  }
}
const times = [0, 1, 2, 3, 4].map(minute => T0 + minute * MINUTE);
const now = T0 + 4 * MINUTE;
const rule = (named: object = {}) => aRule({ condition: { kind: 'clock', source: '*', over: 'PT1M', ...named } });

it('says whose clock is wrong, and by how much', async () => {
  await say('shop', 0, ...times);
  await say('mes', -25 * MINUTE - 3_000, ...times);
  await say('crm', 90_000, ...times);
  expect(await find(pool, rule(), now)).toMatchObject([
    {
      subject: 'clock:crm',
      orderId: null,
      severity: 'warning',
      limit: 'PT1M',
      detail: { en: 'The clock of crm is 1 min 30 s ahead.', ru: 'Часы crm спешат на 1 мин 30 с.' },
    },
    {
      subject: 'clock:mes',
      detail: { en: 'The clock of mes is 25 min behind.', ru: 'Часы mes отстают на 25 мин.' },
    },
  ]);
  expect(await subjects(pool, rule({ source: 'mes' }), now)).toEqual(['clock:mes']);
  expect(await subjects(pool, rule({ over: 'PT2M' }), now)).toEqual(['clock:mes']);
  const raised = aRule({
    condition: { kind: 'clock', source: '*', over: 'PT1M' },
    raise: { over: 'PT10M', severity: 'critical' },
  });
  expect(await find(pool, raised, now)).toMatchObject([
    { severity: 'warning' },
    { severity: 'critical', limit: 'PT10M' },
  ]);
});

it('keeps since when, and what it knows of whoever has fallen silent, until that one is right again', async () => {
  await say('shop', 0, ...times);
  await say('mes', -25 * MINUTE, ...times);
  const [found] = await find(pool, rule(), now);
  const open = [stillOpen(found!)];
  await say('mes', -25 * MINUTE, ...[5, 6, 7, 8].map(minute => T0 + minute * MINUTE));
  expect(await find(pool, rule(), T0 + 8 * MINUTE, { open })).toMatchObject([{ since: found!.since }]);
  expect(await subjects(pool, rule(), T0 + 2 * DAY, { open })).toEqual(['clock:mes']);
  await say('mes', 0, T0 + 2 * DAY);
  expect(await subjects(pool, rule(), T0 + 2 * DAY, { open })).toEqual([]);
});
