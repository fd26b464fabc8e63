import { expect, test } from 'vitest';
import { aJewelleryMaker, served, submitted } from './case-under-test.ts';

const maker = await aJewelleryMaker();

test('what came within some minutes was lost: one cause for all of it, and how is said by elimination', async () => {
  const lost = [0, 3, 9].map((minute, nth) => submitted(`ORD-${nth + 1}`, minute));
  await maker.record(...served(-270, -15), ...lost, ...served(15, 120));
  await maker.watch();
  const [first, last] = [await maker.why('ORD-1'), await maker.why('ORD-3')];
  expect(first.cause).toBe('together:jewellery:SUBMITTED@2026-11-20T09:00:00.000Z');
  expect(last.cause).toBe(first.cause);
  expect(first.suspect).toBeNull();
  expect(first.claims).toEqual([
    [
      'started_together',
      expect.stringMatching(/^None of the 3 orders that came into SUBMITTED from .* to .* has gone on in time/),
      '/orders?status=SUBMITTED&atRisk=true',
    ],
    [
      'message_lost',
      expect.stringMatching(/a message to or from mes was never published, or lost under way\.$/),
      '/orders?status=SUBMITTED&atRisk=true',
    ],
  ]);
});
