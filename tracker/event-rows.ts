import type { Instant } from '../platform/clock.ts';
import { columnArrays } from '../platform/column-arrays.ts';
import type { Db } from '../platform/postgres.ts';
import type { Customer, OrderEvent, OrderKey } from './event.ts';
import { sealEvent, type Vault } from './personal-data.ts';

type EventId = { key: OrderKey; eventId: string };

/** The digests of those events that the ledger has already; a row is never changed or taken away. */
export async function findDigests(tx: Db, events: readonly EventId[]): Promise<Map<string, string>> {
  if (events.length === 0) return new Map();
  const { rows } = await tx.query<{ order_id: string; event_id: string; digest: string }>(
    `select e.order_id, e.event_id, encode(e.digest, 'hex') as digest
       from unnest($1::text[], $2::text[]) as wanted (order_id, event_id)
       join tracker.order_event e on e.order_id = wanted.order_id and e.event_id = wanted.event_id`,
    [events.map(event => event.key), events.map(event => event.eventId)],
  );
  return new Map(rows.map(row => [eventName({ key: row.order_id, eventId: row.event_id }), row.digest]));
}

/** One text for key and event id, which may hold any character. */
export function eventName({ key, eventId }: EventId): string {
  return `${key.length} ${key} ${eventId}`;
}

/** Appends events whose states are locked. Returns how many were new: fewer than given means that a twin was faster. */
export async function insertEvents(tx: Db, events: readonly OrderEvent[], vault: Vault): Promise<number> {
  const { rowCount } = await tx.query(INSERT, written.parameters(events.map(event => sealEvent(vault, event))));
  return rowCount ?? 0;
}

const written = columnArrays<OrderEvent>([
  ['order_id', 'text', ({ key }) => key],
  ['event_id', 'text', ({ eventId }) => eventId],
  ['type', 'text', ({ type }) => type],
  ['status', 'text', ({ status }) => status],
  ['source', 'text', ({ source }) => source],
  ['occurred_at', 'timestamptz', ({ occurredAt }) => occurredAt],
  ['recorded_at', 'timestamptz', ({ recordedAt }) => recordedAt],
  ['sequence', 'bigint', ({ sequence }) => sequence],
  ['correlation_id', 'text', ({ correlationId }) => correlationId],
  ['causation_id', 'text', ({ causationId }) => causationId],
  ['ids', 'jsonb', ({ ids }) => JSON.stringify(ids)],
  ['partner', 'text', ({ partner }) => partner],
  ['promised_at', 'timestamptz', ({ promisedAt }) => promisedAt],
  ['customer', 'jsonb', ({ customer }) => customer && JSON.stringify(customer)],
  ['data', 'jsonb', ({ data }) => data && JSON.stringify(data)],
  ['digest', 'hex', ({ digest }) => digest],
  ['traceparent', 'text', ({ traceparent }) => traceparent],
  ['historic', 'boolean', ({ historic }) => historic],
]);

const INSERT = `
  insert into tracker.order_event (${written.names})
  select ${written.values} from ${written.rows}
  on conflict do nothing`;

const COLUMNS = `e.order_id, e.event_id, e.type, e.status, e.source, e.occurred_at, e.recorded_at, e.sequence,
  e.correlation_id, e.causation_id, e.ids, e.partner, e.promised_at, e.customer, e.data,
  encode(e.digest, 'hex') as digest, e.traceparent, e.historic`;

/** All events of these keys, in no particular order; their customers as they are kept: see personal-data.ts. */
export async function readEvents(db: Db, keys: readonly OrderKey[]): Promise<OrderEvent[]> {
  const { rows } = await db.query<EventRow>(
    `select ${COLUMNS} from unnest($1::text[]) as wanted (order_id)
       join tracker.order_event e on e.order_id = wanted.order_id`,
    [keys],
  );
  return rows.map(fromRow);
}

/** These very events, customers as they are kept. */
export async function readEventsNamed(db: Db, names: readonly EventId[]): Promise<OrderEvent[]> {
  const { rows } = await db.query<EventRow>(
    `select ${COLUMNS} from unnest($1::text[], $2::text[]) as wanted (order_id, event_id)
       join tracker.order_event e on e.order_id = wanted.order_id and e.event_id = wanted.event_id`,
    [names.map(name => name.key), names.map(name => name.eventId)],
  );
  return rows.map(fromRow);
}

type EventRow = {
  order_id: string;
  event_id: string;
  type: string;
  status: string | null;
  source: string;
  occurred_at: Instant | null;
  recorded_at: Instant;
  sequence: number | null;
  correlation_id: string | null;
  causation_id: string | null;
  ids: Record<string, string>;
  partner: string | null;
  promised_at: Instant | null;
  customer: Customer | null;
  data: Record<string, unknown> | null;
  digest: string;
  traceparent: string | null;
  historic: boolean;
};

function fromRow(row: EventRow): OrderEvent {
  return {
    key: row.order_id,
    eventId: row.event_id,
    type: row.type,
    status: row.status,
    source: row.source,
    occurredAt: row.occurred_at,
    recordedAt: row.recorded_at,
    sequence: row.sequence,
    correlationId: row.correlation_id,
    causationId: row.causation_id,
    ids: row.ids,
    partner: row.partner,
    promisedAt: row.promised_at,
    customer: row.customer,
    data: row.data,
    digest: row.digest,
    traceparent: row.traceparent,
    historic: row.historic,
  };
}
