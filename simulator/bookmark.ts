import { isDeepStrictEqual } from 'node:util';
import type { Instant } from '../platform/clock.ts';
import type { Rates } from './failures.ts';
import { DAY } from './hours.ts';
import type { Anchor } from './timeline.ts';

/** What a live story is made of. */
export type StorySettings = { seed: number; ordersPerMonth: number; speed: number; failures: Rates; storm: boolean };

/** Which story it is, and how far it was told: enough to go on with it another day. */
export type Bookmark = {
  edition: number;
  settings: StorySettings;
  /** When it was live; the first began at its present. */
  anchors: [Anchor, ...Anchor[]];
  /** Instant of the story. */
  toldUntil: Instant;
};

/** To be raised with whatever changes what a seed tells: a story can't be continued in another edition. */
export const EDITION = 3;

/** What lies before it has to be told again in silence, which takes seconds from here on. */
const LONGEST = 1_500 * DAY;

/** A story that was never begun, is another one, or has become too long is not gone on with. */
export function canGoOn(bookmark: Bookmark, settings: StorySettings): boolean {
  const { edition, anchors, toldUntil } = bookmark;
  if (edition !== EDITION || toldUntil - anchors[0].story > LONGEST) return false;
  return isDeepStrictEqual(bookmark.settings, settings);
}
