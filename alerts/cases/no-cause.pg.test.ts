import { expect, test } from 'vitest';
import { aJewelleryMaker, progress, served, submitted } from './case-under-test.ts';

const maker = await aJewelleryMaker();

test('nothing explains it: no claim, no doubt, and what is known all the same', async () => {
  await maker.record(...served(-270, 45), progress('ELSEWHERE', 110), submitted('ORD-1', 55));
  await maker.watch();
  const { verdict, cause, suspect, claims, context } = await maker.why('ORD-1');
  expect(verdict).toBe('It is late, and there is no evidence why: nothing that can be seen explains it.');
  expect([cause, suspect, claims]).toEqual([null, null, []]);
  expect(context).toContain('queue_is_served');
});
