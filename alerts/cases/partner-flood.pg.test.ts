import { expect, test } from 'vitest';
import { aJewelleryMaker, priced, served, submitted } from './case-under-test.ts';

const maker = await aJewelleryMaker();

test('a partner sent fifty at once: they stand before it, and its turn will come', async () => {
  await maker.usually('acme', 1, 'partner');
  const flood = Array.from({ length: 50 }, (_, nth) => submitted(`ACME-${nth}`, -20 + nth / 10, { partner: 'acme' }));
  const worked = Array.from({ length: 12 }, (_, nth) => priced(`ACME-${nth}`, nth * 10));
  await maker.record(...served(-270, -45), ...flood, ...worked, submitted('ORD-1', 0));
  await maker.watch({ name: 'mes.inbox', messages: 39, oldestAgeMs: 60_000 });
  const { cause, suspect, claims } = await maker.why('ORD-1');
  expect([cause, suspect]).toEqual(['flood:acme', null]);
  expect(claims).toEqual([
    [
      'partner_flood',
      expect.stringMatching(/^49 orders of acme stood before it in SUBMITTED, 100 % of all; 50 orders within 1 h/),
      '/orders?partner=acme&status=SUBMITTED',
    ],
  ]);
});
