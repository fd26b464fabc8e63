import type { Instant } from '../platform/clock.ts';
import type { Db } from '../platform/postgres.ts';
import { OWN_SOURCE } from './event.ts';
import { isRecordedWithin, type Window } from './recorded-orders.ts';
import { parameters } from './sql-condition.ts';

/** What came within one minute; `orders`: that began with one of these events. */
export type ArrivalMinute = {
  name: string;
  minute: Instant;
  events: number;
  orders: number;
  firstAt: Instant;
  lastAt: Instant;
};

/**
 * How much came by the minute from each source or for each partner, the earliest first; as arrival-counts.ts has it by
 * the hour. It costs what was recorded in the window: a day at a time is a good one.
 */
export async function countArrivalMinutes(db: Db, window: Window, by: 'source' | 'partner'): Promise<ArrivalMinute[]> {
  const { values, param } = parameters();
  const isFirst = `not exists (select from tracker.order_event earlier
                                where earlier.order_id = event.order_id and earlier.recorded_at < event.recorded_at)`;
  const name = by === 'source' ? 'event.source' : 'coalesce(event.partner, search.partner)';
  const { rows } = await db.query<ArrivalMinute>(
    `select name, date_trunc('minute', recorded_at, 'UTC') as minute, count(*)::int as events,
            (count(distinct order_id) filter (where is_first))::int as orders,
            min(recorded_at) as "firstAt", max(recorded_at) as "lastAt"
       from (select event.order_id, event.recorded_at, ${name} as name,
                    ${by === 'source' ? 'false' : isFirst} as is_first
               from tracker.order_event event
               ${by === 'source' ? '' : 'left join tracker.order_search search on search.order_id = event.order_id'}
              where ${isRecordedWithin(window, param)} and not event.historic
                and event.source <> ${param(OWN_SOURCE)}) as arrived
      where name is not null
      group by name, minute order by minute, name`,
    values,
  );
  return rows;
}
