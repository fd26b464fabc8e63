import type { Clock, Instant } from '../platform/clock.ts';
import type { Log } from '../platform/log.ts';
import { createCommentary } from './commentary.ts';
import type { Rates } from './failures.ts';
import { DAY, SECOND } from './hours.ts';
import { arrangedIncidents, PRELUDE_MS } from './prelude.ts';
import { SYSTEMS } from './process.ts';
import { createStation } from './station.ts';
import { type OpenStory, openStory } from './story.ts';
import { type Anchor, type LiveTime, liveTime } from './timeline.ts';
import type { Truth } from './truth.ts';
import type { Limits, Message, Remark } from './world.ts';

/** Which story it is, and how far it was told: enough to go on with it another day. */
export type Bookmark = {
  seed: number;
  ordersPerMonth: number;
  speed: number;
  failures: Rates;
  storm: boolean;
  /** The first is the present at which it began to be live, on both clocks. */
  anchors: [Anchor, ...Anchor[]];
  /** Instant of the story. */
  toldUntil: Instant;
};

export type LiveOptions = Omit<Bookmark, 'anchors' | 'toldUntil'> & { limits: Limits };

export type LiveDeps = {
  url: string;
  clock: Clock;
  log: Log;
  /** The running commentary. */
  say(text: string): void;
  /** Called again and again with how far it has come. */
  keep?(bookmark: Bookmark): void;
};

/** The three systems, live on RabbitMQ. */
export type Live = {
  start(): Promise<void>;
  /** At once: what is not confirmed within a moment is given up. */
  stop(): Promise<void>;
  /** Null before the present is reached. */
  truth(): Truth | null;
};

const TICK_MS = 200;
const LOOK_AROUND_MS = 5 * SECOND;
const AT_ONCE = 500;
/** Orders that ended so long ago are taken out of the books, or an endless run would need endless memory. */
const REMEMBERED_MS = 60 * DAY;

/** `resumed`: where an earlier run left off; without, the story begins now, with the past before it. */
export function createLive(deps: LiveDeps, options: LiveOptions, resumed: Bookmark | null = null): Live {
  const { url, clock, log, say, keep = () => {} } = deps;
  const stations = SYSTEMS.map(system => ({ system, station: createStation({ system, url, clock, log }) }));
  const commentary = createCommentary(say);
  let told: { story: OpenStory; time: LiveTime; bookmark: Bookmark } | undefined;
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let working: Promise<void> = Promise.resolve();
  let lookedAround = Number.NEGATIVE_INFINITY;

  const open = (): NonNullable<typeof told> => {
    const now = clock.now();
    const { limits, ...kept } = options;
    const { anchors, toldUntil } = resumed ?? { anchors: [] as const, toldUntil: now };
    const all = [...anchors, { story: toldUntil, wall: now }] as [Anchor, ...Anchor[]];
    const time = liveTime(all, options.speed);
    const present = all[0].story;
    const story = openStory({
      ...options,
      from: present - PRELUDE_MS,
      incidents: arrangedIncidents(present, options),
      tag: tagOf(present),
      timeline: time,
    });
    return { story, time, bookmark: { ...kept, anchors: all, toldUntil } };
  };

  const publish = async (messages: readonly Message[]): Promise<void> => {
    const parts = stations.map(({ system, station }) =>
      station.publish(messages.filter(({ publisher }) => publisher === system)),
    );
    await Promise.all(parts);
  };

  /** The past, in the order in which it happened; of one that goes on it has been published before. */
  const prelude = async ({ story, bookmark }: NonNullable<typeof told>): Promise<void> => {
    const { messages, remarks } = story.tellUntil(bookmark.toldUntil);
    if (!resumed) {
      commentary.begins(options, messages.length);
      for (let from = 0; from < messages.length && !stopped; from += AT_ONCE) {
        await publish(messages.slice(from, from + AT_ONCE));
      }
    }
    consumeAsTold(story, bookmark.toldUntil);
    if (!stopped) commentary.present(story.truth(clock.now()), remarks, resumed !== null);
  };

  const runOnce = async (now: Instant): Promise<void> => {
    const { story, time, bookmark } = told!;
    const until = time.story(now);
    const { messages, remarks } = story.tellUntil(until);
    await publish(messages);
    bookmark.toldUntil = until;
    consumeAsTold(story, until);
    commentary.remarks(remarks.filter(worthSaying));
    commentary.count(messages);
    if (now - lookedAround < LOOK_AROUND_MS) return;
    lookedAround = now;
    commentary.lookAround(story.truth(now));
    story.forget(until - REMEMBERED_MS);
    keep(bookmark);
  };

  /** A system that has stopped in the story does not consume its inbox on the broker either. */
  const consumeAsTold = (story: OpenStory, at: Instant): void => {
    const down = new Set(
      story.incidents().flatMap(one => {
        const lasts = one.kind === 'stopped-consumer' && one.at <= at && (one.until === null || at < one.until);
        return lasts ? [one.system as string] : [];
      }),
    );
    for (const { system, station } of stations) station.consume(!down.has(system));
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
      await Promise.all(stations.map(({ station }) => station.stop()));
      await working;
      if (told) keep(told.bookmark);
    },
    truth: () => told?.story.truth(clock.now()) ?? null,
  };
}

function worthSaying({ text }: Remark): boolean {
  return !/^(duplicates|out-of-order)/.test(text);
}

const TAGS_FROM = Date.parse('2026-01-01T00:00:00Z');

/** Of the second in which the story began, so that those of two are never the same. */
function tagOf(present: Instant): string {
  return Math.floor((present - TAGS_FROM) / SECOND)
    .toString(36)
    .toUpperCase();
}
