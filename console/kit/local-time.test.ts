import { expect, test } from 'vitest';
import { fromLocal, toLocal } from './local-time.ts';

test.each([
  ['2026-11-20T12:00', 'Europe/Moscow', '2026-11-20T09:00:00.000Z'],
  ['2026-07-01T12:00', 'Europe/Berlin', '2026-07-01T10:00:00.000Z'],
  // Clocks were put forward at 02:00: 02:30 was never shown.
  ['2026-03-29T02:30', 'Europe/Berlin', '2026-03-29T01:30:00.000Z'],
  // And put back at 03:00: 02:30 was shown twice.
  ['2026-10-25T02:30', 'Europe/Berlin', '2026-10-25T00:30:00.000Z'],
])('%s in %s', (local, zone, instant) => {
  const at = fromLocal(local, zone)!;
  expect(new Date(at).toISOString()).toBe(instant);
  if (local !== '2026-03-29T02:30') expect(toLocal(at, zone)).toBe(local);
});

test.each(['', '2026-11-20', '2026-13-40T12:00'])('%j is no time', text => {
  expect(fromLocal(text, 'Europe/Moscow')).toBeNull();
});
