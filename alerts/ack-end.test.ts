import { expect, test } from 'vitest';
import { endOf, endsToOffer } from './ack-end.ts';

const at = (iso: string) => Date.parse(iso);

test.each([
  ['an hour', 'hour', '2026-11-20T09:00Z', '2026-11-20T10:00Z'],
  ['tomorrow morning, by their clock', 'tomorrow', '2026-11-20T09:00Z', '2026-11-21T06:00Z'],
  ['tomorrow is the day after, also late in the evening', 'tomorrow', '2026-11-20T22:30Z', '2026-11-22T06:00Z'],
  ['Monday, from a Friday', 'monday', '2026-11-20T09:00Z', '2026-11-23T06:00Z'],
  ['Monday, from a Monday: the next', 'monday', '2026-11-23T09:00Z', '2026-11-30T06:00Z'],
  ['Monday, from a Sunday night', 'monday', '2026-11-22T20:30Z', '2026-11-23T06:00Z'],
] as const)('%s', (_what, end, now, expected) => {
  expect(endOf(end, at(now), 'Europe/Moscow')).toBe(at(expected));
});

test('over a change of clocks it is nine again', () => {
  expect(endOf('tomorrow', at('2026-10-24T12:00Z'), 'Europe/Berlin')).toBe(at('2026-10-25T08:00Z'));
});

test('the usual end is not worked out here', () => {
  expect(endOf('usual', 0, 'UTC')).toBeNull();
});

test('on a Sunday Monday is tomorrow, and is offered once', () => {
  expect(endsToOffer(at('2026-11-22T09:00Z'), 'Europe/Moscow')).toEqual(['usual', 'hour', 'fourHours', 'tomorrow']);
  expect(endsToOffer(at('2026-11-20T09:00Z'), 'Europe/Moscow')).toContain('monday');
});
