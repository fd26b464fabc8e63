import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { zone } from '../tracker/zone.ts';
import { quietHoursOf, quietUntil } from './quiet-hours.ts';

const at = (iso: string) => Date.parse(iso);
const night = { from: '21:00', to: '08:00' };

test.each<[string, { from: string; to: string }, string, string, string | null]>([
  ['the evening before', night, 'Europe/Moscow', '2026-11-20T22:30:00+03:00', '2026-11-21T08:00:00+03:00'],
  ['after midnight', night, 'Europe/Moscow', '2026-11-21T00:00:00+03:00', '2026-11-21T08:00:00+03:00'],
  ['when it begins', night, 'Europe/Moscow', '2026-11-20T21:00:00+03:00', '2026-11-21T08:00:00+03:00'],
  ['just before', night, 'Europe/Moscow', '2026-11-20T20:59:59.999+03:00', null],
  ['when it ends', night, 'Europe/Moscow', '2026-11-21T08:00:00+03:00', null],
  ['the same instant elsewhere', night, 'America/New_York', '2026-11-20T22:30:00+03:00', null],
  ['within a day', { from: '13:00', to: '14:30' }, 'UTC', '2026-11-20T13:10:00Z', '2026-11-20T14:30:00Z'],
  ['none', { from: '09:00', to: '09:00' }, 'UTC', '2026-11-20T09:00:00Z', null],
  // Berlin, 28 March 2027: 02:00 becomes 03:00.
  ['a shorter night', night, 'Europe/Berlin', '2027-03-27T23:00:00+01:00', '2027-03-28T08:00:00+02:00'],
  [
    'an end that is skipped',
    { from: '21:00', to: '02:30' },
    'Europe/Berlin',
    '2027-03-28T01:00:00+01:00',
    '2027-03-28T03:00:00+02:00',
  ],
  // Berlin, 25 October 2026: 03:00 becomes 02:00.
  ['a longer night', night, 'Europe/Berlin', '2026-10-24T23:00:00+02:00', '2026-10-25T08:00:00+01:00'],
  [
    'an end that comes twice, before',
    { from: '21:00', to: '02:30' },
    'Europe/Berlin',
    '2026-10-25T01:00:00+02:00',
    '2026-10-25T02:30:00+02:00',
  ],
  [
    'an end that comes twice, between',
    { from: '21:00', to: '02:30' },
    'Europe/Berlin',
    '2026-10-25T02:10:00+01:00',
    '2026-10-25T02:30:00+01:00',
  ],
  // Samoa had no 30 December 2011.
  ['a day that is skipped', night, 'Pacific/Apia', '2011-12-29T23:00:00-10:00', '2011-12-31T08:00:00+14:00'],
])('%s', (_what, hours, zoneName, now, until) => {
  const found = quietUntil(hours, zoneName, at(now));
  expect(found === null ? null : new Date(found).toISOString()).toBe(until && new Date(until).toISOString());
});

const MINUTE = 60_000;
const clock = (minutes: number) =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;

test('they end, at the stated time or later, within a day and what clocks are changed by', () => {
  const zones = fc.constantFrom(
    'Europe/Moscow',
    'Europe/Berlin',
    'America/New_York',
    'Australia/Lord_Howe',
    'Asia/Kathmandu',
  );
  const instant = fc.integer({ min: at('2024-01-01T00:00:00Z'), max: at('2028-01-01T00:00:00Z') });
  // The changes of these zones, hit more often than by chance.
  const changes = fc.constantFrom(
    '2027-03-28T01:00:00Z',
    '2026-10-25T01:00:00Z',
    '2027-03-14T07:00:00Z',
    '2026-11-01T06:00:00Z',
    '2026-10-03T15:30:00Z',
  );
  const near = fc.tuple(changes, fc.integer({ min: -1440, max: 1440 })).map(([iso, away]) => at(iso) + away * MINUTE);
  fc.assert(
    fc.property(fc.nat(1439), fc.nat(1439), zones, fc.oneof(instant, near), (from, to, zoneName, now) => {
      const hours = { from: clock(from), to: clock(to) };
      const until = quietUntil(hours, zoneName, now);
      if (until === null) return;
      expect(until).toBeGreaterThan(now);
      expect(quietUntil(hours, zoneName, until)).toBeNull();
      const free = (from - to + 1440) % 1440;
      // Less than two hours a day to write in may be what the clocks skip on one of them.
      expect(until - now).toBeLessThanOrEqual((free > 120 ? 25 : 49) * 60 * MINUTE);
      const shown = zone(zoneName).toLocal(until) % (24 * 60 * MINUTE);
      expect(shown).toBeGreaterThanOrEqual(to * MINUTE);
    }),
    { numRuns: 2_000 },
  );
});

describe('whose they are', () => {
  const preference = { channels: null, locale: null, zone: null, quietHours: null };
  const settings = { quietHours: { ...night, channels: ['sms' as const] } };
  test('those of the configuration, on its channels', () => {
    expect(quietHoursOf(settings, undefined, 'sms')).toMatchObject(night);
    expect(quietHoursOf(settings, preference, 'sms')).toMatchObject(night);
    expect(quietHoursOf(settings, preference, 'email')).toBeNull();
  });

  test('their own instead, or none', () => {
    const own = { from: '00:00', to: '10:00' };
    expect(quietHoursOf(settings, { ...preference, quietHours: own }, 'sms')).toEqual(own);
    expect(quietHoursOf(settings, { ...preference, quietHours: 'none' }, 'sms')).toBeNull();
    expect(quietHoursOf({ quietHours: null }, { ...preference, quietHours: own }, 'telegram')).toEqual(own);
    expect(quietHoursOf({ quietHours: null }, { ...preference, quietHours: own }, 'email')).toBeNull();
  });
});
