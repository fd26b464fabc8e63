import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { addDate, inWords, isDuration, leastMs, parseDuration } from './iso-duration.ts';

const instant = fc.integer({ min: Date.parse('1900-01-01'), max: Date.parse('2100-01-01') });

describe('an ISO duration', () => {
  it('is added to a date as Temporal does', () => {
    const duration = fc
      .tuple(fc.nat(5), fc.nat(30), fc.nat(10), fc.integer({ min: 1, max: 100 }))
      .map(([years, months, weeks, days]) => `P${years}Y${months}M${weeks}W${days}D`);
    fc.assert(
      fc.property(instant, duration, (at, iso) => {
        const date = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO('UTC');
        expect(addDate(at, parseDuration(iso))).toBe(date.add(iso).epochMilliseconds);
      }),
      { numRuns: 2_000 },
    );
  });

  it('lasts at least what is said of it', () => {
    const duration = fc.tuple(fc.nat(30), fc.nat(40), fc.nat(100)).map(([m, d, h]) => `P${m}M${d}DT${h}H`);
    fc.assert(
      fc.property(fc.constantFrom('Europe/Berlin', 'Pacific/Apia'), instant, duration, (name, at, iso) => {
        fc.pre(iso !== 'P0M0DT0H');
        const since = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(name);
        const lasted = since.add(iso).epochMilliseconds - at;
        expect(leastMs(parseDuration(iso))).toBeLessThanOrEqual(lasted);
      }),
    );
  });

  it.each(['24h', '', 'P', 'p1d', 'PT1,5H', '-P1D', 'PT0S', 'PT0.0001S', 'P11Y'])('is not %j', text => {
    expect(isDuration(text)).toBe(false);
    expect(() => parseDuration(text)).toThrow(`"${text}" is not an ISO 8601 duration`);
  });

  it.each(['PT0.001S', 'PT90M', 'P1Y2M3W4DT5H6M7S', 'P10Y', 'P120M'])('is %s', text => {
    expect(isDuration(text)).toBe(true);
  });

  it.each([
    ['P14D', '14 d'],
    ['P3W', '21 d'],
    ['P1DT2H', '1 d 2 h'],
    ['P1M', '1 month'],
    ['P1Y2M', '14 months'],
    ['P2MT30M', '2 months 30 min'],
  ])('%s is said as %s', (iso, words) => {
    expect(inWords(parseDuration(iso))).toBe(words);
  });
});
