import type { Instant } from '../platform/clock.ts';
import type { Db } from '../platform/postgres.ts';
import { readMoves } from '../tracker/lines.ts';
import { countReports } from '../tracker/progress.ts';
import { agreedCount } from './usual-progress.ts';

const LATELY_MS = 30 * 24 * 3_600_000;
/** Of so many orders something happened last, and so many of those that went on tell. */
const NEWEST = 500;
const LEARNED_FROM = 100;
const LEARN_AGAIN_MS = 3_600_000;

/**
 * How many events of the type usually come of an order in the status before it goes on; null: nobody knows. As long as
 * fewer have come, more than one message would have to be late; when all have, it may be just the one that moves it.
 */
export async function readUsualReports(
  db: Db,
  { status, type }: { status: string; type: string },
  now: Instant,
): Promise<number | null> {
  const moves = await readMoves(db, { since: now - LATELY_MS, newest: NEWEST });
  const gone = moves.filter(({ from, at }) => from === status && at <= now).sort((a, b) => b.at - a.at);
  return agreedCount(await countReports(db, gone.slice(0, LEARNED_FROM), type));
}

/** The same, looked up once an hour: as long as something is stalled it is asked every minute. */
export function learnsUsualReports(of: {
  status: string;
  type: string;
}): (db: Db, now: Instant) => Promise<number | null> {
  let known: { at: Instant; reports: number } | null = null;
  return async (db, now) => {
    if (known && Math.abs(now - known.at) < LEARN_AGAIN_MS) return known.reports;
    const reports = await readUsualReports(db, of, now);
    known = reports === null ? null : { at: now, reports };
    return reports;
  };
}
