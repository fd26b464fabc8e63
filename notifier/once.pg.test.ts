import fc from 'fast-check';
import { expect, it } from 'vitest';
import { manualClock } from '../platform/clock.ts';
import { batches, eventSet, systemEvent } from '../test/support/arbitrary-events.ts';
import { testDatabase } from '../test/support/database.ts';
import { arrivals, HOUR, T0 } from '../test/support/factory.ts';
import type { StatedEvent } from '../tracker/event.ts';
import { rebuild } from '../tracker/rebuild.ts';
import { createNoticeListener } from './listener.ts';
import { memoryChannel, OUTBOX_TABLES, outboxUnderTest, SETTLE_MS } from './outbox-under-test.ts';

const { pool } = await testDatabase();
const clock = manualClock(T0 + HOUR);

type Step =
  | { do: 'record' | 'record twice'; events: readonly StatedEvent[] }
  | { do: 'settle' | 'plan' | 'send' | 'rebuild' };

const customer = { id: 'C-7', email: 'anna@example.com', phone: '+79161234567' };
const interleaved: fc.Arbitrary<Step[]> = eventSet(systemEvent, 12)
  .map(events => events.map(event => ({ ...event, customer })))
  .chain(events => batches([...events, ...events.slice(0, 4)]))
  .chain(cut => {
    const recorded = fc.tuple(
      ...cut.map(events =>
        fc
          .tuple(
            fc.constantFrom<'record' | 'record twice'>('record', 'record twice'),
            fc.array(fc.constantFrom<'settle' | 'plan' | 'send' | 'rebuild'>('settle', 'plan', 'send', 'rebuild'), {
              maxLength: 3,
            }),
          )
          .map(([how, then]): Step[] => [{ do: how, events }, ...then.map((step): Step => ({ do: step }))]),
      ),
    );
    return recorded.map(steps => steps.flat());
  });

it('makes and sends each message once, whatever comes twice, late, out of order or at the same time', async () => {
  await fc.assert(
    fc.asyncProperty(interleaved, async steps => {
      await pool.query(`truncate ${OUTBOX_TABLES}`);
      clock.set(T0 + HOUR);
      const email = memoryChannel('email');
      const one = outboxUnderTest({ pool, clock, channels: [email] });
      const other = outboxUnderTest({ pool, clock, channels: [email] });
      const perform = async (step: Step): Promise<void> => {
        switch (step.do) {
          case 'record':
            await one.ledger.record(arrivals(step.events));
            return;
          case 'record twice':
            await Promise.all([one, other].map(({ ledger }) => ledger.record(arrivals(step.events))));
            return;
          case 'settle':
            clock.advance(SETTLE_MS);
            return;
          case 'plan':
            await Promise.all([one, other].map(({ planner }) => planner.runOnce(clock.now())));
            return;
          case 'send':
            await Promise.all([one, other].map(({ dispatcher }) => dispatcher.runOnce(clock.now())));
            return;
          case 'rebuild': {
            const { lifecycles, vault } = one.deps;
            const listeners = [createNoticeListener({ ...one.deps, clock })];
            await rebuild({ pool, lifecycles: lifecycles(), clock, listeners, vault });
            return;
          }
          default:
            return step satisfies never;
        }
      };
      const end: Step[] = [{ do: 'settle' }, { do: 'plan' }, { do: 'send' }];
      for (const step of [...steps, ...end]) await perform(step);

      const told = email.taken.map(({ about, id }) => `${about} ${id}`);
      expect(told).toEqual([...new Set(told)]);
      // And the end of the story is told, if the order is known by its id and has not ended up frozen or elsewhere.
      const { rows } = await pool.query<{ order_id: string }>(
        `select n.order_id from notifier.notice n join tracker.order_state s on s.order_id = n.order_id
          where n.state = 'planned' and s.status = n.status
            and not exists (select from notifier.message m
                             where m.about = n.order_id and m.occasion = n.occasion and m.state = 'sent')`,
      );
      expect(rows).toEqual([]);
    }),
    { numRuns: 25 },
  );
}, 120_000);
