import type { Instant } from '../platform/clock.ts';
import type { Db } from '../platform/postgres.ts';
import type { StatusName } from './lifecycle.ts';

/** How many orders are past a limit of their status. What it costs is what is under way, read in one index. */
export type Standing = {
  lifecycle: string;
  status: StatusName;
  /** Past the one that must be kept. */
  stuck: number;
  /** Past the one that should be kept. */
  atRisk: number;
};

export async function countStandings(db: Db, now: Instant): Promise<Standing[]> {
  const { rows } = await db.query<Standing>(
    `select o.lifecycle, o.status, count(*) filter (where o.due_at < $1) as stuck,
            count(*) filter (where o.due_at >= $1) as "atRisk"
       from tracker.order_state o
      where o.joined_into is null and o.due_at is not null and (o.due_at < $1 or o.target_at < $1)
      group by o.lifecycle, o.status`,
    [new Date(now)],
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
