import type { Instant } from '../platform/clock.ts';
import type { OrderKey } from './event.ts';
import type { Conditions, OrderFilter } from './order-filter.ts';
import { LISTED, STATUSES_UNDER_WAY } from './order-rows.ts';
import { type Param, time } from './sql-condition.ts';

/**
 * `lastEvent`: newest news first. `deadline`: earliest limit first. `age`: longest in its status first. By the last two,
 * orders without a limit (at their end, or frozen) come after all others, by their id.
 */
export type OrderSort = 'lastEvent' | 'deadline' | 'age';

/** The place in the list after which a page begins: the sort key and the id of the last order of the page before. */
export type OrderPosition = { at: Instant | null; orderId: OrderKey };

export type OrderPage = { sort: OrderSort; after: OrderPosition | null; limit: number };

/**
 * A stretch of the list that is in order by itself. `native`: the filters that an index in this order, or next to it,
 * finds as well; they are part of the walk.
 */
export type Slice = {
  key: string;
  orderBy: string;
  /** Its index begins with the status: the first of each status are put together. */
  byStatus: boolean;
  /** What makes an order one of the list, as the index of this stretch has it. */
  listed: readonly string[];
  where: (param: Param) => string[];
  native: readonly (keyof OrderFilter)[];
};

/** What a walk looks at: the row beside it only where a condition asks for it. */
export const FROM =
  'tracker.order_state state left join tracker.order_search search on search.order_id = state.order_id';

/** The first of a slice that pass, in its order: their places. */
export function firstOf(slice: Slice, passing: string, limit: string): string {
  const places = (where: string) =>
    `select state.order_id as "orderId", ${slice.key} as at from ${FROM} where ${where}
      order by ${slice.orderBy} limit ${limit}`;
  if (!slice.byStatus) return places(passing);
  return `select first.* from ${STATUSES_UNDER_WAY} as standing
           cross join lateral (${places(`${passing} and state.status = standing.status`)}) as first
           order by first.at, first."orderId" limit ${limit}`;
}

/** Who has a limit has an event; and by the limit's index alone the row need not be read. */
const LIMITED = ['state.joined_into is null'];

/**
 * By deadline and age there are two: those with a limit, and then the others by id. In one statement the null limits
 * would keep the order from coming out of an index, and every page would sort the whole table.
 */
export function slicesOf({ sort, after }: OrderPage, conditions: Conditions): Slice[] {
  if (sort === 'lastEvent') return [byLastEvent(after)];
  const amongUnlimited = after !== null && after.at === null;
  return [
    ...(amongUnlimited ? [] : [sort === 'deadline' ? byDeadline(after) : byAge(after, conditions)]),
    ...(needsLimit(conditions) ? [] : [unlimited(amongUnlimited ? after : null, conditions)]),
  ];
}

function byLastEvent(after: OrderPosition | null): Slice {
  return {
    key: 'state.last_event_at',
    orderBy: 'state.last_event_at desc, state.order_id desc',
    byStatus: false,
    listed: LISTED,
    where: param =>
      after ? [`(state.last_event_at, state.order_id) < (${time(param, after.at)}, ${param(after.orderId)})`] : [],
    native: ['from', 'provisional'],
  };
}

function byDeadline(after: OrderPosition | null): Slice {
  return { ...limited('state.due_at', after), native: ['status', 'stuck'] };
}

/** Asked for one status, they come out of the index as they stand. */
function byAge(after: OrderPosition | null, { status }: Conditions): Slice {
  return { ...limited('state.status_since', after), byStatus: !status, native: ['status', 'olderThan'] };
}

function limited(key: string, after: OrderPosition | null): Omit<Slice, 'native'> {
  return {
    key,
    orderBy: `${key}, state.order_id`,
    byStatus: false,
    listed: LIMITED,
    where: param => [
      'state.due_at is not null',
      ...(after ? [`(${key}, state.order_id) > (${time(param, after.at)}, ${param(after.orderId)})`] : []),
    ],
  };
}

function unlimited(after: OrderPosition | null, { status }: Conditions): Slice {
  return {
    key: 'null::timestamptz',
    // The limits are all null; named, they lead to the index by status, limit and id.
    orderBy: status ? 'state.due_at, state.order_id' : 'state.order_id',
    byStatus: false,
    listed: LISTED,
    where: param => ['state.due_at is null', ...(after ? [`state.order_id > ${param(after.orderId)}`] : [])],
    native: ['status'],
  };
}

/** Who is past a limit has one, and whose age is asked for is one whose limits run. */
function needsLimit({ stuck, atRisk, olderThan, stuckFor }: Conditions): boolean {
  return [stuck, atRisk, olderThan, stuckFor].some(condition => condition?.ids !== undefined);
}
