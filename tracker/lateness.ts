import { type Instant, toIso } from '../platform/clock.ts';
import type { Db, Pool } from '../platform/postgres.ts';
import { parameters } from './sql-condition.ts';

/** How late what a source says may come, after what it said later about the same order. */
export type Lateness = {
  /** All but one of a thousand that came late came within this time. */
  p999Ms: number;
  /** Of so many that came late. */
  samples: number;
};

const DAY_MS = 24 * 3_600_000;
const DAYS = [1, 2, 4, 8, 16, 30];

// As much as is sorted within a second; what a thousandth is, half of it would show as well.
const MOST_EVENTS = 100_000;

/** What comes after that had been lost, and somebody has found it: a replay out of quarantine, say. */
const FOUND_AGAIN_MS = 6 * 3_600_000;

/** Of fewer nobody knows what is usual. */
const ENOUGH = 10;
/** Of fewer the latest is no thousandth: the next one comes later still once in so many times, but seldom by so much. */
const MANY = 1_000;
const MARGIN = 1.25;

/** How late the missing one of a sequence came, by source, over the last 30 days, or the last hundred thousand events. */
export async function measureLateness(db: Db, now: Instant): Promise<Map<string, Lateness>> {
  const { values, param } = parameters();
  const days = await daysWithin(db, now);
  const { rows } = await db.query<Lateness & { source: string }>(
    `with said as materialized (
       select event.order_id, event.source, event.sequence, event.recorded_at,
              max(event.sequence) over (partition by event.order_id, event.source
                order by event.recorded_at, event.sequence rows between unbounded preceding and 1 preceding) as highest
         from tracker.order_event event
        where event.recorded_at > ${param(toIso(now - days * DAY_MS))} and event.recorded_at <= ${param(toIso(now))}
          and event.sequence is not null and not event.historic
     ), late as (
       select said.source, (extract(epoch from said.recorded_at - later.at) * 1000)::float8 as ms
         from said
        cross join lateral (select min(event.recorded_at) as at from tracker.order_event event
                             where event.order_id = said.order_id and event.source = said.source
                               and event.sequence > said.sequence) as later
        where said.highest > said.sequence
     )
     select late.source, count(*) as samples, ceil(percentile_disc(0.999) within group (order by late.ms)) as "p999Ms"
       from late where late.ms > 0 and late.ms <= ${param(FOUND_AGAIN_MS)} group by late.source`,
    values,
  );
  return new Map(rows.map(({ source, p999Ms, samples }) => [source, { p999Ms, samples }]));
}

/** As many days as hold no more than may be read; one at least, however much that is. */
async function daysWithin(db: Db, now: Instant): Promise<number> {
  let within = DAYS[0]!;
  for (const days of DAYS.slice(1)) {
    const { rows } = await db.query<{ events: number }>(
      `select count(*) as events from (select from tracker.order_event event
         where event.recorded_at > $1 and event.recorded_at <= $2 limit $3 + 1) as lately`,
      [toIso(now - days * DAY_MS), toIso(now), MOST_EVENTS],
    );
    if (rows[0]!.events > MOST_EVENTS) return within;
    within = days;
  }
  return within;
}

async function saveLateness(db: Db, measured: ReadonlyMap<string, Lateness>, now: Instant): Promise<void> {
  const known = [...measured].filter(([, { samples }]) => samples >= ENOUGH);
  await db.query(
    `with measured as (
       select * from unnest($1::text[], $2::bigint[], $3::integer[]) as m (source, p999_ms, samples)
     ), forgotten as (
       delete from tracker.lateness l where l.p999_ms = 0 and not (l.source = any ($1))
     ), faded as (
       update tracker.lateness l set p999_ms = 0, samples = 0, before_ms = l.p999_ms, measured_at = $4
        where l.p999_ms > 0 and not (l.source = any ($1))
     )
     insert into tracker.lateness as l (source, p999_ms, samples, before_ms, measured_at)
     select m.source, m.p999_ms, m.samples, 0, $4 from measured m
     on conflict (source) do update
        set p999_ms = excluded.p999_ms, samples = excluded.samples, before_ms = l.p999_ms,
            measured_at = excluded.measured_at`,
    [
      known.map(([source]) => source),
      known.map(([, { p999Ms, samples }]) => Math.ceil(samples < MANY ? MARGIN * p999Ms : p999Ms)),
      known.map(([, { samples }]) => samples),
      toIso(now),
    ],
  );
}

/** `ms`: how late a source usually comes. `beforeMs`: what that was held to be until the last measurement. */
export type UsualLateness = { ms: number; beforeMs: number };

/** By source, as it was measured last; none of a source that nobody knows well enough. */
export async function readLateness(db: Db): Promise<Map<string, UsualLateness>> {
  const { rows } = await db.query<UsualLateness & { source: string }>(
    'select l.source, l.p999_ms as ms, l.before_ms as "beforeMs" from tracker.lateness l',
  );
  return new Map(rows.map(({ source, ms, beforeMs }) => [source, { ms, beforeMs }]));
}

/** Measures anew, once an hour, by whoever leads. */
export function createLateness({ pool }: { pool: Pool }) {
  return {
    runOnce: async (now: Instant): Promise<void> => saveLateness(pool, await measureLateness(pool, now), now),
  };
}
