import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { HOUR, MINUTE, T0 } from '../test/support/factory.ts';
import { learnProgress, stoppedAfter } from './usual-progress.ts';

const factsAt = (...minutes: number[]) =>
  minutes.map(minute => ({
    eventId: `e-${minute}`,
    type: 'progress',
    at: T0 + minute * MINUTE,
    saidAt: T0 + minute * MINUTE,
  }));
const NOTHING = learnProgress([]);

describe('what is usual', () => {
  test('as many reports as most of the others had', () => {
    const three = factsAt(2, 4, 6);
    expect(learnProgress([...Array(9).fill(three), factsAt(2), []])).toMatchObject({
      count: 3,
      longestPauseMs: 2 * MINUTE,
    });
    expect(learnProgress([...Array(7).fill(three), ...Array(3).fill(factsAt(2))]).count).toBeNull();
    expect(learnProgress(Array(9).fill(three))).toEqual(NOTHING);
    expect(learnProgress(Array(10).fill([]))).toEqual(NOTHING);
  });
});

describe('when work has stopped', () => {
  test('what is slow is slow all along; what is quick has ten minutes', () => {
    expect(stoppedAfter(factsAt(2, 4, 6), T0, NOTHING)).toBe(10 * MINUTE);
    expect(stoppedAfter(factsAt(45, 90), T0, NOTHING)).toBe(90 * MINUTE);
    expect(stoppedAfter(factsAt(45), T0, NOTHING)).toBe(90 * MINUTE);
  });

  test('a long wait for the first report is not the pace of the work', () => {
    expect(stoppedAfter(factsAt(3_000), T0, NOTHING)).toBe(2 * HOUR);
    const slow = learnProgress(Array(10).fill(factsAt(0, 50, 100)));
    expect(stoppedAfter(factsAt(3_000), T0, slow)).toBe(200 * MINUTE);
  });

  test('whoever reports at an even pace is never held to have stopped', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 600 }), fc.integer({ min: 1, max: 12 }), (pace, reports) => {
        const facts = factsAt(...Array.from({ length: reports }, (_, place) => (place + 1) * Math.min(pace, 60)));
        expect(stoppedAfter(facts, T0, NOTHING)).toBeGreaterThan(Math.min(pace, 60) * MINUTE);
      }),
    );
  });
});
