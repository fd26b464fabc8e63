import type { Clock, Instant } from '../../platform/clock.ts';
import { describeFault } from '../../platform/fault.ts';
import type { Log } from '../../platform/log.ts';
import type { Db } from '../../platform/postgres.ts';
import type { ChangeTopic } from '../../tracker/changes/note-change.ts';
import { type OrderNews, readOrderNews } from '../../tracker/changes/order-news.ts';
import { type Changes, isKeptSince, readChanges, type Seen, seenNow } from '../../tracker/changes/read-changes.ts';

/** What became known at one look. */
export type Batch = {
  seen: Seen;
  /** How they are now; null: too many to tell them one by one. */
  orders: readonly OrderNews[] | null;
  changedOrders: number;
  /** The ids of what else has changed; null: too many. */
  others: ReadonlyMap<ChangeTopic, readonly string[] | null>;
  /** More has changed than was read: whoever wants to be exact looks anew. */
  more: boolean;
};

export type Watcher = {
  /** What it has seen already; null: it begins here. */
  since: Seen | null;
  /** From here on it is told of everything. `missed`: since `since`; null: nobody knows any more. */
  begin(seen: Seen, missed: Batch | null): void;
  take(batch: Batch): void;
};

/** As often as people can tell one moment from the next. Nobody looks while nobody listens. */
const LOOK_MS = 200;
const AFTER_FAULT_MS = 1_000;
const MOST_ORDERS = 500;

/**
 * The one reader of changes of a process, for all who listen to it. It looks into the table rather than being notified:
 * NOTIFY makes every commit of every tracker wait for the one before, and needs the look all the same where a connection
 * was lost. A look that finds nothing takes 0.2 ms.
 */
export function createChangeFeed({ db, clock, log }: { db: Db; clock: Clock; log: Log }) {
  const watchers = new Set<Watcher>();
  let joining = new Set<Watcher>();
  let seen: Seen | null = null;
  let timer: NodeJS.Timeout | null = null;
  let running: Promise<void> | null = null;
  let stopped = false;

  async function look(now: Instant): Promise<void> {
    if (watchers.size === 0 && joining.size === 0) {
      seen = null;
      return;
    }
    if (seen === null) seen = await seenNow(db);
    else {
      const changes = await readChanges(db, seen);
      seen = changes.seen;
      if (changes.changes.length > 0) {
        const batch = await batchOf(db, changes, now);
        for (const watcher of watchers) watcher.take(batch);
      }
    }
    await letIn(seen, now);
  }

  /** After a restart a thousand come back at once, and nearly all have seen the same. */
  async function letIn(upTo: Seen, now: Instant): Promise<void> {
    const entering = joining;
    joining = new Set();
    const missed = new Map<Seen, Batch | null>();
    try {
      for (const watcher of entering) {
        const { since } = watcher;
        if (since !== null && !missed.has(since)) missed.set(since, await missedSince(db, since, upTo, now));
        entering.delete(watcher);
        watchers.add(watcher);
        watcher.begin(upTo, since === null ? null : missed.get(since)!);
      }
    } finally {
      for (const watcher of entering) joining.add(watcher);
    }
  }

  function runOnce(now: Instant): Promise<void> {
    running ??= look(now).finally(() => {
      running = null;
    });
    return running;
  }

  function drive(): void {
    if (stopped || timer !== null || (watchers.size === 0 && joining.size === 0)) return;
    const round = async () => {
      let pauseMs = LOOK_MS;
      try {
        await runOnce(clock.now());
      } catch (error) {
        pauseMs = AFTER_FAULT_MS;
        log.warn({ err: describeFault(error) }, 'changes could not be read; will try again');
      }
      timer = null;
      if (watchers.size === 0 && joining.size === 0) seen = null;
      else if (!stopped) timer = setTimeout(round, pauseMs);
    };
    timer = setTimeout(round, 0);
  }

  return {
    runOnce,
    /** What everybody has been told of. */
    seen: () => seen,
    join: (watcher: Watcher) => {
      joining.add(watcher);
      drive();
    },
    leave: (watcher: Watcher) => {
      watchers.delete(watcher);
      joining.delete(watcher);
    },
    stop: async () => {
      stopped = true;
      if (timer) clearTimeout(timer);
      await running?.catch(() => {});
    },
  };
}

async function missedSince(db: Db, since: Seen, upTo: Seen, now: Instant): Promise<Batch | null> {
  if (!(await isKeptSince(db, since))) return null;
  return batchOf(db, await readChanges(db, since, upTo), now);
}

async function batchOf(db: Db, { seen, changes, more }: Changes, now: Instant): Promise<Batch> {
  const byTopic = Map.groupBy(changes, ({ topic }) => topic);
  const subjectsOf = (topic: ChangeTopic): readonly string[] | null => {
    const all = byTopic.get(topic) ?? [];
    if (all.some(({ subjects }) => subjects === null)) return null;
    const subjects = [...new Set(all.flatMap(one => one.subjects!))];
    return subjects.length > MOST_ORDERS ? null : subjects;
  };
  const ids = subjectsOf('order');
  return {
    seen,
    orders: ids && (await readOrderNews(db, ids, now)),
    changedOrders: byTopic.has('order') ? (ids?.length ?? MOST_ORDERS) : 0,
    others: new Map([...byTopic.keys()].filter(topic => topic !== 'order').map(topic => [topic, subjectsOf(topic)])),
    more,
  };
}
