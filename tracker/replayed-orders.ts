import { type Instant, toIso } from '../platform/clock.ts';
import type { Db } from '../platform/postgres.ts';
import type { OrderEvent, OrderKey } from './event.ts';

/** What whoever replays the past asks of the ledger: an order with all its events, those of its other names among them. */
export type ReplayedOrder = { orderId: OrderKey; events: readonly OrderEvent[] };

type Wanted = { since: Instant; partners: readonly string[] | null };
type Keys = { orderId: OrderKey; members: readonly OrderKey[] };

/** So few that whoever folds them does nothing else for some milliseconds only. */
const PAGE = 250;

/** What is told this late of an order that has ended belongs to nobody's past any more. */
const LATE_MS = 7 * 24 * 3_600_000;

/**
 * The orders of which something happened since the instant, or that are still under way, a page at a time, by id. The next
 * page is read while the one before is worked on, and no third one: two are what it takes of memory.
 */
export async function* readReplayedPages(db: Db, wanted: Wanted): AsyncIterable<ReplayedOrder[]> {
  let next: ReturnType<typeof readPage> | null = readPage(db, wanted, '');
  while (next !== null) {
    const { orders, last }: Awaited<ReturnType<typeof readPage>> = await next;
    next = last === null ? null : readPage(db, wanted, last);
    // Whoever has stopped asking is not told that it failed.
    next?.catch(() => {});
    yield orders;
  }
}

async function readPage(
  db: Db,
  wanted: Wanted,
  after: OrderKey,
): Promise<{ orders: ReplayedOrder[]; last: OrderKey | null }> {
  const found = await findKeys(db, wanted, after);
  const events = await readPastEvents(
    db,
    found.flatMap(({ orderId, members }) => [orderId, ...members]),
  );
  const byKey = Map.groupBy(events, ({ key }) => key);
  const orders = found.map(({ orderId, members }) => ({
    orderId,
    events: [orderId, ...members].flatMap(key => byKey.get(key) ?? []),
  }));
  return { orders, last: found.length < PAGE ? null : found.at(-1)!.orderId };
}

async function findKeys(db: Db, { since, partners }: Wanted, after: OrderKey): Promise<Keys[]> {
  const { rows } = await db.query<Keys>(
    `select s.order_id as "orderId", s.members from tracker.order_state s
      where s.joined_into is null and s.event_count > 0 and s.order_id > $1
        and (s.last_event_at >= $2 or s.due_at is not null or s.frozen)
        and ($4::text[] is null or exists (
          select from tracker.order_search search
           where search.order_id = s.order_id and search.partner = any ($4::text[])))
      order by s.order_id limit $3`,
    [after, toIso(since - LATE_MS), PAGE, partners],
  );
  return rows;
}

type PastRow = {
  order_id: OrderKey;
  event_id: string;
  type: string;
  status: string | null;
  source: string;
  occurred_at: Instant | null;
  recorded_at: Instant;
  sequence: number | null;
  correlation_id: string | null;
  ids: Record<string, string>;
  partner: string | null;
  promised_at: Instant | null;
  data: Record<string, unknown> | null;
  historic: boolean;
};

/**
 * The events of these keys as far as the fold asks for them: without customers, who are nobody's business here, and of
 * `data` what people decided and what an order is chosen by.
 */
async function readPastEvents(db: Db, keys: readonly OrderKey[]): Promise<OrderEvent[]> {
  const { rows } = await db.query<PastRow>(
    `select e.order_id, e.event_id, e.type, e.status, e.source, e.occurred_at, e.recorded_at, e.sequence,
            e.correlation_id, e.ids, e.partner, e.promised_at, e.historic,
            case when e.source = 'orderwatch' or e.data ?| array['productClass', 'value', 'total', 'price']
                 then e.data end as data
       from unnest($1::text[]) as wanted (order_id)
       join tracker.order_event e on e.order_id = wanted.order_id`,
    [keys],
  );
  return rows.map(row => ({
    key: row.order_id,
    eventId: row.event_id,
    type: row.type,
    status: row.status,
    source: row.source,
    occurredAt: row.occurred_at,
    recordedAt: row.recorded_at,
    sequence: row.sequence,
    correlationId: row.correlation_id,
    causationId: null,
    ids: row.ids,
    partner: row.partner,
    promisedAt: row.promised_at,
    customer: null,
    data: row.data,
    digest: '',
    traceparent: null,
    historic: row.historic,
  }));
}
