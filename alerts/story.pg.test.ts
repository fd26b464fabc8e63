import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { memoryChannel, OUTBOX_TABLES, outboxUnderTest } from '../notifier/outbox-under-test.ts';
import { type Instant, manualClock } from '../platform/clock.ts';
import { testDatabase } from '../test/support/database.ts';
import { HOUR, MINUTE } from '../test/support/factory.ts';
import {
  acknowledgeNow,
  escalatorDeps,
  escalatorOf,
  readKinds,
  readTold,
  resolveNow,
  whereItNotes,
} from './escalation-under-test.ts';
import { createFarewells } from './farewells.ts';
import { ALERT_TABLES } from './incident-rows-under-test.ts';
import { FRIDAY, IN_OFFICE_HOURS, openOnFriday, ROUND_THE_CLOCK } from './story-under-test.ts';

const { pool } = await testDatabase();

const clear = () => pool.query(`truncate ${ALERT_TABLES}, ${OUTBOX_TABLES}`);
beforeEach(clear);

const at = (text: string): Instant => Date.parse(text);
const TUESDAY = at('2026-10-27T12:00:00+01:00');
const STEP_MS = 15 * MINUTE;

describe('an order has been SUBMITTED for a day on the Friday before the clocks go back', () => {
  test('round the clock it goes on over the weekend, by the clock on the wall, until somebody takes it on', async () => {
    const email = memoryChannel('email');
    const slack = memoryChannel('slack');
    const clock = manualClock(FRIDAY);
    const { dispatcher } = outboxUnderTest({ pool, clock, channels: [email, slack] });
    const escalator = escalatorOf(pool, ROUND_THE_CLOCK);
    const farewells = createFarewells(escalatorDeps(pool, ROUND_THE_CLOCK));
    const id = await openOnFriday(pool);
    const acknowledged = at('2026-10-26T05:45:00+01:00');
    const priced = at('2026-10-26T10:00:00+01:00');
    for (let now = FRIDAY; now <= TUESDAY; now += STEP_MS) {
      if (now === acknowledged) await acknowledgeNow(pool, id, now, 'Chef');
      if (now === priced) await resolveNow(pool, id, now);
      clock.set(now);
      await escalator.runOnce(now);
      await farewells.runOnce(now);
      await dispatcher.runOnce(now);
    }
    expect(await readTold(pool)).toEqual([
      // Friday; before the first handover the turns are counted backwards.
      '2026-10-23T15:30 staff:bernd email',
      // Saturday, a day later.
      '2026-10-24T15:30 staff:anna email',
      '2026-10-24T15:30 staff:slack slack',
      // Sunday, at the same time of day, which is 25 hours later.
      '2026-10-25T16:30 staff:chef email',
      // Twelve hours later it begins once more, and before its next step the boss has taken it on.
      '2026-10-26T04:30 staff:bernd email',
      '2026-10-26T04:30 staff:slack slack',
    ]);
    expect(await readTold(pool, 'incident-resolved')).toEqual([
      ...['anna email', 'bernd email', 'chef email', 'slack slack'].map(who => `2026-10-26T09:00 staff:${who}`),
    ]);
    expect(email.taken).toHaveLength(7);
    expect(slack.taken).toHaveLength(3);
    expect(await readKinds(pool, id)).toEqual(['opened', 'told', 'told', 'told', 'told', 'acknowledged', 'resolved']);
  });

  test('in office hours nobody is told at the weekend, and its hours do not count', async () => {
    const escalator = escalatorOf(pool, IN_OFFICE_HOURS);
    await openOnFriday(pool);
    for (let now = FRIDAY; now <= at('2026-10-28T12:00:00+01:00'); now += STEP_MS) await escalator.runOnce(now);
    expect(await readTold(pool)).toEqual([
      // Friday 17:30.
      '2026-10-23T15:30 staff:bernd email',
      // An hour of work later: half of it on Friday, the rest on Monday, 09:30 in winter time.
      '2026-10-26T08:30 staff:chef email',
      // A working day later, at the same time.
      '2026-10-27T08:30 staff:chef email',
    ]);
  });
});

/** Of a process that ends before or after it writes a step down, as often as it is told to. */
const mortal = (survives: () => boolean) =>
  whereItNotes(pool, async note => {
    if (!survives()) throw new Error('killed before the step was written down');
    const noted = await note();
    if (!survives()) throw new Error('killed after the step was written down');
    return noted;
  });

describe('the same messages, none twice', () => {
  const END = at('2026-10-26T18:00:00+01:00');

  async function playedBy(run: (now: Instant) => Promise<unknown>) {
    await clear();
    const id = await openOnFriday(pool);
    for (let now = FRIDAY; now <= END; now += HOUR / 2) {
      if (now === at('2026-10-26T11:00:00+01:00')) await acknowledgeNow(pool, id, now);
      await run(now);
    }
    return { told: await readTold(pool), kinds: await readKinds(pool, id) };
  }

  test('with two escalators, of which one is killed again and again, and restarts', async () => {
    for (const settings of [ROUND_THE_CLOCK, IN_OFFICE_HOURS]) {
      const alone = await playedBy(now => escalatorOf(pool, settings).runOnce(now));
      await fc.assert(
        fc.asyncProperty(fc.infiniteStream(fc.integer({ min: 0, max: 3 })), async dice => {
          const next = () => dice.next().value as number;
          const mortalPool = mortal(() => next() > 0);
          const together = await playedBy(async now => {
            // A process that was killed is another one afterwards.
            const [one, other] = [escalatorOf(mortalPool, settings), escalatorOf(pool, settings)];
            const running = next() === 0 ? [other, one] : [one, other];
            await Promise.all(running.map(escalator => escalator.runOnce(now)));
            // What the other one left to it is due again a second later.
            await other.runOnce(now);
          });
          expect(together).toEqual(alone);
        }),
        { numRuns: 2 },
      );
    }
  }, 300_000);
});
