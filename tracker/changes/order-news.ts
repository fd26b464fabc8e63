import type { Instant } from '../../platform/clock.ts';
import type { Db } from '../../platform/postgres.ts';
import { isAtRiskIn } from '../at-risk.ts';
import type { OrderKey } from '../event.ts';
import { parameters, time } from '../sql-condition.ts';

/** What whoever watches many orders is told of one: nothing personal, and little enough to be sent to a thousand. */
export type OrderNews = {
  orderId: OrderKey;
  lifecycle: string;
  status: string | null;
  statusSince: Instant | null;
  dueAt: Instant | null;
  stuck: boolean;
  atRisk: boolean;
  frozen: boolean;
  partner: string | null;
  /** Whose it is; not to be shown. */
  customerId: string | null;
};

/** As they are now, whoever the provisional ones among them have turned out to be; each once. */
export async function readOrderNews(db: Db, ids: readonly OrderKey[], now: Instant): Promise<OrderNews[]> {
  if (ids.length === 0) return [];
  const { values, param } = parameters();
  const stuck = `coalesce(state.due_at < ${time(param, now)}, false)`;
  const { rows } = await db.query<OrderNews>(
    // A look-up for each: of a new table the planner would read all rows for a list of keys.
    `select distinct on (state.order_id) state.order_id as "orderId", state.lifecycle, state.status,
            state.status_since as "statusSince", state.due_at as "dueAt", state.frozen, ${stuck} as stuck,
            (${isAtRiskIn(now)('state', param)}) and not ${stuck} as "atRisk",
            search.partner, search.customer_id as "customerId"
       from unnest(${param(ids)}::text[]) as named (order_id)
      cross join lateral (select coalesce(known.joined_into, known.order_id) as order_id
                            from tracker.order_state known where known.order_id = named.order_id) as meant
       join tracker.order_state state on state.order_id = meant.order_id
       left join tracker.order_search search on search.order_id = state.order_id
      order by state.order_id`,
    values,
  );
  return rows;
}
