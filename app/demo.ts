import { join } from 'node:path';
import type { Clock } from '../platform/clock.ts';
import type { Log } from '../platform/log.ts';
import { type Bookmark, canGoOn, type StorySettings } from '../simulator/bookmark.ts';
import { ALL_FAILURES } from '../simulator/failures.ts';
import { createLive, type Live } from '../simulator/live.ts';
import { createPipelines } from '../simulator/pipelines.ts';
import type { Limits } from '../simulator/world.ts';
import type { Lifecycles } from '../tracker/lifecycle.ts';
import { readBookmark, writeBookmark } from './bookmark-file.ts';

export const DEFAULT_STORY: StorySettings = {
  seed: 1,
  ordersPerMonth: 600,
  speed: 720,
  failures: ALL_FAILURES,
  storm: false,
};

/**
 * The simulator in the process of `up --simulate`. The second start on a home goes on with the story of the first: its
 * orders are in the ledger, and somebody has to bring them to their end.
 */
export function createDemo(
  {
    home,
    url,
    api,
    clock,
    log,
    say,
  }: {
    home: string;
    url: string;
    /** Which the pipelines tell of deploys. */
    api: { url: string; key: string };
    clock: Clock;
    log: Log;
    say: (text: string) => void;
  },
  lifecycles: () => Lifecycles,
): Live {
  const file = join(home, 'demo.json');
  const bookmark = readBookmark(file);
  const resumed = bookmark && canGoOn(bookmark, DEFAULT_STORY) ? bookmark : null;
  const keep = (at: Bookmark) => writeBookmark(file, at);
  const release = createPipelines({ ...api, log });
  return createLive(
    { url, clock, log, say, keep, release },
    { ...DEFAULT_STORY, limits: limitsOf(lifecycles) },
    resumed,
  );
}

/** The simulator knows limits only as data: those of the orders that no lifecycle of their own is for. */
export function limitsOf(lifecycles: () => Lifecycles): Limits {
  return (status, since) =>
    lifecycles().choose({ partner: null, productClass: null }).deadlines(status, since, [])?.dueAt ?? null;
}
