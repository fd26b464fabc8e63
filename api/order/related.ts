import type { z } from 'zod';
import { readOpenFindingsOf } from '../../alerts/finding-rows.ts';
import { readOrdersOf } from '../../alerts/incident-orders.ts';
import { findIncident } from '../../alerts/incident-rows.ts';
import { type Instant, toIso } from '../../platform/clock.ts';
import type { Db } from '../../platform/postgres.ts';
import type { Lifecycles } from '../../tracker/lifecycle.ts';
import { listOrders } from '../../tracker/order-list.ts';
import type { Order } from '../../tracker/orders.ts';
import type { Vault } from '../../tracker/personal-data.ts';
import { readKeys } from '../../tracker/timeline.ts';
import type { contract } from '../contract.ts';
import { time } from '../present.ts';
import { type Links, readTraceUrls } from '../trace-urls.ts';
import { logsUrl } from './logs-url.ts';

type RelatedContract = z.infer<typeof contract.RelatedOrders>;

export type RelatedDeps = {
  db: Db;
  /** For lists, perhaps a replica that is behind. */
  reads: Db;
  lifecycles: Lifecycles;
  vault: Vault;
  /** Where people look at logs; null: nowhere. */
  grafanaUrl: string | null;
} & Links;

const SHOWN = 5;

/** What belongs to an order: others of its customer, the incidents that it is in now, and where more of it can be read. */
export async function relatedTo(deps: RelatedDeps, order: Order, now: Instant): Promise<RelatedContract> {
  const { db, jaegerUrl, grafanaUrl } = deps;
  const { correlationId, lastEventAt } = order;
  const begun = await readBegun(db, order);
  const traces = await readTraceUrls(db, { jaegerUrl }, [order.orderId]);
  const isReadable = grafanaUrl !== null && correlationId !== null && begun !== null && lastEventAt !== null;
  return {
    ofCustomer: await ofCustomer(deps, order, now),
    incidents: await incidentsOf(db, order),
    logsUrl: isReadable ? logsUrl(grafanaUrl, { correlationId, from: begun, to: Math.max(lastEventAt, begun) }) : null,
    traceUrl: traces.get(order.orderId) ?? null,
  };
}

async function ofCustomer(
  { reads, lifecycles, vault }: RelatedDeps,
  { orderId, customer }: Order,
  now: Instant,
): Promise<RelatedContract['ofCustomer']> {
  if (customer?.id === undefined) return null;
  const page = { sort: 'lastEvent', after: null, limit: SHOWN + 1 } as const;
  const { orders, next } = await listOrders(reads, lifecycles, { customer: customer.id }, page, now, vault);
  const others = orders.filter(other => other.orderId !== orderId);
  return {
    customerId: customer.id,
    orders: others.slice(0, SHOWN).map(shortOrder),
    more: next !== null || others.length > SHOWN,
  };
}

function shortOrder(order: Order): NonNullable<RelatedContract['ofCustomer']>['orders'][number] {
  const { orderId, status, stuck, atRisk, overdue, frozen } = order;
  return {
    ...{ orderId, status, stuck, atRisk, overdue, frozen },
    statusSince: time(order.statusSince),
    dueAt: time(order.dueAt),
    lastEventAt: time(order.lastEventAt),
  };
}

async function incidentsOf(db: Db, { orderId }: Order): Promise<RelatedContract['incidents']> {
  const findings = await readOpenFindingsOf(db, await readKeys(db, orderId));
  const ids = [...new Set(findings.map(({ incidentId }) => incidentId))].sort((a, b) => b - a);
  // One more than is shown: the order itself is among them.
  const ordersIn = await readOrdersOf(db, ids, SHOWN + 1);
  const incidents: RelatedContract['incidents'] = [];
  for (const id of ids) {
    const incident = await findIncident(db, id);
    if (!incident) continue;
    const { named, open } = ordersIn(id);
    const { title, severity, state, openedAt } = incident;
    // Those that are still stuck come first; the others are over.
    const orders = named
      .slice(0, open)
      .filter(other => other !== orderId)
      .slice(0, SHOWN);
    incidents.push({ id: String(id), title, severity, state, openedAt: toIso(openedAt), orderCount: open, orders });
  }
  return incidents;
}

async function readBegun(db: Db, { orderId }: Order): Promise<Instant | null> {
  const { rows } = await db.query<{ at: Instant | null }>(
    'select s.first_event_at as at from tracker.order_state s where s.order_id = $1',
    [orderId],
  );
  return rows[0]?.at ?? null;
}
