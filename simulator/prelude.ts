import type { Instant } from '../platform/clock.ts';
import type { Incident, Rates } from './failures.ts';
import { DAY, HOUR, MINUTE, SECOND } from './hours.ts';
import type { Limits } from './world.ts';

export const PRELUDE_MS = 45 * DAY;

/** How long after the start limits pass before somebody's eyes: thrice in the first minute, then for ten minutes. */
const PASSES_AFTER = [15, 30, 45, 75, 120, 180, 240, 300, 360, 420, 480, 540, 600].map(seconds => seconds * SECOND);

/**
 * What a newcomer shall find at the present, of all that is wanted: orders stuck behind each kind of incident, and some
 * whose limit is about to pass.
 */
export function arrangedIncidents(
  present: Instant,
  { limits, failures, storm, speed }: { limits: Limits; failures: Rates; storm: boolean; speed: number },
): Incident[] {
  const limit = (limits('SUBMITTED', present) ?? present) - present;
  const all: Incident[] = [
    { kind: 'starvation', at: present - 12 * DAY, until: present + 90 * SECOND * speed },
    { kind: 'clock-skew', at: present - 5 * DAY, until: present - 4 * DAY, system: 'mes', offsetMs: -25 * MINUTE },
    { kind: 'flood', at: present - 30 * HOUR, until: present - 29 * HOUR, uploads: 400 },
    { kind: 'stopped-consumer', at: present - 80 * HOUR, until: present + 60 * SECOND * speed, system: 'crm' },
    ...PASSES_AFTER.map(ms => ({ kind: 'lost-publish' as const, at: present + ms - limit })),
  ];
  const wanted = all.filter(({ kind }) => kind !== 'storm' && failures[kind] > 0);
  return storm ? [...wanted, { kind: 'storm', at: present - 6 * HOUR, until: present + 2 * DAY, factor: 8 }] : wanted;
}
