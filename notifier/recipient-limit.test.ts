import fc from 'fast-check';
import { expect, test } from 'vitest';
import { limitedUntil } from './recipient-limit.ts';

const NOW = Date.parse('2026-11-20T09:00:00.000Z');
const HOUR = 3_600_000;
const limit = { messages: 3, withinMs: 24 * HOUR };
const usual = { kind: 'customer', urgent: false } as const;
const ago = (...hours: number[]) => hours.map(hour => NOW - hour * HOUR);

test.each<[string, number[], number | null]>([
  ['who got nothing', [], null],
  ['who got less than the limit', ago(1, 2), null],
  ['who got as much: until the oldest is a day old', ago(1, 2, 20), NOW + 4 * HOUR],
  ['who got more, in whatever order: until less than the limit is left', ago(20, 1, 22, 2, 3), NOW + 21 * HOUR],
  ['whose oldest is just a day old', ago(1, 2, 24), null],
])('%s', (_who, sentAt, until) => {
  expect(limitedUntil(usual, sentAt, limit, NOW)).toBe(until);
});

test('urgent ones do not wait, and nobody but customers gets too many', () => {
  const sentAt = ago(1, 2, 3, 4, 5);
  expect(limitedUntil({ ...usual, urgent: true }, sentAt, limit, NOW)).toBeNull();
  expect(limitedUntil({ ...usual, kind: 'partner' }, sentAt, limit, NOW)).toBeNull();
  expect(limitedUntil({ ...usual, kind: 'staff' }, sentAt, limit, NOW)).toBeNull();
});

test('whoever keeps to it sends no more than that within the time, and none waits for ever', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(30 * HOUR), { maxLength: 40 }), fc.integer({ min: 1, max: 5 }), (gaps, messages) => {
      const sentAt: number[] = [];
      let now = NOW;
      for (const gap of gaps) {
        now += gap;
        const until = limitedUntil(usual, sentAt, { ...limit, messages }, now);
        if (until !== null) {
          expect(until).toBeGreaterThan(now);
          now = until;
          expect(limitedUntil(usual, sentAt, { ...limit, messages }, now)).toBeNull();
        }
        sentAt.push(now);
        expect(sentAt.filter(at => at > now - limit.withinMs).length).toBeLessThanOrEqual(messages);
      }
    }),
  );
});
