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
const SAME_SHARE = 0.02;
/** Nearly all of them: one may have been late besides. */
const NEARLY_ALL = 0.75;
/** What has waited comes at once; a clock is wrong of everything that is said for a while. */
const AT_LEAST_FOR_MS = 2 * MINUTE_MS;
const LATELY_MS = 3 * MINUTE_MS;
/** The last of them tell, at least, and of every minute no more than so many. */
const LAST = 5;
const MOST = 60;

/**
 * What the sources that said something lately say the time is. Ahead: two of the last five events happened after we
 * recorded them, which can't be. Behind: nearly all that came in the last three minutes, three events at least, is late by
 * the same, while what others say is not: then it would be we who are late. Right again: two of the last three events. As
 * long as neither can be said, it is as it was. It costs what was recorded in ten minutes, or a thousand events.
 */
export async function readClockOffsets(db: Db, now: Instant): Promise<ClockOffset[]> {
  const said = await readSaid(db, { after: now - (await windowFor(db, now)), upTo: now });
  return said.map(one => offsetOf(one, said));
}

/** An event: when it was recorded, and how long after it had happened, in milliseconds. */
type Sample = { at: Instant; lag: number };
/** Of a source, the newest first; one at least. */
type Said = { source: string; samples: readonly Sample[] };

function offsetOf({ source, samples }: Said, all: readonly Said[]): ClockOffset {
  const others = all.filter(other => other.source !== source);
  const lastAt = samples[0]!.at;
  for (const place of samples.keys()) {
    const offset = shownBy(samples.slice(place), others);
    if (offset !== null) return { source, ...offset, lastAt };
  }
  return { source, aheadMs: 0, since: samples.slice(0, LAST).at(-1)!.at, lastAt };
}

/** Null: nothing can be said. */
function shownBy(samples: readonly Sample[], others: readonly Said[]): { aheadMs: number; since: Instant } | null {
  const last = samples.slice(0, LAST);
  const since = last.at(-1)!.at;
  const ours = howLateWeAre(others, since);
  const [newest] = last;
  const few = last.slice(0, 3);
  const right = few.filter(({ lag }) => Math.abs(lag - ours) <= USUAL_MS || Math.abs(lag) <= USUAL_MS);
  if (right.length >= 2 || right.length === samples.length) return { aheadMs: 0, since };
  const second = last.toSorted((a, b) => a.lag - b.lag)[1];
  if (second && -second.lag > USUAL_MS) return { aheadMs: -second.lag, since };

  const lately = samples.filter(({ at }, place) => place < LAST || at > newest!.at - LATELY_MS);
  const middle = lately.toSorted((a, b) => a.lag - b.lag)[lately.length >> 1]!.lag;
  const same = lately.filter(({ lag }) => Math.abs(lag - middle) <= Math.max(USUAL_MS, SAME_SHARE * middle));
  const isSteady = same.length >= 3 && same.length >= NEARLY_ALL * lately.length;
  const [began, low] = [same.at(-1)!.at, Math.min(...same.map(({ lag }) => lag))];
  const behindMs = low - howLateWeAre(others, began);
  const isBehind = isSteady && behindMs > USUAL_MS && same[0]!.at - began >= AT_LEAST_FOR_MS;
  return isBehind ? { aheadMs: -behindMs, since: began } : null;
}

/** How late what others have said since then is at least. */
function howLateWeAre(others: readonly Said[], since: Instant): number {
  const heard = others.filter(({ samples }) => samples[0]!.at >= since);
  if (heard.length === 0) return 0;
  return Math.max(0, Math.min(...heard.flatMap(({ samples }) => samples.slice(0, LAST).map(({ lag }) => lag))));
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

async function readSaid(db: Db, { after, upTo }: { after: Instant; upTo: Instant }): Promise<Said[]> {
  const { values, param } = parameters();
  const { rows } = await db.query<Said>(
    `with said as (
       select event.source, event.event_id, event.recorded_at as at,
              (extract(epoch from event.recorded_at - event.occurred_at) * 1000)::float8 as lag,
              row_number() over (partition by event.source, date_trunc('minute', event.recorded_at)
                                 order by event.recorded_at desc, event.event_id) as of_minute
         from tracker.order_event event
        where event.recorded_at > ${param(toIso(after))} and event.recorded_at <= ${param(toIso(upTo))}
          and event.occurred_at is not null and not event.historic and event.source <> '${OWN_SOURCE}'
     ), numbered as (
       select said.*, row_number() over (partition by source order by at desc, event_id) as place
         from said where of_minute <= ${LAST}
     )
     select source, jsonb_agg(jsonb_build_object('at', (extract(epoch from at) * 1000)::bigint, 'lag', lag)
                              order by place) as samples
       from numbered where place <= ${MOST} group by source order by source`,
    values,
  );
  return rows;
}
