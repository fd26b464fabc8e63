import type { Instant } from '../platform/clock.ts';

/** How the time of the story becomes the time on real clocks. */
export type Timeline = {
  wall(story: Instant): Instant;
  /** The other way round. */
  story(wall: Instant): Instant;
  /** What a producer's clock may say of an event: nothing of the future, where that is real. */
  stated(story: Instant, publishedAt: Instant): Instant;
  /** When a listener of today gets what was published then. */
  arrival(publishedAt: Instant): Instant;
  isCompressed(story: Instant): boolean;
};

/** A story for a test: its time is the time. */
export const storyTime: Timeline = {
  wall: story => story,
  story: wall => wall,
  stated: story => story,
  arrival: publishedAt => publishedAt,
  isCompressed: () => false,
};

/**
 * Up to the present the story is the past, and published as such all at once; from then on it runs `speed` times as
 * fast as the clock.
 */
export function liveTime(present: Instant, speed: number): Timeline {
  const wall = (story: Instant) => (story <= present ? story : Math.round(present + (story - present) / speed));
  return {
    wall,
    story: instant => (instant <= present ? instant : present + (instant - present) * speed),
    stated: (story, publishedAt) => Math.min(wall(story), publishedAt),
    arrival: publishedAt => Math.max(publishedAt, present),
    isCompressed: story => story > present,
  };
}
