import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { isZone, zone } from './zone.ts';

// Clocks put forward and back, neither, by half an hour (Lord Howe), at midnight (Beirut), past a whole day (Apia),
// back in winter (Dublin), several times a year (Casablanca).
const ZONES = [
  'UTC',
  'Europe/Berlin',
  'Europe/Moscow',
  'America/New_York',
  'Australia/Lord_Howe',
  'Asia/Beirut',
  'Pacific/Apia',
  'Europe/Dublin',
  'Africa/Casablanca',
];
const anyZone = fc.constantFrom(...ZONES);
const instant = fc.integer({ min: Date.parse('1900-01-01'), max: Date.parse('2100-01-01') });
const local = fc
  .record({
    year: fc.integer({ min: 1900, max: 2099 }),
    month: fc.integer({ min: 1, max: 12 }),
    day: fc.integer({ min: 1, max: 31 }),
    hour: fc.integer({ min: 0, max: 23 }),
    minute: fc.integer({ min: 0, max: 59 }),
  })
  .map(fields => Temporal.PlainDateTime.from(fields));
const asUtc = (time: Temporal.PlainDateTime) => time.toZonedDateTime('UTC').epochMilliseconds;

describe('the clocks of a zone', () => {
  it('show what Temporal says', () => {
    fc.assert(
      fc.property(anyZone, instant, (name, at) => {
        const said = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(name).toPlainDateTime();
        expect(zone(name).toLocal(at)).toBe(asUtc(said));
      }),
      { numRuns: 2_000 },
    );
  });

  it('come to a time when Temporal says, also to one that never shows or shows twice', () => {
    fc.assert(
      fc.property(anyZone, local, (name, time) => {
        expect(zone(name).toInstant(asUtc(time))).toBe(time.toZonedDateTime(name).epochMilliseconds);
      }),
      { numRuns: 2_000 },
    );
    for (const name of ZONES) {
      for (const change of changes(name)) {
        for (const minutes of [-90, -60, -45, -30, -1, 0, 1, 30, 45, 60, 90]) {
          const time = change.toPlainDateTime().add({ minutes });
          expect(zone(name).toInstant(asUtc(time))).toBe(time.toZonedDateTime(name).epochMilliseconds);
        }
      }
    }
  });

  it('pass over a time that never shows when they are put forward', () => {
    const berlin = zone('Europe/Berlin');
    const forward = Date.parse('2026-03-29T01:00:00Z');
    expect(berlin.reaches(Date.parse('2026-03-29T02:30:00Z'))).toBe(forward);
    expect(berlin.toInstant(Date.parse('2026-03-29T02:30:00Z'))).toBe(forward + 30 * 60_000);
  });

  it('are those of a zone that exists', () => {
    expect(ZONES.filter(name => !isZone(name))).toEqual([]);
    expect(['Europe/Moskow', '+03:00', ''].filter(isZone)).toEqual([]);
    expect(() => zone('Europe/Moskow')).toThrow('"Europe/Moskow" is no time zone');
  });
});

function changes(name: string): Temporal.ZonedDateTime[] {
  const found: Temporal.ZonedDateTime[] = [];
  let at = Temporal.ZonedDateTime.from(`1990-01-01T00:00[${name}]`).getTimeZoneTransition('next');
  for (; at && at.year < 2060; at = at.getTimeZoneTransition('next')) found.push(at);
  return found;
}
