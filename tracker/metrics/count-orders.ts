import type { Instant } from '../../platform/clock.ts';
import type { Db } from '../../platform/postgres.ts';
import type { StatusName } from '../lifecycle.ts';
import { parameters, time } from '../sql-condition.ts';

export type InStatus = { lifecycle: string; status: StatusName; orders: number };

export type UnderWay = InStatus & {
  frozen: number;
  /** Past what was promised, their limits running. */
  overdue: number;
  /** When the oldest stay began whose limits run; null: none. */
  oldest: Instant | null;
};

/** What is in these statuses; it costs what it finds. */
export async function countUnderWay(db: Db, statuses: readonly StatusName[], now: Instant): Promise<UnderWay[]> {
  const { values, param } = parameters();
  const { rows } = await db.query<UnderWay>(
    `select state.lifecycle, state.status, count(*) as orders, count(*) filter (where state.frozen) as frozen,
            count(*) filter (where state.due_at is not null and state.promised_at < ${time(param, now)}) as overdue,
            min(state.status_since) filter (where state.due_at is not null) as oldest
       from tracker.order_state state
      where state.status = any (${param(statuses)}::text[]) and state.joined_into is null
      group by state.lifecycle, state.status`,
    values,
  );
  return rows;
}

/** What is in any other status: all that ever ended, and so a walk through nearly everything. */
export async function countElsewhere(db: Db, statuses: readonly StatusName[]): Promise<InStatus[]> {
  const { rows } = await db.query<InStatus>(
    `select state.lifecycle, state.status, count(*) as orders from tracker.order_state state
      where state.status <> all ($1::text[]) and state.joined_into is null
      group by state.lifecycle, state.status`,
    [statuses],
  );
  return rows;
}

/** Orders that nobody has named yet: few, and with an index of their own. */
export async function countProvisional(db: Db): Promise<number> {
  const { rows } = await db.query<{ orders: number }>(
    `select count(*) as orders from tracker.order_state state where state.provisional and state.joined_into is null`,
  );
  return rows[0]!.orders;
}
