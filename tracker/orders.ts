import { createHash } from 'node:crypto';
import type { Instant } from '../platform/clock.ts';
import type { Db } from '../platform/postgres.ts';
import { isTracing } from '../platform/tracing.ts';
import { isAtRisk, type Measure } from './at-risk.ts';
import type { Alias, Customer, OrderKey } from './event.ts';
import { FUTURE_TOLERANCE_MS } from './event-order.ts';
import { type Expected, expectBy, expectDeclared, NOT_EXPECTED } from './expected.ts';
import type { Lifecycles } from './lifecycle.ts';
import { openCustomer, type Vault } from './personal-data.ts';
import type { AnomalyKind } from './state.ts';
import { readMeasured } from './usual-rows.ts';

/** An order as it stands at an instant: the folded state, and what the instant makes of its limits. */
export type Order = {
  orderId: OrderKey;
  lifecycle: string;
  ids: Readonly<Record<string, string>>;
  status: string | null;
  confirmed: boolean;
  statusSince: Instant | null;
  targetAt: Instant | null;
  dueAt: Instant | null;
  promisedAt: Instant | null;
  stuck: boolean;
  atRisk: boolean;
  overdue: boolean;
  /** How long orders of its lifecycle usually stay in its status: milliseconds; null: too few tell. */
  usual: { p50Ms: number; p95Ms: number } | null;
  frozen: boolean;
  provisional: boolean;
  customer: Customer | null;
  partner: string | null;
  correlationId: string | null;
  traceId: string;
  sources: Readonly<Record<string, { status: string; at: Instant }>>;
  anomalies: readonly { kind: AnomalyKind; at: Instant; detail: string }[];
  /** When it is expected to come to its end. */
  expected: Expected;
  eventCount: number;
  duplicateCount: number;
  lastEventAt: Instant | null;
};

export type FoundOrder =
  | { kind: 'found'; order: Order }
  | { kind: 'missing' }
  /** The name is that of several orders; of more than `MAX_CANDIDATES` only the first, by id. */
  | { kind: 'ambiguous'; candidates: OrderKey[] };

export const MAX_CANDIDATES = 20;

/**
 * An order by any of its names: its id, a system's id as `mes:M-77` (or `~mes:M-77`), or the bare id of any system or a
 * correlation id. The more exact reading wins. A provisional order that was joined leads to the order it is.
 */
export async function findOrder(
  db: Db,
  lifecycles: Lifecycles,
  name: string,
  now: Instant,
  vault: Vault,
): Promise<FoundOrder> {
  // Postgres text can't hold NUL, so no order can have it in its name.
  if (name.includes('\0')) return { kind: 'missing' };
  const candidates = await resolveName(db, name);
  const [orderId] = candidates;
  if (orderId === undefined) return { kind: 'missing' };
  if (candidates.length > 1) return { kind: 'ambiguous', candidates: candidates.slice(0, MAX_CANDIDATES) };
  const [order] = await readOrders(db, { lifecycles, vault, now }, [orderId]);
  return order ? { kind: 'found', order } : { kind: 'missing' };
}

/**
 * The one trace of an order (W3C trace id): derived, so that every process that says something about the order says it
 * in the same trace without asking. By the correlation id where there is one, since the producers know that too.
 */
export function orderTraceId(order: { orderId: OrderKey; correlationId: string | null }): string {
  return createHash('sha256')
    .update(order.correlationId ?? order.orderId)
    .digest('hex')
    .slice(0, 32);
}

/**
 * Of the span over all of the order, within that trace. By the order alone: several may have come of one cart, under one
 * correlation id.
 */
export function orderSpanId({ orderId }: { orderId: OrderKey }): string {
  return createHash('sha256').update(orderId).digest('hex').slice(32, 48);
}

/**
 * Where what belongs to the order, and to no event that was traced itself, goes on (W3C traceparent): under that span.
 * Null where nothing is sent: whoever is handed it would go on from a span that nobody has.
 */
export function orderTraceparent(order: { orderId: OrderKey; correlationId: string | null }): string | null {
  if (!isTracing()) return null;
  return `00-${orderTraceId(order)}-${orderSpanId(order)}-01`;
}

