import fc from 'fast-check';
import { expect, test } from 'vitest';
import { byQueue, deadlineOf, queueRank, queueReasons, USUAL_LIMIT_MS, type Waiting } from './queue-rank.ts';

const DAY = 24 * 3_600_000;
const T0 = Date.parse('2026-11-20T09:00:00Z');

const waiting = (named: Partial<Waiting> = {}): Waiting => ({
  orderId: 'ORD-1',
  since: T0,
  begunAt: T0,
  dueAt: T0 + DAY,
  promisedAt: null,
  ...named,
});

const anyWaiting = fc
  .record({
    orderId: fc.string({ minLength: 1, maxLength: 8 }),
    begunAt: fc.integer({ min: T0, max: T0 + 100 * DAY }),
    moved: fc.integer({ min: 0, max: 30 * DAY }),
    limit: fc.option(fc.integer({ min: 1, max: 90 * DAY })),
    promised: fc.option(fc.integer({ min: 0, max: 120 * DAY })),
  })
  .map(
    ({ orderId, begunAt, moved, limit, promised }): Waiting => ({
      orderId,
      begunAt,
      since: begunAt + moved,
      dueAt: limit === null ? null : begunAt + moved + limit,
      promisedAt: promised === null ? null : begunAt + promised,
    }),
  );

test('nobody starves: once half its rank has passed, nothing that begins comes before an order', () => {
  fc.assert(
    fc.property(anyWaiting, anyWaiting, (old, fresh) => {
      const from = queueRank(old) / 2;
      const shift = Math.max(0, Math.ceil(from) + 1 - fresh.begunAt);
      const later = {
        ...fresh,
        begunAt: fresh.begunAt + shift,
        since: fresh.since + shift,
        dueAt: fresh.dueAt === null ? null : fresh.dueAt + shift,
        promisedAt: fresh.promisedAt === null ? null : fresh.promisedAt + shift,
      };
      expect(byQueue(old, later)).toBeLessThan(0);
    }),
    { numRuns: 200 },
  );
});

test('it is one queue for everybody, whenever they look', () => {
  fc.assert(
    fc.property(fc.uniqueArray(anyWaiting, { maxLength: 12, selector: ({ orderId }) => orderId }), orders => {
      const sorted = orders.toSorted(byQueue);
      expect(orders.toReversed().toSorted(byQueue)).toEqual(sorted);
      // Of two of the same age the one with the earlier deadline comes first.
      for (const [at, one] of sorted.entries()) {
        const next = sorted[at + 1];
        if (next && next.begunAt === one.begunAt) expect(deadlineOf(one)).toBeLessThanOrEqual(deadlineOf(next));
      }
    }),
    { numRuns: 100 },
  );
});

test('an old order comes before a fresh one whose limit is a little sooner, and a promise before a limit', () => {
  const old = waiting({ orderId: 'OLD', begunAt: T0 - 20 * DAY, dueAt: T0 + 2 * DAY });
  const fresh = waiting({ orderId: 'FRESH', dueAt: T0 + DAY });
  const promised = waiting({ orderId: 'PROMISED', dueAt: T0 + 9 * DAY, promisedAt: T0 + DAY / 2 });
  const endless = waiting({ orderId: 'ENDLESS', dueAt: null });
  const sorted = [endless, fresh, promised, old].toSorted(byQueue).map(({ orderId }) => orderId);
  expect(sorted).toEqual(['OLD', 'PROMISED', 'FRESH', 'ENDLESS']);
});

test('says why', () => {
  const on = { isAssigned: false, now: T0 };
  expect(queueReasons(waiting(), on)).toEqual([{ kind: 'due', ms: DAY }]);
  expect(queueReasons(waiting({ since: T0 - DAY, begunAt: T0 - DAY, dueAt: T0 - 5 }), on)).toEqual([
    { kind: 'late', ms: 5 },
  ]);
  expect(queueReasons(waiting({ promisedAt: T0 - 1 }), { ...on, isAssigned: true })).toEqual([
    { kind: 'assignedToYou' },
    { kind: 'promiseBroken', ms: 1 },
  ]);
  expect(queueReasons(waiting({ promisedAt: T0 + 9 }), on)).toEqual([{ kind: 'promised', ms: 9 }]);
  expect(queueReasons(waiting({ dueAt: null, begunAt: T0 - USUAL_LIMIT_MS - 1 }), on)).toEqual([
    { kind: 'noLimit' },
    { kind: 'old', ms: USUAL_LIMIT_MS + 1 },
  ]);
});
