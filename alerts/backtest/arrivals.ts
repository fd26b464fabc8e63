import type { Instant } from '../../platform/clock.ts';
import type { Db } from '../../platform/postgres.ts';
import { type ArrivalMinute, countArrivalMinutes } from '../../tracker/arrival-minutes.ts';
import { type History, HOUR_MS, hourOf, WEEK_MS } from '../usual.ts';

/** As far back as what is usual is learned from. */
const HISTORY_MS = 5 * WEEK_MS;
const CHUNK_MS = 24 * HOUR_MS;

/** What came by the minute, the earliest first: from as long before the stretch as is learned from, to its end. */
export async function readArrivals(
  db: Db,
  { since, until }: { since: Instant; until: Instant },
  by: 'source' | 'partner',
): Promise<ReadonlyMap<string, readonly ArrivalMinute[]>> {
  const byName = new Map<string, ArrivalMinute[]>();
  for (let after = since - HISTORY_MS; after < until; after += CHUNK_MS) {
    const minutes = await countArrivalMinutes(db, { after, upTo: Math.min(after + CHUNK_MS, until) }, by);
    for (const minute of minutes) {
      const known = byName.get(minute.name);
      if (known) known.push(minute);
      else byName.set(minute.name, [minute]);
    }
  }
  return byName;
}

/** What one knew, at some instant of the stretch, of how much something sends. */
export function historyOf(minutes: readonly ArrivalMinute[]): (lastAt: Instant) => History {
  const hours = new Map<Instant, number>();
  const sums: { at: Instant; events: number }[] = [];
  let events = 0;
  for (const one of minutes) {
    hours.set(hourOf(one.minute), (hours.get(hourOf(one.minute)) ?? 0) + one.events);
    events += one.events;
    sums.push({ at: one.lastAt, events });
  }
  const firstHour = hourOf(minutes[0]?.minute ?? 0);
  return lastAt => ({ firstHour, lastAt, hours, events: sums.findLast(({ at }) => at <= lastAt)?.events ?? 0 });
}