async function resolveName(db: Db, name: string): Promise<OrderKey[]> {
  const alias: Alias = name.startsWith('~') ? name : `~${name}`;
  const { rows } = await db.query<{ order_id: string }>(
    `with named (exactness, order_id) as (
       select 1, order_id from tracker.order_state where order_id = $1
       union all
       select 2, order_id from tracker.order_alias where alias = $2
       union all
       select 3, order_id from tracker.order_alias where substr(alias, strpos(alias, ':') + 1) = $1
     ),
     best as (select distinct order_id from named where exactness = (select min(exactness) from named))
     select distinct coalesce(state.joined_into, state.order_id) as order_id
       from best join tracker.order_state state on state.order_id = best.order_id
     -- An order that somebody only named, and then decided otherwise, has a row and no event.
     where state.event_count > 0
      order by 1
      limit $3`,
    [name, alias, MAX_CANDIDATES + 1],
  );
  return rows.map(row => row.order_id);
}

type OrderRow = {
  order_id: OrderKey;
  lifecycle: string;
  members: OrderKey[];
  ids: Record<string, string>;
  status: string | null;
  confirmed: boolean;
  status_since: Instant | null;
  running_since: Instant | null;
  target_at: Instant | null;
  due_at: Instant | null;
  promised_at: Instant | null;
  frozen: boolean;
  provisional: boolean;
  sources: Record<string, { status: string; at: Instant }>;
  correlation_id: string | null;
  event_count: number;
  duplicate_count: number;
  last_event_at: Instant | null;
  partner: string | null;
};

const SELECT_ORDERS = `
  select state.order_id, state.lifecycle, state.members, state.ids, state.status, state.confirmed, state.status_since,
         state.running_since, state.target_at, state.due_at, state.promised_at, state.frozen, state.provisional, state.sources, state.correlation_id,
         state.event_count, state.last_event_at, search.partner,
         state.duplicate_count + (select coalesce(sum(member.duplicate_count), 0) from tracker.order_state member
                                   where member.order_id = any (state.members)) as duplicate_count
    from unnest($1::text[]) with ordinality as wanted (order_id, place)
    join tracker.order_state state on state.order_id = wanted.order_id
    left join tracker.order_search search on search.order_id = state.order_id
   order by wanted.place`;

export type Reading = { lifecycles: Lifecycles; vault: Vault; now: Instant };

/**
 * The orders of these ids, in their order. Four statements for any number: the states, what is wrong, whose they are, and
 * how long others like them took.
 */
export async function readOrders(db: Db, reading: Reading, ids: readonly OrderKey[]): Promise<Order[]> {
  if (ids.length === 0) return [];
  const { rows } = await db.query<OrderRow>(SELECT_ORDERS, [ids]);
  const anomalies = await readOpenAnomalies(db, rows);
  const customers = await readCustomers(db, rows);
  const measureOf = await readMeasures(db, rows);
  return rows.map(row => {
    const customer = customers.get(row.order_id) ?? null;
    return toOrder(reading, row, {
      anomalies: anomalies.get(row.order_id) ?? [],
      customer: customer && openCustomer(reading.vault, customer),
      measure: measureOf(row),
    });
  });
}

type Placed = Pick<OrderRow, 'lifecycle' | 'status' | 'partner'>;

/** Of the statuses in which these orders are only: a partner with many orders has a row for each of theirs. */
async function readMeasures(db: Db, rows: readonly Placed[]): Promise<(row: Placed) => Measure> {
  const placed = rows.flatMap(({ lifecycle, status, partner }) => (status ? [{ lifecycle, status, partner }] : []));
  const name = (lifecycle: string, status: string | null, partner: string | null) =>
    JSON.stringify([lifecycle, status, partner]);
  const distinct = new Map(placed.map(one => [name(one.lifecycle, one.status, one.partner), one]));
  const measured = await readMeasured(db, [...distinct.values()]);
  const byName = new Map(measured.map(one => [name(one.lifecycle, one.status, one.partner), one]));
  return ({ lifecycle, status, partner }) => {
    const ofAll = byName.get(name(lifecycle, status, null)) ?? null;
    const ofPartner = partner === null ? undefined : byName.get(name(lifecycle, status, partner));
    const ofDate = ofPartner?.curve ? ofPartner : ofAll;
    return { ofAll, ofDate: ofDate?.curve ? { ...ofDate, curve: ofDate.curve } : null };
  };
}

type Anomalies = Order['anomalies'];

