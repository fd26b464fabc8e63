import type { Instant } from '../platform/clock.ts';
import type { Db } from '../platform/postgres.ts';
import { isTracing } from '../platform/tracing.ts';
import type { OrderKey } from './event.ts';
import { orderTraceparent } from './orders.ts';

/** What whoever tells people of orders asks about many of them at once; each is one statement on keys. */

export type Standing = {
  status: string | null;
  lifecycle: string;
  frozen: boolean;
  /** It turned out to be another order, and stands there. */
  joined: boolean;
};

/** Where these orders are at this moment. */
export async function readStandings(db: Db, ids: readonly OrderKey[]): Promise<Map<OrderKey, Standing>> {
  if (ids.length === 0) return new Map();
  const { rows } = await db.query<Standing & { order_id: OrderKey }>(
    `select state.order_id, state.status, state.lifecycle, state.frozen,
            state.joined_into is not null as joined
       from unnest($1::text[]) as wanted (order_id)
       join tracker.order_state state on state.order_id = wanted.order_id`,
    [ids],
  );
  return new Map(rows.map(({ order_id, ...standing }) => [order_id, standing]));
}

export type Deadlines = Pick<Standing, 'status' | 'frozen' | 'joined'> & {
  dueAt: Instant | null;
  promisedAt: Instant | null;
};

/** Where these orders are, and stay until the transaction ends: nobody moves them meanwhile. In the order of their keys. */
export async function holdStandings(tx: Db, ids: readonly OrderKey[]): Promise<Map<OrderKey, Deadlines>> {
  if (ids.length === 0) return new Map();
  const { rows } = await tx.query<Deadlines & { order_id: OrderKey }>(
    `select state.order_id, state.status, state.frozen, state.joined_into is not null as joined,
            state.due_at as "dueAt", state.promised_at as "promisedAt"
       from unnest($1::text[]) as wanted (order_id)
       join tracker.order_state state on state.order_id = wanted.order_id
      order by state.order_id for share of state`,
    [ids],
  );
  return new Map(rows.map(({ order_id, ...deadlines }) => [order_id, deadlines]));
}

export type PartnerOrder = {
  orderId: OrderKey;
  partner: string;
  ids: Readonly<Record<string, string>>;
  correlationId: string | null;
};

/** Those of these orders that are of one of these partners. */
export async function readPartnerOrders(
  db: Db,
  ids: readonly OrderKey[],
  partners: readonly string[],
): Promise<PartnerOrder[]> {
  const { rows } = await db.query<PartnerOrder>(
    `select search.order_id as "orderId", search.partner, state.ids, state.correlation_id as "correlationId"
       from unnest($1::text[]) as wanted (order_id)
       join tracker.order_search search on search.order_id = wanted.order_id and search.partner = any ($2)
       join tracker.order_state state on state.order_id = wanted.order_id`,
    [ids, partners],
  );
  return rows;
}

/** Those of these orders that are a partner's, and whose. */
export async function readPartnersOf(db: Db, ids: readonly OrderKey[]): Promise<Map<OrderKey, string>> {
  if (ids.length === 0) return new Map();
  const { rows } = await db.query<{ orderId: OrderKey; partner: string }>(
    `select search.order_id as "orderId", search.partner
       from unnest($1::text[]) as wanted (order_id)
       join tracker.order_search search on search.order_id = wanted.order_id
      where search.partner is not null`,
    [ids],
  );
  return new Map(rows.map(({ orderId, partner }) => [orderId, partner]));
}

export type Cause = {
  orderId: OrderKey;
  eventId: string;
  /** What it said beside the status. */
  data: Readonly<Record<string, unknown>>;
  /** W3C, of the producer's own trace. */
  traceparent: string | null;
};

/** What these events said, whichever key of the order they stand under. */
export async function readCauses(db: Db, events: readonly { orderId: OrderKey; eventId: string }[]): Promise<Cause[]> {
  const { rows } = await db.query<Cause>(
    `select wanted.order_id as "orderId", wanted.event_id as "eventId", coalesce(event.data, '{}') as data, event.traceparent
       from unnest($1::text[], $2::text[]) as wanted (order_id, event_id)
       join tracker.order_state state on state.order_id = wanted.order_id
       join tracker.order_event event
         on event.order_id = any (state.order_id || state.members) and event.event_id = wanted.event_id`,
    [events.map(event => event.orderId), events.map(event => event.eventId)],
  );
  return rows;
}

/**
 * In which trace what is said of each of these orders goes on: that of what was said of it last and was traced, else its
 * own. An order has some twenty events, found by their key. Where nothing is sent nothing is read either.
 */
export async function readTraceparents(db: Db, ids: readonly OrderKey[]): Promise<Map<OrderKey, string>> {
  if (ids.length === 0 || !isTracing()) return new Map();
  const { rows } = await db.query<{ orderId: OrderKey; correlationId: string | null; traceparent: string | null }>(
    `select state.order_id as "orderId", state.correlation_id as "correlationId", last.traceparent
       from unnest($1::text[]) as wanted (order_id)
       join tracker.order_state state on state.order_id = wanted.order_id
       left join lateral (
         select event.traceparent from tracker.order_event event
          where event.order_id = any (state.order_id || state.members) and event.traceparent is not null
          order by least(event.occurred_at, event.recorded_at) desc, event.recorded_at desc,
                   event.sequence desc nulls last, event.event_id desc limit 1) as last on true`,
    [ids],
  );
  return new Map(
    rows.flatMap(row => {
      const traceparent = row.traceparent ?? orderTraceparent(row);
      return traceparent === null ? [] : [[row.orderId, traceparent]];
    }),
  );
}
