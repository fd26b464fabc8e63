import type { Instant } from '../platform/clock.ts';
import type { Db } from '../platform/postgres.ts';
import { OWN_SOURCE } from './event.ts';
import { isRecordedWithin, type Window } from './recorded-orders.ts';
import { parameters } from './sql-condition.ts';
import type { AnomalyKind } from './state.ts';

/** What whoever watches how much comes asks about a stretch of time; each costs what was recorded in it. */

const isFresh = `not event.historic and event.source <> '${OWN_SOURCE}'`;

/** `orders`: that began with one of these events. `lastAt`: when the last of them was recorded. */
export type ArrivalCount = { name: string; hour: Instant; events: number; orders: number; lastAt: Instant };

/** How much came by the hour from each source or for each partner. Neither imports nor what people did here are counted. */
export async function countArrivals(db: Db, window: Window, by: 'source' | 'partner'): Promise<ArrivalCount[]> {
  const { values, param } = parameters();
  const partner = `coalesce(event.partner, (select search.partner from tracker.order_search search
                                             where search.order_id = event.order_id))`;
  const { rows } = await db.query<ArrivalCount>(
    `select name, date_trunc('hour', recorded_at, 'UTC') as hour, count(*)::int as events,
            (count(distinct order_id) filter (where is_first))::int as orders, max(recorded_at) as "lastAt"
       from (select event.order_id, event.recorded_at, ${by === 'source' ? 'event.source' : partner} as name,
                    not exists (select from tracker.order_event earlier
                                 where earlier.order_id = event.order_id
                                   and earlier.recorded_at < event.recorded_at) as is_first
               from tracker.order_event event
              where ${isRecordedWithin(window, param)} and ${isFresh}) as arrived
      where name is not null
      group by name, hour`,
    values,
  );
  return rows;
}

/** A status of a lifecycle, and the system whose word makes it so. */
export type OwnedStatus = { lifecycle: string; status: string; owner: string };

/** How often orders came into a status by the hour, by the word of its owner: `jewellery:PACKAGING`. */
export async function countEntries(db: Db, window: Window, owned: readonly OwnedStatus[]): Promise<ArrivalCount[]> {
  const { values, param } = parameters();
  const column = (of: keyof OwnedStatus) => `${param(owned.map(one => one[of]))}::text[]`;
  const { rows } = await db.query<ArrivalCount>(
    // A look-up for each: joined, the planner may read all states for a window that it can't estimate.
    `select owned.lifecycle || ':' || owned.status as name, date_trunc('hour', said.recorded_at, 'UTC') as hour,
            count(*)::int as events, count(distinct said.order_id)::int as orders, max(said.recorded_at) as "lastAt"
       from (select event.order_id, event.status, event.source, event.recorded_at,
                    (select state.lifecycle from tracker.order_state state
                      where state.order_id = event.order_id) as lifecycle
               from tracker.order_event event
              where ${isRecordedWithin(window, param)} and ${isFresh} and event.status is not null) as said
       join unnest(${column('lifecycle')}, ${column('status')}, ${column('owner')}) as owned (lifecycle, status, owner)
         on owned.lifecycle = said.lifecycle and owned.status = said.status and owned.owner = said.source
      group by 1, 2`,
    values,
  );
  return rows;
}

/** When each source was heard last within the window. */
export async function findLastArrivals(db: Db, window: Window): Promise<Map<string, Instant>> {
  const { values, param } = parameters();
  const { rows } = await db.query<{ source: string; last_at: Instant }>(
    `select event.source, max(event.recorded_at) as last_at from tracker.order_event event
      where ${isRecordedWithin(window, param)} and ${isFresh} group by event.source`,
    values,
  );
  return new Map(rows.map(row => [row.source, row.last_at]));
}

/** How many events were recorded, and how many of them brought an anomaly of this kind that still stands. */
export async function countAnomalous(
  db: Db,
  window: Window,
  kind: AnomalyKind | null,
): Promise<{ events: number; anomalous: number }> {
  const { values, param } = parameters();
  const { rows } = await db.query<{ events: number; anomalous: number }>(
    // An anomaly stands under the order that a provisional one turned out to be.
    `select count(*)::int as events, (count(*) filter (where exists (
              select from tracker.order_anomaly odd
               where odd.kind = ${param(kind)} and odd.event_id = event.event_id and odd.cleared_at is null
                 and odd.order_id = coalesce((select state.joined_into from tracker.order_state state
                                               where state.order_id = event.order_id), event.order_id))))::int as anomalous
       from tracker.order_event event
      where ${isRecordedWithin(window, param)} and ${isFresh}`,
    values,
  );
  return rows[0]!;
}
