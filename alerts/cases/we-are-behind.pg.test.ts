import { expect, test } from 'vitest';
import { T0 } from '../../test/support/factory.ts';
import { aJewelleryMaker, NOW, served, submitted } from './case-under-test.ts';

const maker = await aJewelleryMaker();

test('what comes waits for us: nobody else is blamed', async () => {
  await maker.record(...served(-270, 0), submitted('ORD-1', 0));
  const behind = { messages: 40_000, oldestAgeMs: NOW - T0 - 60_000, wasEmptyAt: T0 };
  await maker.watch({ name: 'orderwatch.events', isOurs: true, ...behind });
  const { cause, suspect, claims } = await maker.why('ORD-1');
  expect(cause).toBe('own:lag');
  expect(suspect).toMatch(/40000/);
  expect(claims.map(([kind]) => kind)[0]).toBe('own_lag');
  expect(claims.map(([kind]) => kind)).not.toContain('message_lost');
});
