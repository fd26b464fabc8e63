import { Temporal } from 'temporal-polyfill';
import type { Instant } from '../platform/clock.ts';

/** What the clock on the wall shows, counted in milliseconds as if the wall stood in UTC. */
export type LocalTime = number;

/**
 * The clocks of one IANA zone. Two kinds of local times are not one instant: where clocks are put forward some never
 * show, where they are put back some show twice. Of the latter the first is meant, always.
 */
export type Zone = {
  toLocal(instant: Instant): LocalTime;
  /** A time that never shows is as much later as the clocks were put forward: 02:30 is 03:30. As RFC 5545 has it. */
  toInstant(local: LocalTime): Instant;
  /** When the clocks have come to this time: for one that never shows, the moment at which they pass over it. */
  reaches(local: LocalTime): Instant;
};

/** A stretch of time in which the clocks of a zone were not put forward or back. */
type Stretch = { from: Instant; until: Instant; offset: number };

// No zone is further from UTC, and no two changes of one zone are closer to each other than this.
const FURTHEST_MS = 24 * 3_600_000;

const zones = new Map<string, Zone>();

/** Made once a name. Throws a RangeError when there is no such zone. */
export function zone(name: string): Zone {
  const known = zones.get(name);
  if (known) return known;
  if (!isZone(name)) throw new RangeError(`"${name}" is no time zone`);
  const made = makeZone(name);
  zones.set(name, made);
  return made;
}

/** Temporal takes offsets such as +03:00, too, but they know nothing of summer time. */
export function isZone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name);
    return true;
  } catch {
    return false;
  }
}

// Temporal takes 11 µs to add a day, and deadlines are worked out with every event. What makes it slow is the offset,
// so the stretches between changes are kept: with them it is below 1 µs. There are at most a few hundred a zone.
function makeZone(name: string): Zone {
  const stretches: Stretch[] = [];
  let latest = findStretch(name, 0);

  const stretchAt = (instant: Instant): Stretch => {
    if (latest.from <= instant && instant < latest.until) return latest;
    const at = stretches.findLastIndex(stretch => stretch.from <= instant);
    const near = stretches[at];
    if (near && instant < near.until) latest = near;
    else {
      latest = findStretch(name, instant);
      stretches.splice(at + 1, 0, latest);
    }
    return latest;
  };

  /** The instant at which the clocks show this for the first time; null when they never do. */
  const shows = (local: LocalTime): Instant | null => {
    const before = local - stretchAt(local - FURTHEST_MS).offset;
    if (stretchAt(before).offset === local - before) return before;
    const after = local - stretchAt(local + FURTHEST_MS).offset;
    return stretchAt(after).offset === local - after ? after : null;
  };
  const putForward = (local: LocalTime): Instant => local - stretchAt(local - FURTHEST_MS).offset;

  return {
    toLocal: instant => instant + stretchAt(instant).offset,
    toInstant: local => shows(local) ?? putForward(local),
    reaches: local => shows(local) ?? stretchAt(putForward(local)).from,
  };
}

function findStretch(name: string, instant: Instant): Stretch {
  const at = Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(name);
  const before = at.add({ milliseconds: 1 }).getTimeZoneTransition('previous');
  return {
    from: before?.epochMilliseconds ?? Number.NEGATIVE_INFINITY,
    until: at.getTimeZoneTransition('next')?.epochMilliseconds ?? Number.POSITIVE_INFINITY,
    offset: at.offsetNanoseconds / 1e6,
  };
}