async function readOpenAnomalies(db: Db, rows: readonly OrderRow[]): Promise<Map<OrderKey, Anomalies>> {
  const { rows: found } = await db.query<{ order_id: OrderKey; kind: AnomalyKind; at: Instant; detail: string }>(
    `select order_id, kind, at, detail
       from tracker.order_anomaly
      where order_id = any ($1) and cleared_at is null
      order by at, kind, event_id`,
    [rows.map(row => row.order_id)],
  );
  const grouped = Map.groupBy(found, anomaly => anomaly.order_id);
  return new Map(
    [...grouped].map(([id, anomalies]) => [id, anomalies.map(({ kind, at, detail }) => ({ kind, at, detail }))]),
  );
}

/** Field by field the newest word about the customer, from all events of the order and of those that joined it. */
async function readCustomers(db: Db, rows: readonly OrderRow[]): Promise<Map<OrderKey, Customer>> {
  const keys = rows.flatMap(row => [row.order_id, ...row.members].map(key => ({ orderId: row.order_id, key })));
  const { rows: found } = await db.query<{ order_id: OrderKey; customer: Customer }>(
    `select order_id, jsonb_object_agg(field, value) as customer
       from (select distinct on (owned.order_id, said.field) owned.order_id, said.field, said.value
               from unnest($1::text[], $2::text[]) as owned (order_id, key)
               join tracker.order_event event on event.order_id = owned.key
              cross join jsonb_each(event.customer) as said (field, value)
              where event.customer is not null and said.value <> 'null'
              -- A time from the future is not believed (INGEST §1); the newest word is the one said last by then.
              order by owned.order_id, said.field,
                       case when event.occurred_at <= event.recorded_at + $3 * interval '1 millisecond'
                            then event.occurred_at else event.recorded_at end desc,
                       event.recorded_at desc, event.event_id desc) newest
      group by order_id`,
    [keys.map(owned => owned.orderId), keys.map(owned => owned.key), FUTURE_TOLERANCE_MS],
  );
  return new Map(found.map(row => [row.order_id, row.customer]));
}

function toOrder(
  { lifecycles, now }: Reading,
  row: OrderRow,
  { anomalies, customer, measure }: { anomalies: Anomalies; customer: Customer | null; measure: Measure },
): Order {
  const since = row.running_since ?? row.status_since;
  const limits = { targetAt: row.target_at, dueAt: row.due_at, promisedAt: row.promised_at, since };
  const passed = (limit: Instant | null) => limit !== null && now > limit;
  return {
    orderId: row.order_id,
    lifecycle: row.lifecycle,
    ids: row.ids,
    status: row.status,
    confirmed: row.confirmed,
    statusSince: row.status_since,
    targetAt: row.target_at,
    dueAt: row.due_at,
    promisedAt: row.promised_at,
    stuck: passed(row.due_at),
    atRisk: isAtRisk(limits, measure, now),
    // Under a lifecycle that is not declared nobody knows whether the order has come to its end.
    overdue:
      passed(row.promised_at) &&
      row.status !== null &&
      lifecycles.named(row.lifecycle)?.isTerminal(row.status) === false,
    usual: measure.ofAll?.stay ? { p50Ms: measure.ofAll.stay.p50Ms, p95Ms: measure.ofAll.stay.p95Ms } : null,
    frozen: row.frozen,
    provisional: row.provisional,
    customer,
    partner: row.partner,
    correlationId: row.correlation_id,
    traceId: orderTraceId({ orderId: row.order_id, correlationId: row.correlation_id }),
    sources: Object.fromEntries(
      Object.entries(row.sources).map(([source, { status, at }]) => [source, { status, at }]),
    ),
    anomalies,
    expected: expectedOf(lifecycles, row, measure, now),
    eventCount: row.event_count,
    duplicateCount: row.duplicate_count,
    lastEventAt: row.last_event_at,
  };
}

/** A partner's own orders tell the most, then those of its lifecycle; without enough of either, what is declared. */
function expectedOf(lifecycles: Lifecycles, row: OrderRow, { ofDate }: Measure, now: Instant): Expected {
  const { status, frozen, target_at: targetAt, due_at: dueAt } = row;
  const since = row.running_since ?? row.status_since;
  const lifecycle = lifecycles.named(row.lifecycle);
  if (!lifecycle || status === null || since === null || frozen) return NOT_EXPECTED;
  if (!lifecycle.knows(status) || lifecycle.isTerminal(status)) return NOT_EXPECTED;
  if (ofDate) return expectBy(ofDate.curve, ofDate.partner === null ? 'lifecycle' : 'partner', since, now);
  return expectDeclared(lifecycle, { status, since, targetAt, dueAt }, now) ?? NOT_EXPECTED;
}
