import type { Instant } from '../platform/clock.ts';
import type { Db } from '../platform/postgres.ts';
import type { Lifecycles } from './lifecycle.ts';
import { parameters, time } from './sql-condition.ts';
import { countStandings } from './standing.ts';

/** How all orders stand, for one sentence. */
export type OrderSummary = {
  /** That have not come to their end. */
  open: number;
  stuck: number;
  /** And not stuck. */
  atRisk: number;
  overdue: number;
  /** When the first limit was passed that still is. */
  oldestStuckSince: Instant | null;
};

/** At the cost of what is under way, so not for every request. */
export async function summarizeOrders(db: Db, lifecycles: Lifecycles, now: Instant): Promise<OrderSummary> {
  const standings = await countStandings(db, now);
  const open = lifecycles.all.flatMap(one => one.names.filter(status => !one.isTerminal(status)));
  const { values, param } = parameters();
  const { rows } = await db.query<Pick<OrderSummary, 'open' | 'overdue' | 'oldestStuckSince'>>(
    `select (select count(*) from tracker.order_state state
              where state.joined_into is null and state.status = any (${param([...new Set(open)])}::text[])) as open,
            (select count(*) from tracker.order_state state
              where state.joined_into is null and state.due_at is not null
                and state.promised_at < ${time(param, now)}) as overdue,
            (select min(state.due_at) from tracker.order_state state
              where state.joined_into is null and state.due_at < ${time(param, now)}) as "oldestStuckSince"`,
    values,
  );
  const sum = (which: 'stuck' | 'atRisk') => standings.reduce((total, standing) => total + standing[which], 0);
  return { ...rows[0]!, stuck: sum('stuck'), atRisk: sum('atRisk') };
}
