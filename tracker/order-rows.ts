/** What the statements of lists and counts are put together of. */

/**
 * A provisional order that was joined is shown by the order it is; one without any event was only named by somebody. The
 * indexes leave the joined ones out, so whoever wants to use them has to say so, too.
 */
export const LISTED = ['state.joined_into is null', 'state.last_event_at is not null'];

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
