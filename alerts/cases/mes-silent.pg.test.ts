import { expect, test } from 'vitest';
import { aJewelleryMaker, served, submitted } from './case-under-test.ts';

const maker = await aJewelleryMaker();

test('the MES is silent, though it takes what comes: its silence explains, and makes unsure', async () => {
  await maker.record(...served(-270, -15), submitted('ORD-1', 0), submitted('ORD-2', 40), submitted('ORD-3', 110));
  await maker.watch();
  const { cause, verdict, suspect, claims, context } = await maker.why('ORD-1');
  const said = 'mes has said nothing about any order for 2 h 20 min; usually 28 events come in that time.';
  expect([cause, verdict, suspect]).toEqual(['silence:mes', said, said]);
  expect(claims).toEqual([['source_silent', said, '/orders?source=mes']]);
  expect(context).toEqual(['last_event', 'expected_next', 'incident', 'shared_by', 'queue_is_served']);
});
