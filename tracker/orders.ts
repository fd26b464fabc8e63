import { createHash } from 'node:crypto';
import { type Instant, toIso } from '../platform/clock.ts';
import type { Db } from '../platform/postgres.ts';
import { type Alias, type Customer, correlationAlias, type OrderKey } from './event.ts';
import { FUTURE_TOLERANCE_MS } from './event-order.ts';
import type { Lifecycle } from './lifecycle.ts';

/** An order as it stands at an instant: the folded state, and what the instant makes of its limits. */
export type Order = {
  orderId: OrderKey;
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
  frozen: boolean;
  provisional: boolean;
  customer: Customer | null;
  partner: string | null;
  correlationId: string | null;
  traceId: string;
  sources: Readonly<Record<string, { status: string; at: Instant }>>;
  anomalies: readonly { kind: string; at: Instant; detail: string }[];
  /** When the order is expected to leave its status, from the dwell times of others; null as long as none are kept. */
  expected: { from: Instant | null; to: Instant | null };
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

export type OrderFilter = {
  status?: string | undefined;
  /** Orders of which this system has said something. */
  source?: string | undefined;
  partner?: string | undefined;
  /** The customer's id. */
  customer?: string | undefined;
  correlationId?: string | undefined;
  /** Last event at or after this instant. */
  from?: Instant | undefined;
  /** Last event before this instant. */
  to?: Instant | undefined;
  stuck?: boolean | undefined;
  atRisk?: boolean | undefined;
  overdue?: boolean | undefined;
  provisional?: boolean | undefined;
};

/** `lastEvent`: newest news first. `deadline`: earliest limit first, orders without a limit after all others. */
export type OrderSort = 'lastEvent' | 'deadline';

/** The place in the list after which a page begins: the sort key and the id of the last order of the page before. */
export type OrderPosition = { at: Instant | null; orderId: OrderKey };

export type OrderPage = { sort: OrderSort; after: OrderPosition | null; limit: number };

/**
 * An order by any of its names: its id, a system's id as `mes:M-77` (or `~mes:M-77`), or the bare id of any system or a
 * correlation id. The more exact reading wins. A provisional order that was joined leads to the order it is.
 */
export async function findOrder(db: Db, lifecycle: Lifecycle, name: string, now: Instant): Promise<FoundOrder> {
  // Postgres text can't hold NUL, so no order can have it in its name.
  if (name.includes('\0')) return { kind: 'missing' };
  const candidates = await resolveName(db, name);
  const [orderId] = candidates;
  if (orderId === undefined) return { kind: 'missing' };
  if (candidates.length > 1) return { kind: 'ambiguous', candidates: candidates.slice(0, MAX_CANDIDATES) };
  const [order] = await completed(db, lifecycle, await readRow(db, orderId), now);
  return order ? { kind: 'found', order } : { kind: 'missing' };
}

/** One page of the orders that pass the filter, and where the next page begins (null: this was the last). */
export async function listOrders(
  db: Db,
  lifecycle: Lifecycle,
  filter: OrderFilter,
  page: OrderPage,
  now: Instant,
): Promise<{ orders: Order[]; next: OrderPosition | null }> {
  // One row more than asked for tells whether there is another page.
  const rows = await readPage(db, lifecycle, filter, { ...page, limit: page.limit + 1 }, now);
  const orders = await completed(db, lifecycle, rows.slice(0, page.limit), now);
  const last = orders.at(-1);
  if (rows.length <= page.limit || !last) return { orders, next: null };
  return { orders, next: { at: page.sort === 'deadline' ? last.dueAt : last.lastEventAt, orderId: last.orderId } };
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
      order by 1
      limit $3`,
    [name, alias, MAX_CANDIDATES + 1],
  );
  return rows.map(row => row.order_id);
}

type OrderRow = {
  order_id: OrderKey;
  members: OrderKey[];
  ids: Record<string, string>;
  status: string | null;
  confirmed: boolean;
  status_since: Instant | null;
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

const SELECT_ORDER = `
  select state.order_id, state.members, state.ids, state.status, state.confirmed, state.status_since, state.target_at,
         state.due_at, state.promised_at, state.frozen, state.provisional, state.sources, state.correlation_id,
         state.event_count, state.duplicate_count, state.last_event_at, search.partner
    from tracker.order_state state
    left join tracker.order_search search on search.order_id = state.order_id`;

async function readRow(db: Db, orderId: OrderKey): Promise<OrderRow[]> {
  const { rows } = await db.query<OrderRow>(`${SELECT_ORDER} where state.order_id = $1`, [orderId]);
  return rows;
}

/** Adds a value to the statement's parameters and gives the placeholder that stands for it. */
type Param = (value: unknown) => string;

/** A stretch of the list that one index can walk. */
type Slice = { where: (param: Param) => string[]; orderBy: string };

async function readPage(
  db: Db,
  lifecycle: Lifecycle,
  filter: OrderFilter,
  page: OrderPage,
  now: Instant,
): Promise<OrderRow[]> {
  const rows: OrderRow[] = [];
  for (const slice of slicesOf(page)) {
    if (rows.length === page.limit) break;
    const params: unknown[] = [];
    const param: Param = value => `$${params.push(value)}`;
    const where = [...conditions(param, lifecycle, filter, now), ...slice.where(param)];
    const { rows: more } = await db.query<OrderRow>(
      `${SELECT_ORDER} where ${where.join(' and ')} order by ${slice.orderBy} limit ${param(page.limit - rows.length)}`,
      params,
    );
    rows.push(...more);
  }
  return rows;
}

/**
 * By deadline there are two: those with a limit, and then the others by id. In one statement the null limits would keep
 * the order from coming out of an index, and every page would sort the whole table.
 */
function slicesOf({ sort, after }: OrderPage): Slice[] {
  if (sort === 'lastEvent') {
    const where = (param: Param) => [
      'state.last_event_at is not null',
      ...(after ? [`(state.last_event_at, state.order_id) < (${time(param, after.at)}, ${param(after.orderId)})`] : []),
    ];
    return [{ where, orderBy: 'state.last_event_at desc, state.order_id desc' }];
  }
  const limited: Slice = {
    where: param => [
      'state.due_at is not null',
      ...(after ? [`(state.due_at, state.order_id) > (${time(param, after.at)}, ${param(after.orderId)})`] : []),
    ],
    orderBy: 'state.due_at, state.order_id',
  };
  const amongUnlimited = after !== null && after.at === null;
  const unlimited: Slice = {
    where: param => [
      'state.due_at is null and state.last_event_at is not null',
      ...(amongUnlimited ? [`state.order_id > ${param(after.orderId)}`] : []),
    ],
    orderBy: 'state.order_id',
  };
  return amongUnlimited ? [unlimited] : [limited, unlimited];
}

function conditions(param: Param, lifecycle: Lifecycle, filter: OrderFilter, now: Instant): string[] {
  const found = ['state.joined_into is null'];
  const either = (wanted: boolean | undefined, condition: () => string) => {
    // `is not true` keeps the orders that have no such limit among those that have not passed it; the plain condition
    // is the one that an index can serve.
    if (wanted !== undefined) found.push(wanted ? condition() : `(${condition()}) is not true`);
  };
  if (filter.status !== undefined) found.push(`state.status = ${param(filter.status)}`);
  if (filter.source !== undefined) found.push(`state.sources ? ${param(filter.source)}`);
  if (filter.partner !== undefined) found.push(`search.partner = ${param(filter.partner)}`);
  if (filter.customer !== undefined) found.push(`search.customer_id = ${param(filter.customer)}`);
  if (filter.correlationId !== undefined) {
    found.push(`state.order_id in (
      select coalesce(stated.joined_into, stated.order_id)
        from tracker.order_alias alias join tracker.order_state stated on stated.order_id = alias.order_id
       where alias.alias = ${param(correlationAlias(filter.correlationId))})`);
  }
  if (filter.from !== undefined) found.push(`state.last_event_at >= ${time(param, filter.from)}`);
  if (filter.to !== undefined) found.push(`state.last_event_at < ${time(param, filter.to)}`);
  either(filter.stuck, () => `state.due_at < ${time(param, now)}`);
  either(filter.atRisk, () => `state.target_at < ${time(param, now)}`);
  either(
    filter.overdue,
    () => `state.promised_at < ${time(param, now)} and state.status <> all (${param(terminal(lifecycle))}::text[])`,
  );
  either(filter.provisional, () => 'state.provisional');
  return found;
}

function time(param: Param, instant: Instant | null): string {
  return `${param(instant === null ? null : toIso(instant))}::timestamptz`;
}

function terminal(lifecycle: Lifecycle): string[] {
  return lifecycle.names.filter(name => lifecycle.isTerminal(name));
}

/** Two statements for any number of rows: what is wrong with the orders, and whose they are. */
async function completed(db: Db, lifecycle: Lifecycle, rows: readonly OrderRow[], now: Instant): Promise<Order[]> {
  if (rows.length === 0) return [];
  const anomalies = await readOpenAnomalies(db, rows);
  const customers = await readCustomers(db, rows);
  return rows.map(row => toOrder(lifecycle, row, anomalies.get(row.order_id), customers.get(row.order_id), now));
}

type Anomalies = Order['anomalies'];

async function readOpenAnomalies(db: Db, rows: readonly OrderRow[]): Promise<Map<OrderKey, Anomalies>> {
  const { rows: found } = await db.query<{ order_id: OrderKey; kind: string; at: Instant; detail: string }>(
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
  lifecycle: Lifecycle,
  row: OrderRow,
  anomalies: Anomalies = [],
  customer: Customer | null = null,
  now: Instant,
): Order {
  const passed = (limit: Instant | null) => limit !== null && now > limit;
  return {
    orderId: row.order_id,
    ids: row.ids,
    status: row.status,
    confirmed: row.confirmed,
    statusSince: row.status_since,
    targetAt: row.target_at,
    dueAt: row.due_at,
    promisedAt: row.promised_at,
    stuck: passed(row.due_at),
    atRisk: passed(row.target_at),
    overdue: passed(row.promised_at) && row.status !== null && !lifecycle.isTerminal(row.status),
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
    expected: { from: null, to: null },
    eventCount: row.event_count,
    duplicateCount: row.duplicate_count,
    lastEventAt: row.last_event_at,
  };
}
