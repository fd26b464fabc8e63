import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '../platform/clock.ts';
import type { Log } from '../platform/log.ts';
import { type Bookmark, canGoOn, type StorySettings } from '../simulator/bookmark.ts';
import { ALL_FAILURES } from '../simulator/failures.ts';
import { createLive, type Live } from '../simulator/live.ts';
import type { Limits } from '../simulator/world.ts';
import type { Lifecycles } from '../tracker/lifecycle.ts';

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
  { home, url, clock, log, say }: { home: string; url: string; clock: Clock; log: Log; say: (text: string) => void },
  lifecycles: () => Lifecycles,
): Live {
  const file = join(home, 'demo.json');
  const bookmark = readBookmark(file);
  const resumed = bookmark && canGoOn(bookmark, DEFAULT_STORY) ? bookmark : null;
  const keep = (at: Bookmark) => writeBookmark(file, at);
  return createLive({ url, clock, log, say, keep }, { ...DEFAULT_STORY, limits: limitsOf(lifecycles) }, resumed);
}

/** The simulator knows limits only as data: those of the orders that no lifecycle of their own is for. */
export function limitsOf(lifecycles: () => Lifecycles): Limits {
  return (status, since) =>
    lifecycles().choose({ partner: null, productClass: null }).deadlines(status, since, [])?.dueAt ?? null;
}

/** One that is missing or damaged is no reason to fail: then it is another story. */
function readBookmark(file: string): Bookmark | null {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Bookmark;
  } catch {
    return null;
  }
}

function writeBookmark(file: string, bookmark: Bookmark): void {
  writeFileSync(`${file}.draft`, JSON.stringify(bookmark));
  renameSync(`${file}.draft`, file);
}
