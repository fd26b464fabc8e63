import type { Instant } from '../platform/clock.ts';
import { parseDuration } from '../tracker/iso-duration.ts';
import { zone as clocks, type LocalTime } from '../tracker/zone.ts';
import type { Rotation } from './settings.ts';

/** `from`: date and time of the first handover by the clocks of `zone`, `2026-11-02T09:00`; `shift`: ISO 8601. */
export type RotationDefinition = { zone: string; from: string; shift: string; people: readonly string[] };

const DAY_MS = 24 * 3_600_000;

/**
 * People who take turns. Handovers are at the same time of day all year: the shift in which clocks are put forward is an
 * hour shorter. The turns are counted backwards, too, so that somebody is on call before the first one.
 */
export function rotation({ zone, from, shift, people }: RotationDefinition): Rotation {
  const { toLocal, reaches } = clocks(zone);
  const first = parseLocalTime(from);
  if (first === null) throw new RangeError(`"${from}" is no date with a time`);
  const { days, ms } = parseDuration(shift);
  const length = days * DAY_MS + ms;
  const begins = (index: number): Instant => reaches(first + index * length);
  return {
    zone,
    people,
    shiftAt: at => {
      let index = Math.floor((toLocal(at) - first) / length);
      // Near a change of the clocks the same local time is another shift's.
      while (begins(index) > at) index -= 1;
      while (begins(index + 1) <= at) index += 1;
      return { index, from: begins(index), to: begins(index + 1) };
    },
  };
}

/** `2026-11-02T09:00`; null where there is no such date or time. */
export function parseLocalTime(text: string): LocalTime | null {
  if (!/^\d{4}-\d\d-\d\dT([01]\d|2[0-3]):[0-5]\d$/.test(text)) return null;
  const local = Date.parse(`${text}:00Z`);
  // Date.parse takes 31 February for 3 March.
  return Number.isNaN(local) || new Date(local).toISOString().slice(0, 16) !== text ? null : local;
}
