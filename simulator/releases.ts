import type { Instant } from '../platform/clock.ts';
import type { Begun } from './failures.ts';
import { DAY, HOUR, MINUTE, OFFICE, whenOpen } from './hours.ts';
import { SYSTEMS, type System } from './process.ts';
import { random } from './random.ts';

/** What the pipeline of a system says: that its tests were run, or that a version is live. */
export type Release = {
  at: Instant;
  service: System;
  version: string;
  environment: 'staging' | 'production';
  tests?: { suite: string; passed: number; failed: number; skipped: number; durationMs: number };
};

export type Releasing = {
  seed: number;
  /** When it begins to be told live. */
  present: Instant;
  incidents: readonly Begun[];
};

const WEEK = 7 * DAY;
const FIRST_WEEK = Math.floor(Date.parse('2025-01-06T00:00:00Z') / WEEK);
/** Trouble that begins so soon after a deploy would look as if the deploy had made it, and in this story none does. */
const CALM_MS = 12 * HOUR;

/** After `from`, up to `until`, instants of the story, in order: a version a week of each system, unless it is in trouble. */
export function releasesBetween({ seed, present, incidents }: Releasing, from: Instant, until: Instant): Release[] {
  const weeks: number[] = [];
  for (let week = Math.floor(from / WEEK) - 1; week * WEEK <= until; week++) weeks.push(week);
  const weekly = SYSTEMS.flatMap(system =>
    weeks.flatMap(week => {
      const luck = random(`${seed}/release of ${system} ${week}`);
      const at = whenOpen(week * WEEK + luck.int(0, 6 * DAY), OFFICE);
      const release = releaseOf(system, { at, version: `3.${week - FIRST_WEEK}.0`, again: luck.chance(0.2) });
      return incidents.some(one => strikes(one, system, at)) ? [] : release;
    }),
  );
  // Somebody who looks for the first time has something to see.
  const fresh = releaseOf('shop', { at: present - 15 * MINUTE, version: '4.0.0', again: true });
  return [...weekly, ...fresh].filter(({ at }) => at > from && at <= until).sort((a, b) => a.at - b.at);
}

/** `again`: some of the tests failed at first. */
function releaseOf(
  service: System,
  { at, version, again }: { at: Instant; version: string; again: boolean },
): Release[] {
  const tests = (before: number, failed: number): Release => ({
    at: at - before,
    service,
    version,
    environment: 'staging',
    tests: { suite: 'e2e', passed: 214 - failed, failed, skipped: 2, durationMs: 6 * MINUTE },
  });
  return [
    ...(again ? [tests(30 * MINUTE, 3)] : []),
    tests(10 * MINUTE, 0),
    { at, service, version, environment: 'production' },
  ];
}

function strikes(incident: Begun, system: System, at: Instant): boolean {
  const own = 'system' in incident ? incident.system === system : system === 'mes';
  return (
    own &&
    incident.at <= at + CALM_MS &&
    ('until' in incident ? incident.until === null || at <= incident.until : incident.at > at)
  );
}
