import { type Instant, toIso } from '../platform/clock.ts';
import type { Db } from '../platform/postgres.ts';
import { diverge } from './authority.ts';
import type { OrderKey } from './event.ts';
import type { Lifecycle } from './lifecycle.ts';
import { type OrderScope, scopeCheck } from './order-scope.ts';
import { parameters } from './sql-condition.ts';

/** Of an order about which systems do not agree: what each of them said last. */
export type Disagreement = {
  orderId: OrderKey;
  lifecycle: string;
  status: string;
  statusSince: Instant;
  since: Instant;
  sources: Readonly<Record<string, { status: string }>>;
};

/** Orders with an open divergence that came to light at this instant or before. */
export async function findDivergent(db: Db, by: Instant, scope: OrderScope): Promise<Disagreement[]> {
  const { values, param } = parameters();
  const { rows } = await db.query<Disagreement>(
    `select state.order_id as "orderId", state.lifecycle, state.status, state.status_since as "statusSince",
            state.sources, odd.since
       from (select order_id, min(greatest(at, noted_at)) as since from tracker.order_anomaly
              where kind = 'divergence' and cleared_at is null group by order_id) as odd
       join tracker.order_state state on state.order_id = odd.order_id
      where odd.since <= ${param(toIso(by))} and state.joined_into is null and state.status is not null
        and ${scopeCheck(scope, param)}
      order by odd.since, state.order_id`,
    values,
  );
  return rows;
}

/** Those of these orders that came into their status at this instant or before, by the word of another than its owner. */
export async function findUnconfirmed(
  db: Db,
  orderIds: readonly OrderKey[],
  by: Instant,
  scope: OrderScope,
): Promise<Disagreement[]> {
  if (orderIds.length === 0) return [];
  const { values, param } = parameters();
  const { rows } = await db.query<Disagreement>(
    `select state.order_id as "orderId", state.lifecycle, state.status, state.status_since as "statusSince",
            state.sources, state.status_since as since
       from unnest(${param(orderIds)}::text[]) as wanted (order_id)
       join tracker.order_state state on state.order_id = wanted.order_id
      where not state.confirmed and state.status_since <= ${param(toIso(by))} and not state.frozen
        and state.joined_into is null and ${scopeCheck(scope, param)}`,
    values,
  );
  return rows;
}

/** Whether two of these systems say what neither can become of the other. */
export function disagree(lifecycle: Lifecycle, sources: Disagreement['sources'], systems: readonly string[]): boolean {
  const said = systems.flatMap(system => sources[system]?.status ?? []);
  return said.some((one, place) => said.slice(place + 1).some(other => diverge(lifecycle, one, other)));
}
