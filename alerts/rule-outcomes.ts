import { type Instant, toIso } from '../platform/clock.ts';
import type { Db } from '../platform/postgres.ts';
import type { OrderKey } from '../tracker/event.ts';

/** What a rule found in a stretch of time, and what became of it. */
export type RuleOutcome = {
  rule: string;
  incidents: number;
  /** Different ones that its incidents were about. */
  orders: number;
  acknowledged: number;
  /** By a person; the others came to their end by themselves. */
  resolvedByPeople: number;
  resolved: number;
  real: number;
  notReal: number;
  ourData: number;
};

/** Of incidents that opened then; those that turned out to be the same matter as another one don't count for themselves. */
export async function readRuleOutcomes(db: Db, { from, to }: { from: Instant; to: Instant }): Promise<RuleOutcome[]> {
  const { rows } = await db.query<RuleOutcome>(
    `with opened as materialized (
       select i.id, i.rule, i.state, i.acknowledged_at, i.resolved_by, i.verdict from alerts.incident i
        where i.opened_at >= $1 and i.opened_at < $2 and i.merged_into is null and not i.shadow),
     about as (
       select opened.rule, count(distinct f.order_id) as orders
         from opened join alerts.finding f on f.incident_id = opened.id where f.order_id is not null group by opened.rule)
     select opened.rule, count(*) as incidents, coalesce(max(about.orders), 0) as orders,
            count(*) filter (where opened.acknowledged_at is not null) as acknowledged,
            count(*) filter (where opened.state = 'resolved') as resolved,
            count(*) filter (where opened.state = 'resolved' and opened.resolved_by is not null) as "resolvedByPeople",
            count(*) filter (where opened.verdict = 'real') as real,
            count(*) filter (where opened.verdict = 'not_real') as "notReal",
            count(*) filter (where opened.verdict = 'our_data') as "ourData"
       from opened left join about on about.rule = opened.rule
      group by opened.rule order by count(*) desc, opened.rule`,
    [toIso(from), toIso(to)],
  );
  return rows;
}

/** The different orders that a rule's incidents of that time were about; of very many, so many. */
export async function readRuleOrders(
  db: Db,
  rule: string,
  { from, to, limit }: { from: Instant; to: Instant; limit: number },
): Promise<OrderKey[]> {
  const { rows } = await db.query<{ orderId: OrderKey }>(
    `select distinct f.order_id as "orderId"
       from alerts.incident i join alerts.finding f on f.incident_id = i.id
      where i.rule = $1 and i.opened_at >= $2 and i.opened_at < $3 and i.merged_into is null and not i.shadow
        and f.order_id is not null
      order by f.order_id limit $4`,
    [rule, toIso(from), toIso(to), limit],
  );
  return rows.map(({ orderId }) => orderId);
}
