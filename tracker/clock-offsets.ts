import { type Instant, toIso } from '../platform/clock.ts';
import type { Db } from '../platform/postgres.ts';
import { OWN_SOURCE } from './event.ts';
import { parameters } from './sql-condition.ts';

/** By how much the clock of a source is wrong, as far as what it said last shows. */
export type ClockOffset = {
  source: string;
  /** Negative: behind. 0: it is right, or nothing can be said. */
  aheadMs: number;
  /** When the earliest of the events that show it was recorded, and the last of the source. */
  since: Instant;
  lastAt: Instant;
};

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** How far it goes back: as little as holds enough of everybody, and no more than a day. */
const WINDOWS_MS = [10 * MINUTE_MS, 2 * HOUR_MS, 24 * HOUR_MS];
const ENOUGH = 1_000;

/** What a message takes on its way, and what clocks that are right differ by. */
const USUAL_MS = 30_000;
/** What is always late by the same has clocks that differ; what has waited somewhere is late by different times. */
const SAME_SHARE = 0.1;
/** What has waited comes at once; a clock is wrong of everything that is said for a while. */
const AT_LEAST_FOR_MS = 2 * MINUTE_MS;

/**
 * What the sources that said something lately say the time is. Ahead: two of the last five events happened after we
 * recorded them, which can't be. Behind: all that came in the last three minutes, three events at least, is late by nearly
 * the same, while what others say is not: then it would be we who are late. It costs what was recorded in ten minutes, or
 * a thousand events.
 */
export async function readClockOffsets(db: Db, now: Instant): Promise<ClockOffset[]> {
  const said = await readLags(db, { after: now - (await windowFor(db, now)), upTo: now });
  return said.map(one => offsetOf(one, said));
}

/** Of one source. Lags are how long after it happened an event was recorded, in milliseconds. */
export type Lags = {
  source: string;
  lastAt: Instant;
  /** The second smallest of the last five; null: there is only one. */
  secondSmallest: number | null;
  secondAt: Instant;
  /** Of the last three minutes, or the last three events: where nine of ten are above, and below. */
  low: number;
  high: number;
  events: number;
  firstAt: Instant;
};

export function offsetOf(one: Lags, all: readonly Lags[]): ClockOffset {
  const { source, lastAt, secondSmallest, low, high, events, firstAt } = one;
  if (secondSmallest !== null && -secondSmallest > USUAL_MS) {
    return { source, aheadMs: -secondSmallest, since: one.secondAt, lastAt };
  }
  const others = all.filter(other => other.source !== source && other.lastAt >= firstAt);
  const ours = Math.max(0, Math.min(...others.map(other => other.low)));
  const behindMs = low - (others.length === 0 ? 0 : ours);
  const isSteady = high - low <= Math.max(USUAL_MS, low * SAME_SHARE);
  const isBehind = behindMs > USUAL_MS && events >= 3 && lastAt - firstAt >= AT_LEAST_FOR_MS && isSteady;
  return { source, aheadMs: isBehind ? -behindMs : 0, since: firstAt, lastAt };
}

async function windowFor(db: Db, now: Instant): Promise<number> {
  const wider = WINDOWS_MS.slice(0, -1);
  for (const window of wider) {
    const { rows } = await db.query<{ events: number }>(
      `select count(*) as events from (select from tracker.order_event event
         where event.recorded_at > $1 and event.recorded_at <= $2 limit $3) as lately`,
      [toIso(now - window), toIso(now), ENOUGH],
    );
    if (rows[0]!.events >= ENOUGH) return window;
  }
  return WINDOWS_MS.at(-1)!;
}

async function readLags(db: Db, { after, upTo }: { after: Instant; upTo: Instant }): Promise<Lags[]> {
  const { values, param } = parameters();
  const { rows } = await db.query<Lags>(
    `with said as (
       select event.source, event.recorded_at,
              (extract(epoch from event.recorded_at - event.occurred_at) * 1000)::float8 as lag,
              row_number() over (partition by event.source order by event.recorded_at desc, event.event_id) as place,
              max(event.recorded_at) over (partition by event.source) as last_at
         from tracker.order_event event
        where event.recorded_at > ${param(toIso(after))} and event.recorded_at <= ${param(toIso(upTo))}
          and event.occurred_at is not null and not event.historic and event.source <> '${OWN_SOURCE}'
     ), lately as (
       select said.*, place <= 3 or recorded_at > last_at - interval '3 minutes' as counts from said
     )
     select source, max(last_at) as "lastAt",
            (array_agg(lag order by lag) filter (where place <= 5))[2] as "secondSmallest",
            min(recorded_at) filter (where place <= 5) as "secondAt",
            percentile_disc(0.1) within group (order by lag) filter (where counts) as low,
            percentile_disc(0.9) within group (order by lag) filter (where counts) as high,
            count(*) filter (where counts) as events, min(recorded_at) filter (where counts) as "firstAt"
       from lately group by source order by source`,
    values,
  );
  return rows;
}
