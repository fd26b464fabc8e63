import type { Clock, Instant } from '../platform/clock.ts';
import type { Log } from '../platform/log.ts';
import { type Bookmark, EDITION, type StorySettings } from './bookmark.ts';
import { createCommentary } from './commentary.ts';
import { DAY, SECOND } from './hours.ts';
import { openLiveStory, PRELUDE_MS } from './prelude.ts';
import { SYSTEMS } from './process.ts';
import { type Release, releasesBetween } from './releases.ts';
import { createStation } from './station.ts';
import type { OpenStory } from './story.ts';
import { type Anchor, type LiveTime, liveTime } from './timeline.ts';
import type { Truth } from './truth.ts';
import type { Limits, Message, Remark } from './world.ts';

export type LiveOptions = StorySettings & { limits: Limits };

export type LiveDeps = {
  url: string;
  clock: Clock;
  log: Log;
  /** The running commentary. */
  say(text: string): void;
  /** Called with every step with how far it has come. */
  keep?(bookmark: Bookmark): void;
  /** What pipelines say, with times of real clocks. */
  release?(release: Release): Promise<void>;
};

/** The three systems, live on RabbitMQ. */
export type Live = {
  start(): Promise<void>;
  /** Within moments: what the broker does not confirm by then is given up. */
  stop(): Promise<void>;
  /** At the instant up to which it has been published; null before the present is reached. */
  truth(): Truth | null;
};

const TICK_MS = 200;
const LAST_STEP_MS = 2 * SECOND;
const LOOK_AROUND_MS = 5 * SECOND;
const AT_ONCE = 500;
/** Orders that ended so long ago are taken out of the books, or an endless run would need endless memory. */
const REMEMBERED_MS = 60 * DAY;

/** `resumed`: where an earlier run left off; without, the story begins now, with the past before it. */
export function createLive(deps: LiveDeps, options: LiveOptions, resumed: Bookmark | null = null): Live {
  const { url, clock, log, say, keep = () => {}, release = async () => {} } = deps;
  const stations = SYSTEMS.map(system => ({ system, station: createStation({ system, url, clock, log }) }));
  const commentary = createCommentary(say);
  let told: { story: OpenStory; time: LiveTime; bookmark: Bookmark } | undefined;
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let working: Promise<void> = Promise.resolve();
  let lookedAround = Number.NEGATIVE_INFINITY;
  const { promise: late, resolve: giveUp } = Promise.withResolvers<void>();

  const open = (): NonNullable<typeof told> => {
    const now = clock.now();
    const { limits: _data, ...settings } = options;
    const { anchors, toldUntil } = resumed ?? { anchors: [] as const, toldUntil: now - PRELUDE_MS };
    const present = anchors[0]?.story ?? now;
    const all = [...anchors, { story: Math.max(toldUntil, present), wall: now }] as [Anchor, ...Anchor[]];
    const time = liveTime(all, options.speed);
    const story = openLiveStory(options, present, time);
    return { story, time, bookmark: { edition: EDITION, settings, anchors: all, toldUntil } };
  };

  const publish = async (messages: readonly Message[]): Promise<void> => {
    const parts = stations.map(({ system, station }) =>
      station.publish(messages.filter(({ publisher }) => publisher === system)),
    );
    await Promise.all(parts);
  };

  /** Returns how many there were. */
  const releaseUntil = async ({ story, time, bookmark }: NonNullable<typeof told>, until: Instant): Promise<number> => {
    const { anchors, toldUntil } = bookmark;
    const releasing = { seed: options.seed, present: anchors[0].story, incidents: story.incidents() };
    const releases = releasesBetween(releasing, toldUntil, until);
    for (const one of releases) {
      if (!stopped) await release({ ...one, at: time.wall(one.at) });
    }
    return releases.length;
  };

  /** The past, in the order in which it happened, less what an earlier run has published of it. */
  const prelude = async (opened: NonNullable<typeof told>): Promise<void> => {
    const { story, time, bookmark } = opened;
    const { story: reached } = bookmark.anchors.at(-1)!;
    const { messages, remarks } = story.tellUntil(reached);
    const rest = messages.filter(({ publishedAt }) => publishedAt > time.wall(bookmark.toldUntil));
    if (!resumed) commentary.begins(options, rest.length);
    for (let from = 0; from < rest.length && !stopped; from += AT_ONCE) {
      const some = rest.slice(from, from + AT_ONCE);
      const until = some.at(-1)!.publishedAt;
      await consumeAsTold(story, until);
      await publish(some);
      await releaseUntil(opened, until);
      bookmark.toldUntil = until;
      keep(bookmark);
    }
    if (stopped) return;
    await releaseUntil(opened, reached);
    bookmark.toldUntil = reached;
    keep(bookmark);
    await consumeAsTold(story, reached);
    commentary.present(story.truth(clock.now()), remarks, resumed !== null);
  };

  const runOnce = async (now: Instant): Promise<void> => {
    const { story, time, bookmark } = told!;
    const until = time.story(now);
    const { messages, remarks } = story.tellUntil(until);
    await publish(messages);
    const releases = await releaseUntil(told!, until);
    bookmark.toldUntil = until;
    await consumeAsTold(story, until);
    commentary.remarks(remarks.filter(worthSaying));
    commentary.count(messages);
    if (messages.length + releases > 0) keep(bookmark);
    if (now - lookedAround < LOOK_AROUND_MS) return;
    lookedAround = now;
    commentary.lookAround(story.truth(now));
    story.forget(until - REMEMBERED_MS);
  };

  /** A system that has stopped in the story does not consume its inbox on the broker either. */
  const consumeAsTold = async (story: OpenStory, at: Instant): Promise<void> => {
    const down = new Set(
      story.incidents().flatMap(one => {
        const lasts = one.kind === 'stopped-consumer' && one.at <= at && (one.until === null || at < one.until);
        return lasts ? [one.system as string] : [];
      }),
    );
    await Promise.all(stations.map(({ system, station }) => station.consume(!down.has(system))));
  };

  const drive = (): void => {
    if (stopped) return;
    working = runOnce(clock.now()).catch(error => log.error({ err: error }, 'the simulator failed at one step'));
    void working.then(() => {
      if (!stopped) timer = setTimeout(drive, TICK_MS);
    });
  };

  return {
    start: async () => {
      for (const { station } of stations) await station.start();
      const opened = open();
      working = prelude(opened);
      await working;
      told = opened;
      drive();
    },
    stop: async () => {
      if (stopped) return;
      stopped = true;
      clearTimeout(timer);
      // What is told in part would be told again with other times, so a step under way is given its moment.
      const moment = setTimeout(giveUp, LAST_STEP_MS);
      await Promise.race([working, late]);
      clearTimeout(moment);
      await Promise.all(stations.map(({ station }) => station.stop()));
      await working;
    },
    truth: () => told?.story.truth(told.time.wall(told.bookmark.toldUntil)) ?? null,
  };
}

function worthSaying({ text }: Remark): boolean {
  return !/^(duplicates|out-of-order)/.test(text);
}
