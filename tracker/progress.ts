import { type Instant, toIso } from '../platform/clock.ts';
import type { Db } from '../platform/postgres.ts';
import type { OrderKey } from './event.ts';

/** A stay of an order in a status, and who was at work on it then; `to: null`: it lasts. */
export type WorkedStay = { orderId: OrderKey; by: string; from: Instant; to: Instant | null };

/** What a system said of an order that does not move it: a progress, a failure. */
export type Fact = {
  eventId: string;
  type: string;
  at: Instant;
  /** By its own word, and no later than `at`. */
  saidAt: Instant;
};

/** A clock that is behind, or two messages that overtake each other, move a fact by no more. */
const SLACK_MS = 3_600_000;

/**
 * What the system said during each of these stays beside statuses, oldest first, in the order in which they are given. By
 * our own clock, so that a clock of theirs that is wrong makes nobody look idle; but what came late, with an import for
 * instance, and tells of an earlier status, is not of this stay.
 */
export async function readProgress(db: Db, stays: readonly WorkedStay[]): Promise<Fact[][]> {
  if (stays.length === 0) return [];
  const { rows } = await db.query<{ facts: Fact[] | null }>(
    `select said.facts
       from unnest($1::text[], $2::text[], $3::timestamptz[], $4::timestamptz[])
              with ordinality as stay (order_id, source, from_at, to_at, place)
       left join tracker.order_state state on state.order_id = stay.order_id
      cross join lateral (
        select jsonb_agg(jsonb_build_object('eventId', event.event_id, 'type', event.type, 'at',
                           (extract(epoch from event.recorded_at) * 1000)::bigint, 'saidAt',
                           (extract(epoch from least(event.occurred_at, event.recorded_at)) * 1000)::bigint)
                         order by event.recorded_at, event.sequence, event.event_id) as facts
          from tracker.order_event event
         where event.order_id = any (state.order_id || state.members) and event.source = stay.source
           and event.status is null and event.recorded_at >= stay.from_at
           and least(event.occurred_at, event.recorded_at) >= stay.from_at - $5 * interval '1 millisecond'
           and (stay.to_at is null or event.recorded_at <= stay.to_at)) as said
      order by stay.place`,
    [
      stays.map(({ orderId }) => orderId),
      stays.map(({ by }) => by),
      stays.map(({ from }) => toIso(from)),
      stays.map(({ to }) => to && toIso(to)),
      SLACK_MS,
    ],
  );
  return rows.map(({ facts }) => facts ?? []);
}

/** How many events of the type came during each of these stays, in the order in which they are given. */
export async function countReports(
  db: Db,
  stays: readonly { orderId: OrderKey; since: Instant; at: Instant }[],
  type: string,
): Promise<number[]> {
  const { rows } = await db.query<{ reports: number }>(
    `select (select count(*)::int from tracker.order_event event
              where event.order_id = any (state.order_id || state.members) and event.type = $4
                and event.recorded_at between stay.from_at and stay.to_at) as reports
       from unnest($1::text[], $2::timestamptz[], $3::timestamptz[])
              with ordinality as stay (order_id, from_at, to_at, place)
       left join tracker.order_state state on state.order_id = stay.order_id
      order by stay.place`,
    [
      stays.map(({ orderId }) => orderId),
      stays.map(({ since }) => toIso(since)),
      stays.map(({ at }) => toIso(at)),
      type,
    ],
  );
  return rows.map(({ reports }) => reports);
}
