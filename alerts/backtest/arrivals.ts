import type { Instant } from '../../platform/clock.ts';
import type { Db } from '../../platform/postgres.ts';
import { type ArrivalMinute, countArrivalMinutes } from '../../tracker/arrival-minutes.ts';
import { type History, HOUR_MS, hourOf, LEARNED_MS, WEEK_MS } from '../usual.ts';

/** As far back as what is usual is learned from. */
const HISTORY_MS = 5 * WEEK_MS;
const CHUNK_MS = 24 * HOUR_MS;

/**
 * What came by the minute, a day at a time: from as long before the stretch as is learned from, to its end. Of a day in which
 * nothing came, too.
 */
export async function* arrivalDays(
  db: Db,
  { since, until }: { since: Instant; until: Instant },
  by: 'source' | 'partner',
): AsyncIterable<{ upTo: Instant; byName: ReadonlyMap<string, readonly ArrivalMinute[]> }> {
  for (let after = since - HISTORY_MS; after < until; after += CHUNK_MS) {
    const upTo = Math.min(after + CHUNK_MS, until);
    const minutes = await countArrivalMinutes(db, { after, upTo }, by);
    yield { upTo, byName: Map.groupBy(minutes, ({ name }) => name) };
  }
}

/** What is learned of how much something sends, as it comes. */
export function learner(): {
  learn(minute: ArrivalMinute): void;
  historyAt(lastAt: Instant): History;
  /** As `readBusiest` has it, up to an instant. */
  busiestBefore(at: Instant): number;
} {
  const hours = new Map<Instant, number>();
  const orders = new Map<Instant, number>();
  let firstHour: Instant | null = null;
  let events = 0;
  return {
    learn: one => {
      const hour = hourOf(one.minute);
      firstHour ??= hour;
      hours.set(hour, (hours.get(hour) ?? 0) + one.events);
      events += one.events;
      if (one.orders > 0) orders.set(hour, (orders.get(hour) ?? 0) + one.orders);
    },
    busiestBefore: at => {
      const counts = [...orders]
        .filter(([hour]) => hour >= at - LEARNED_MS && hour < hourOf(at))
        .map(([, count]) => count);
      return counts.sort((a, b) => a - b)[Math.ceil(0.95 * counts.length) - 1] ?? 0;
    },
    historyAt: lastAt => ({ firstHour: firstHour ?? hourOf(lastAt), lastAt, hours, events }),
  };
}
