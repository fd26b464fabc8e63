import type { Instant } from '../platform/clock.ts';
import type { StorySettings } from './bookmark.ts';
import type { Incident, Single } from './failures.ts';
import { DAY, HOUR, MINUTE, SECOND } from './hours.ts';
import { type OpenStory, openStory } from './story.ts';
import type { Timeline } from './timeline.ts';
import type { Limits } from './world.ts';

export const PRELUDE_MS = 45 * DAY;

type LiveStory = StorySettings & { limits: Limits };

/** A story whose present somebody looks at. */
export function openLiveStory(options: LiveStory, present: Instant, timeline: Timeline): OpenStory {
  return openStory({
    ...options,
    from: present - PRELUDE_MS,
    incidents: arrangedIncidents(present, options),
    drawnFrom: present,
    tag: tagOf(present),
    timeline,
  });
}

const TAGS_FROM = Date.parse('2026-01-01T00:00:00Z');

/** Of the second in which the story began, so that those of two are never the same. */
function tagOf(present: Instant): string {
  return Math.floor((present - TAGS_FROM) / SECOND)
    .toString(36)
    .toUpperCase();
}

/** How long after the start limits pass before somebody's eyes: thrice in the first minute, then for ten minutes. */
const PASSES_AFTER = [15, 30, 45, 75, 120, 180, 300, 600].map(seconds => seconds * SECOND);

/** Before the present, and longer than any limit of a price. */
const BEFORE = [30 * HOUR, 9 * DAY];
const SINGLES: readonly Single[] = ['lost-publish', 'malformed', 'endless-calculation', 'failed-upload'];

/**
 * What a newcomer shall find at the present, of all that is wanted: orders stuck behind each kind of incident, and some
 * whose limit is about to pass.
 */
function arrangedIncidents(present: Instant, { limits, failures, storm, speed }: LiveStory): Incident[] {
  const limit = (limits('SUBMITTED', present) ?? present) - present;
  const all: Incident[] = [
    { kind: 'starvation', at: present - 12 * DAY, until: present + 90 * SECOND * speed },
    { kind: 'clock-skew', at: present - 5 * DAY, until: present - 4 * DAY, system: 'mes', offsetMs: -25 * MINUTE },
    { kind: 'flood', at: present - 44 * HOUR, until: present - 43 * HOUR, uploads: 400 },
    { kind: 'stopped-consumer', at: present - 84 * HOUR, until: present + 60 * SECOND * speed, system: 'crm' },
    ...BEFORE.flatMap(ms => SINGLES.map(kind => ({ kind, at: present - ms }))),
    ...PASSES_AFTER.map(ms => ({ kind: 'lost-publish' as const, at: present + ms - limit })),
  ];
  const wanted = all.filter(({ kind }) => kind !== 'storm' && failures[kind] > 0);
  return storm ? [...wanted, { kind: 'storm', at: present - 6 * HOUR, until: present + 2 * DAY, factor: 8 }] : wanted;
}
