/** What the statements of lists and counts are put together of. */

/**
 * A provisional order that was joined is shown by the order it is; one without any event was only named by somebody. The
 * indexes leave the joined ones out, so whoever wants to use them has to say so, too.
 */
export const LISTED = ['state.joined_into is null', 'state.last_event_at is not null'];

/**
 * The statuses of orders whose limits run, each found by a step along the index of ages: what is asked of each of them
 * costs what it finds. A subquery with one column, `status`.
 */
export const STATUSES_UNDER_WAY = `(
  with recursive one (status) as (
    (select s.status from tracker.order_state s where s.due_at is not null and s.joined_into is null order by s.status limit 1)
    union all
    select (select s.status from tracker.order_state s
             where s.due_at is not null and s.joined_into is null and s.status > one.status order by s.status limit 1)
      from one where one.status is not null)
  select one.status from one where one.status is not null)`;

/**
 * Each of these orders by its key: left to itself, the planner would rather read a whole table than two thousand rows of
 * it, one after another. The row of order_search only where somebody asks for it.
 */
export function rowsOf(found: string, passing: string): string {
  const search = `left join lateral (select * from tracker.order_search its where its.order_id = found.order_id offset 0)
       as search on true`;
  return `${found} as found (order_id)
     cross join lateral (select * from tracker.order_state one where one.order_id = found.order_id offset 0) as state
     ${passing.includes('search.') ? search : ''} where ${passing}`;
}
