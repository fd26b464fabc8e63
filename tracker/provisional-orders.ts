import { type Instant, toIso } from '../platform/clock.ts';
import type { Db } from '../platform/postgres.ts';
import type { OrderKey } from './event.ts';
import { type OrderScope, scopeCheck } from './order-scope.ts';
import { parameters } from './sql-condition.ts';

export type ProvisionalOrder = { orderId: OrderKey; since: Instant; sources: readonly string[] };

/**
 * Orders that began, and were first heard of, at this instant or before and still have no order id, nor an id of any of
 * these systems, but for those in one of the statuses `except` and, with `pastTargetAt`, those within the target of
 * theirs then. What an import or a backlog tells of last month has only
 * just been heard: what names it may be the next message. One of which a person has said that it is none of those known
 * has been looked at. There are few, and they have an index of their own.
 */
export async function findProvisional(
  db: Db,
  {
    by,
    without,
    except,
    pastTargetAt,
  }: { by: Instant; without: readonly string[]; except: readonly string[]; pastTargetAt: Instant | null },
  scope: OrderScope,
): Promise<ProvisionalOrder[]> {
  const { values, param } = parameters();
  const pastTarget =
    pastTargetAt === null ? 'true' : `(state.target_at is null or state.target_at < ${param(toIso(pastTargetAt))})`;
  const { rows } = await db.query<ProvisionalOrder>(
    `select state.order_id as "orderId", state.first_event_at as since,
            array(select jsonb_object_keys(state.sources)) as sources
       from tracker.order_state state
      where state.provisional and state.joined_into is null and state.decided is null
        and state.first_event_at <= ${param(toIso(by))}
        and exists (select from tracker.order_event event
                     where event.order_id = state.order_id and event.recorded_at <= ${param(toIso(by))})
        and not state.ids ?| ${param(without)}::text[]
        and (state.status is null or state.status <> all (${param(except)}::text[]))
        and ${pastTarget} and ${scopeCheck(scope, param)}
      order by state.last_event_at, state.order_id`,
    values,
  );
  return rows;
}
