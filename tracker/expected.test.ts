import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DAY, HOUR, T0 } from '../test/support/factory.ts';
import { referenceLifecycle as jewellery } from '../test/support/reference.ts';
import { expectBy, expectDeclared } from './expected.ts';
import { curveOf, type Span, spanFor } from './usual-curve.ts';
import type { Course } from './usual-samples.ts';

function aCourse({ stayMs, restMs = 0, ...named }: { stayMs: number; restMs?: number } & Partial<Course>): Course {
  return { status: 'S', stayMs, totalMs: stayMs + restMs, hasEnded: true, knownFromMs: 0, ...named };
}

/** Days that are as likely as each other, from 0 to `days`. */
function evenly(count: number, days: number): number[] {
  return Array.from({ length: count }, (_, n) => ((n + 0.5) / count) * days * DAY);
}

const inDays = ({ from, likely, to }: Span) => [from, likely, to].map(ms => Math.round((ms / DAY) * 10) / 10);

const arbitraryCourse = fc
  .record({
    stay: fc.integer({ min: 0, max: 100 * HOUR }),
    rest: fc.integer({ min: 0, max: 100 * HOUR }),
    ended: fc.boolean(),
    known: fc.double({ min: 0, max: 1, noNaN: true }),
  })
  .map(({ stay, rest, ended, known }) =>
    aCourse({ stayMs: stay, restMs: rest, hasEnded: ended, knownFromMs: Math.floor((stay + rest) * known) }),
  );
const arbitraryCurve = fc
  .array(arbitraryCourse, { minLength: 30, maxLength: 200 })
  .map(courses => curveOf([...courses, ...courses.map(course => ({ ...course, hasEnded: true }))])!);
const arbitraryAge = fc.integer({ min: 0, max: 250 * HOUR });

describe('what happened to others tells when an order comes to its end', () => {
  test('one of ten before the first date, half before the likely one, one of ten after the last', () => {
    const curve = curveOf(evenly(1_000, 10).map(stayMs => aCourse({ stayMs, restMs: 5 * DAY })))!;
    expect(inDays(spanFor(curve, 0))).toEqual([6, 10, 14]);
    expect(curve.ends).toBe(1_000);
  });

  test('whoever is still there is not among those who were quick', () => {
    const curve = curveOf(evenly(1_000, 10).map(stayMs => aCourse({ stayMs, restMs: 5 * DAY })))!;
    expect(inDays(spanFor(curve, 5 * DAY))).toEqual([10.5, 12.5, 14.5]);
    expect(inDays(spanFor(curve, 9 * DAY))).toEqual([14.1, 14.5, 14.9]);
  });

  test('older than all others were: from now on what the rest usually takes', () => {
    const curve = curveOf(evenly(100, 10).map(stayMs => aCourse({ stayMs, restMs: 5 * DAY })))!;
    expect(inDays(spanFor(curve, 20 * DAY))).toEqual([25, 25, 25]);
  });

  test('a young history is not taken for one of quick orders', () => {
    // All take ten to twenty days, one has come every six hours, and the first did so 25 days ago.
    const courses = evenly(100, 25).map((begun, n) => {
      const takes = (10 + ((n * 37) % 100) / 10) * DAY;
      const age = 25 * DAY - begun;
      return aCourse({ stayMs: Math.min(takes, age), hasEnded: takes <= age });
    });
    const ended = courses.filter(({ hasEnded }) => hasEnded).map(({ totalMs }) => totalMs);
    const naive = ended.toSorted((a, b) => a - b)[Math.floor(ended.length / 2)]!;
    const [, likely] = inDays(spanFor(curveOf(courses)!, 0));
    expect(naive / DAY).toBeLessThan(14.1);
    expect(Math.abs(likely! - 15)).toBeLessThan(1);
  });

  test('fewer than thirty are too few', () => {
    expect(curveOf(evenly(29, 10).map(stayMs => aCourse({ stayMs })))).toBe(null);
    expect(
      curveOf([...evenly(29, 10).map(stayMs => aCourse({ stayMs })), aCourse({ stayMs: 1, hasEnded: false })]),
    ).toBe(null);
  });

  test('the dates are in order and none has passed, whatever happened', () => {
    fc.assert(
      fc.property(arbitraryCurve, arbitraryAge, (curve, age) => {
        const { from, likely, to } = expectBy(curve, 'lifecycle', T0, T0 + age);
        expect(from).toBeGreaterThanOrEqual(T0 + age);
        expect(likely).toBeGreaterThanOrEqual(from);
        expect(to).toBeGreaterThanOrEqual(likely);
      }),
    );
  });

  test('as time passes and the order stays, no date comes nearer to when it began', () => {
    fc.assert(
      fc.property(arbitraryCurve, arbitraryAge, arbitraryAge, (curve, one, other) => {
        const [before, after] = [Math.min(one, other), Math.max(one, other)].map(age => spanFor(curve, age));
        for (const date of ['from', 'likely', 'to'] as const) {
          expect(after![date]).toBeGreaterThanOrEqual(before![date] - 1e-3);
        }
      }),
    );
  });

  test('the curve is small, and reads the same at its knots', () => {
    fc.assert(
      fc.property(arbitraryCurve, curve => {
        expect(curve.knots.length).toBeLessThanOrEqual(13);
        expect(curve.knots[0]!.age).toBe(0);
        for (const knot of curve.knots) expect(spanFor(curve, knot.age).to).toBeCloseTo(Math.max(knot.age, knot.to));
      }),
    );
  });
});

describe('as long as too little has happened', () => {
  const order = { status: 'PACKAGING', since: T0, targetAt: T0 + DAY, dueAt: T0 + 2 * DAY };

  test('the declared limits are the dates: all targets, or all breaches', () => {
    const { from, likely, to, basis } = expectDeclared(jewellery, order, T0)!;
    expect([from, likely, to].map(at => (at - T0) / DAY)).toEqual([8, 8, 16]);
    expect(basis).toBe('declared');
  });

  test('what is late makes all that follows late', () => {
    const { from, to } = expectDeclared(jewellery, order, T0 + 5 * DAY)!;
    expect([from, to].map(at => (at - T0) / DAY)).toEqual([12, 19]);
  });

  test('business time is counted as such on the way, too', () => {
    const friday = Date.parse('2026-11-20T18:00:00+03:00');
    const price = { status: 'PRICE_CALCULATED', since: friday, targetAt: friday, dueAt: friday };
    const { from } = expectDeclared(jewellery, price, friday)!;
    // Approved when the workshop has closed for the weekend, so begun by Tuesday morning; then two weeks, two days, a week.
    expect(new Date(from).toISOString()).toBe('2026-12-17T06:00:00.000Z');
  });

  test('nobody knows where an order may rest for ever', () => {
    expect(expectDeclared(jewellery, { ...order, targetAt: null, dueAt: null }, T0)).toBe(null);
    expect(expectDeclared(jewellery, { ...order, status: 'CLOSED' }, T0)).toBe(null);
  });
});
