import type { Instant } from '../platform/clock.ts';
import type { Course } from './course.ts';
import { openCrm } from './crm.ts';
import { type Begun, type Incident, NO_FAILURES, type Rates } from './failures.ts';
import { DAY } from './hours.ts';
import { openMes } from './mes.ts';
import type { Queue } from './post.ts';
import { isOver } from './process.ts';
import { openShop } from './shop.ts';
import { storyTime, type Timeline } from './timeline.ts';
import { type Truth, truthOf } from './truth.ts';
import { createWorld, type Limits, type Message, type Remark } from './world.ts';

export type StoryOptions = {
  seed: number;
  from: Instant;
  ordersPerMonth: number;
  limits: Limits;
  failures?: Rates;
  incidents?: readonly Incident[];
  drawnFrom?: Instant;
  tag?: string;
  timeline?: Timeline;
};

/** A story that is told as it goes. */
export type OpenStory = {
  /** Lets everything happen up to and with this instant of the story; gives what is new. */
  tellUntil(until: Instant): { messages: Message[]; remarks: Remark[] };
  /** Incidents that have begun. */
  incidents(): readonly Begun[];
  /** Of the inboxes on the broker, at the instant until which it was told. */
  queues(): Queue[];
  /** Every order as it truly was, with all that befell it. */
  books(): readonly Readonly<Course>[];
  /** At an instant of the real clock; the story must have been told until then. */
  truth(now: Instant): Truth;
  /** Takes orders out of the books that ended before this instant of the story: the truth no longer speaks of them. */
  forget(endedBefore: Instant): void;
};

/**
 * The same options tell the same story, byte for byte, in however many steps it is told.
 */
export function openStory(options: StoryOptions): OpenStory {
  const { failures = NO_FAILURES, incidents = [], drawnFrom = options.from, ...rest } = options;
  const { tag = '', timeline = storyTime, ...more } = rest;
  const world = createWorld({ ...more, failures, incidents, drawnFrom, tag, timeline });
  openShop(world);
  openMes(world);
  openCrm(world);
  return {
    tellUntil: until => {
      world.agenda.runUntil(until);
      return { messages: world.log.splice(0), remarks: world.remarks.splice(0) };
    },
    incidents: () => world.incidents,
    queues: world.queues,
    books: () => world.courses,
    truth: now => truthOf(world, now),
    forget: endedBefore => {
      const kept = world.courses.filter(({ stays }) => {
        const last = stays.at(-1);
        return !last || !isOver(last.status) || last.at >= endedBefore;
      });
      world.courses.splice(0, world.courses.length, ...kept);
    },
  };
}

export type Story = {
  messages: Message[];
  remarks: Remark[];
  incidents: readonly Begun[];
  books: readonly Readonly<Course>[];
  truth(now: Instant): Truth;
};

/** The whole of it, with a storm in its middle if one is wanted. */
export function story(options: StoryOptions & { until: Instant; storm?: boolean }): Story {
  const { until, storm = false, incidents = [], ...rest } = options;
  const middle = Math.round((options.from + until) / 2);
  const storms: Incident[] = storm ? [{ kind: 'storm', at: middle, until: middle + 2 * DAY, factor: 8 }] : [];
  const open = openStory({ ...rest, incidents: [...incidents, ...storms] });
  return { ...open.tellUntil(until), incidents: open.incidents(), books: open.books(), truth: open.truth };
}
