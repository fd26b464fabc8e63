import { expect, test } from 'vitest';
import { testDatabase } from '../test/support/database.ts';
import { MINUTE, T0 } from '../test/support/factory.ts';
import { createEscalationPulse } from './escalation-pulse.ts';
import { aChain, aStep, escalatorOf, putOpened, settingsWith } from './escalation-under-test.ts';

const { pool } = await testDatabase();

test('it is told from outside that an incident waits for a step which nobody takes, and not of one that is caught up', async () => {
  const settings = settingsWith(aChain([aStep([{ kind: 'person', person: 'olga' }])]));
  const findChats = async () => Promise.reject(new Error('no such column'));
  const [broken, mended] = [escalatorOf(pool, settings, { findChats }), escalatorOf(pool, settings)];
  const pulse = createEscalationPulse({ pool });
  await putOpened(pool, { at: T0 });
  const beats = async (now: number, escalator: typeof broken) => {
    await escalator.runOnce(now);
    return pulse.runOnce(now).then(
      () => true,
      () => false,
    );
  };
  expect(await beats(T0, broken)).toBe(true);
  // Late, which it also is right after a standstill.
  expect(await beats(T0 + MINUTE, broken)).toBe(true);
  expect(await beats(T0 + 2 * MINUTE, broken)).toBe(false);
  expect(await beats(T0 + 2 * MINUTE + 1, mended)).toBe(true);
});
