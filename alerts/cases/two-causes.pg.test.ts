import { expect, test } from 'vitest';
import { MINUTE, T0 } from '../../test/support/factory.ts';
import { aJewelleryMaker, NOW, served, submitted } from './case-under-test.ts';

const maker = await aJewelleryMaker();

test('two causes at once: each order has its own, and what is true of both is said of both', async () => {
  await maker.record(...served(-270, 0), submitted('ORD-1', 0), submitted('ORD-2', 50));
  const gone = { consumers: 0, hadConsumersAt: T0 + 45 * MINUTE, wasEmptyAt: T0 + 45 * MINUTE };
  await maker.watch({ name: 'mes.inbox', ...gone, messages: 1, oldestAgeMs: NOW - T0 - 50 * MINUTE });
  const id = await maker.quarantine({ status: 'PRICED', source: 'mes', orderId: 'ORD-1' }, T0 + 10 * MINUTE);
  const first = await maker.why('ORD-1');
  expect(first.cause).toBe('quarantine:unknown_status:PRICED:mes');
  expect(first.claims[0]).toEqual([
    'quarantined',
    "A message from mes about ORD-1 can't be read: the status PRICED is not known.",
    `/quarantine/${id}`,
  ]);
  const second = await maker.why('ORD-2');
  expect(second.cause).toBe('consumers:mes.inbox');
  expect(second.claims.map(([kind]) => kind)).not.toContain('quarantined');
});
