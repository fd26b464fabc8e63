import type { Instant } from '../platform/clock.ts';
import type { Db } from '../platform/postgres.ts';
import { atRiskIds } from './at-risk.ts';
import type { StatusName } from './lifecycle.ts';
import { parameters, time } from './sql-condition.ts';

/** How many orders are past the limit of their status, or at risk of it. What it costs is what it finds. */
export type Standing = {
  lifecycle: string;
  status: StatusName;
  /** Past the one that must be kept. */
  stuck: number;
  /** At risk (at-risk.ts), and not past it. */
  atRisk: number;
};

export async function countStandings(db: Db, now: Instant): Promise<Standing[]> {
  const { values, param } = parameters();
  const late = (state: string) => `${state}.joined_into is null and ${state}.due_at < ${time(param, now)}`;
  const { rows } = await db.query<Standing>(
    `select o.lifecycle, o.status, count(*) filter (where ${late('o')}) as stuck,
            count(*) filter (where not (${late('o')})) as "atRisk"
       from (select known.order_id from tracker.order_state known where ${late('known')}
              union (${atRiskIds(now)(param)})) as found
      cross join lateral (select * from tracker.order_state one where one.order_id = found.order_id offset 0) as o
      group by o.lifecycle, o.status`,
    values,
  );
  return rows;
}

export type LatePartner = { partner: string; orders: number; dueAt: Instant };

/** Those with the most stuck orders; `dueAt`: the limit that was passed first. */
export async function findLatePartners(db: Db, now: Instant, limit: number): Promise<LatePartner[]> {
  const { rows } = await db.query<LatePartner>(
    `select s.partner, count(*) as orders, min(o.due_at) as "dueAt"
       from tracker.order_state o
       join tracker.order_search s on s.order_id = o.order_id
      where o.joined_into is null and o.due_at < $1 and s.partner is not null
      group by s.partner order by count(*) desc, min(o.due_at), s.partner limit $2`,
    [new Date(now), limit],
  );
  return rows;
}
