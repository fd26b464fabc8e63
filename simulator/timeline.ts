import type { Instant } from '../platform/clock.ts';

/** How the time of the story becomes the time on real clocks. */
export type Timeline = {
  wall(story: Instant): Instant;
  /** What a producer's clock may say of an event: nothing of the future of whoever hears it, where that is real. */
  stated(story: Instant, publishedAt: Instant): Instant;
  /** When a listener gets what was published then. */
  arrival(publishedAt: Instant): Instant;
  /** It happens before somebody's eyes, and faster than it would. */
  isLive(story: Instant): boolean;
  /** It goes on for as long as somebody looks on, so nothing may stop for good. */
  endless: boolean;
};

/** A story for a test: its time is the time. */
export const storyTime: Timeline = {
  wall: story => story,
  stated: story => story,
  arrival: publishedAt => publishedAt,
  isLive: () => false,
  endless: false,
};

/** From this instant of the story on it is told live, beginning at that instant of the real clock. */
export type Anchor = { story: Instant; wall: Instant };

export type LiveTime = Timeline & {
  /** How far the story has come at an instant of the real clock. */
  story(wall: Instant): Instant;
};

/**
 * Up to the present the story is the past, and published as such all at once; from then on it runs `speed` times as
 * fast as the clock. A story that was interrupted has an anchor for each time it went on.
 */
export function liveTime(anchors: readonly [Anchor, ...Anchor[]], speed: number): LiveTime {
  const [{ story: present }] = anchors;
  const last = anchors.at(-1)!;
  const wall = (story: Instant): Instant => {
    if (story <= present) return story;
    const anchor = anchors.findLast(one => one.story < story)!;
    return Math.round(anchor.wall + (story - anchor.story) / speed);
  };
  return {
    wall,
    story: instant => last.story + Math.max(0, Math.floor((instant - last.wall) * speed)),
    stated: (story, publishedAt) => Math.min(wall(story), Math.max(publishedAt, present)),
    arrival: publishedAt => Math.max(publishedAt, present),
    isLive: story => story > present,
    endless: true,
  };
}
