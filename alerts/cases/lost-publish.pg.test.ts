import { expect, test } from 'vitest';
import { aJewelleryMaker, served, submitted } from './case-under-test.ts';

const maker = await aJewelleryMaker();

test('the shop never published it to the MES, or the MES its price: by elimination, and both are said', async () => {
  await maker.record(...served(-270, 120), submitted('ORD-1', 0));
  await maker.watch();
  const { cause, suspect, claims, context } = await maker.why('ORD-1');
  expect([cause, suspect]).toEqual(['lost:ORD-1', null]);
  expect(claims).toEqual([
    [
      'message_lost',
      'mes has not said a word of it for 2 h, while 7 orders that came after it have gone on: a message to or from mes was never published, or lost under way.',
      '/orders?status=SUBMITTED&atRisk=true',
    ],
  ]);
  expect(context).toEqual(['last_event', 'expected_next', 'incident', 'shared_by', 'queue_is_served', 'source_speaks']);
});
