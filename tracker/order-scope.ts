import { allOf, type Param } from './sql-condition.ts';

/** Which orders somebody cares about; what is not named may be anything. */
export type OrderScope = {
  partners?: readonly string[];
  lifecycles?: readonly string[];
  /** Orders of which one of these systems has said something. */
  sources?: readonly string[];
  /** What the order is worth, as its events say it. An order of which nobody has said it is in no such scope. */
  value?: { atLeast?: number; atMost?: number };
};

/**
 * The check on a row of `tracker.order_state state`, without an index of its own: for whoever has found few orders by
 * something else already.
 */
export function scopeCheck({ partners, lifecycles, sources, value }: OrderScope, param: Param): string {
  const checks = [
    ...(lifecycles ? [`state.lifecycle = any (${param(lifecycles)}::text[])`] : []),
    ...(sources ? [`state.sources ?| ${param(sources)}::text[]`] : []),
    ...(partners
      ? [
          `exists (select from tracker.order_search search
                    where search.order_id = state.order_id and search.partner = any (${param(partners)}::text[]))`,
        ]
      : []),
    ...(value?.atLeast === undefined ? [] : [`${VALUE} >= ${param(value.atLeast)}::numeric`]),
    ...(value?.atMost === undefined ? [] : [`${VALUE} <= ${param(value.atMost)}::numeric`]),
  ];
  return allOf(checks, [], param);
}

/** The last word counts; systems call it by different names. An order has some twenty events. */
const VALUE = `(
  select (coalesce(word.data -> 'value', word.data -> 'total', word.data -> 'price'))::numeric
    from tracker.order_event word
   where word.order_id = any (state.order_id || state.members)
     and jsonb_typeof(coalesce(word.data -> 'value', word.data -> 'total', word.data -> 'price')) = 'number'
   order by word.recorded_at desc, word.event_id limit 1)`;
