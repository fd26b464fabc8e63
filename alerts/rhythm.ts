import type { Instant } from '../platform/clock.ts';
import { type Db, type Pool, transaction } from '../platform/postgres.ts';
import { countArrivals, countEntries } from '../tracker/arrival-counts.ts';
import type { Lifecycles } from '../tracker/lifecycle.ts';
import { addCounts, readCountedUpTo } from './rhythm-rows.ts';
import { HOUR_MS, WEEK_MS } from './usual.ts';

/** What was recorded so long ago has been committed: nothing earlier turns up any more. */
const SETTLED_MS = 30_000;
/** What a first run goes back: as far as anybody looks. */
const HISTORY_MS = 5 * WEEK_MS;
const CHUNK_MS = 24 * HOUR_MS;

/** Any number; the same for every process, so that nothing is counted twice by two that both think that they lead. */
const RHYTHM_LOCK = 7_203_114_882;

/**
 * Counts what has come since the last run, by the hour, of each source and each partner, and how many
 * orders came into each status. How far it has come is told by
 * what it has counted. A ledger that was there before is counted a day a run.
 */
export function createRhythm({ pool, lifecycles }: { pool: Pool; lifecycles: () => Lifecycles }) {
  return {
    runOnce: (now: Instant): Promise<void> =>
      transaction(pool, async tx => {
        await tx.query('select pg_advisory_xact_lock($1)', [RHYTHM_LOCK]);
        const end = now - SETTLED_MS;
        let after = (await readCountedUpTo(tx)) ?? end - HISTORY_MS;
        // A stretch in which nothing came would be where it begins the next time, too.
        while (after < end && !(await count(tx, { after, upTo: Math.min(after + CHUNK_MS, end) }, lifecycles())))
          after += CHUNK_MS;
      }),
  };
}

async function count(tx: Db, window: { after: Instant; upTo: Instant }, lifecycles: Lifecycles): Promise<boolean> {
  const bySource = await countArrivals(tx, window, 'source');
  if (bySource.length === 0) return false;
  await addCounts(tx, 'source', bySource);
  await addCounts(tx, 'partner', await countArrivals(tx, window, 'partner'));
  await addCounts(tx, 'status', await countEntries(tx, window, ownedStatuses(lifecycles)));
  return true;
}

function ownedStatuses({ all }: Lifecycles) {
  return all.flatMap(({ name, names, owner }) =>
    names.map(status => ({ lifecycle: name, status, owner: owner(status)! })),
  );
}
