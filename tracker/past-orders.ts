import { type Instant, toIso } from '../platform/clock.ts';
import type { Db } from '../platform/postgres.ts';
import { type OrderKey, OWN_SOURCE, OWN_TYPES } from './event.ts';
import type { Pause } from './lifecycle.ts';
import { decodeMemory } from './memory.ts';
import type { Stay } from './state.ts';
import type { Past } from './usual-samples.ts';

export type PastOrder = Past & {
  orderId: OrderKey;
  lifecycle: string;
  partner: string | null;
  productClass: string | null;
  promisedAt: Instant | null;
  lastEventAt: Instant;
};

export type PastPlace = { lastEventAt: Instant; orderId: OrderKey };

/**
 * Orders of which something was said since then, the newest first, with what became of each: a walk along the index of
 * last events, at the cost of the page. Orders that turned out to be another one, or are not known to be none, are left out.
 */
export async function readPastOrders(
  db: Db,
  {
    since,
    before,
    limit,
    partner = null,
  }: { since: Instant; before: PastPlace; limit: number; partner?: string | null },
): Promise<PastOrder[]> {
  const { rows } = await db.query<Row>(
    `${SELECT_PAST}
      where (state.last_event_at, state.order_id) < ($1::timestamptz, $2) and state.last_event_at >= $3
        and state.joined_into is null and not state.provisional ${partner === null ? '' : 'and search.partner = $5'}
      order by state.last_event_at desc, state.order_id desc limit $4`,
    [toIso(before.lastEventAt), before.orderId, toIso(since), limit, ...(partner === null ? [] : [partner])],
  );
  return pastOf(db, rows);
}

/** These orders, in no order, with what became of each. */
export async function readNamedPastOrders(db: Db, ids: readonly OrderKey[]): Promise<PastOrder[]> {
  const { rows } = await db.query<Row>(`${SELECT_PAST} where state.order_id = any ($1)`, [ids]);
  return pastOf(db, rows);
}

const SELECT_PAST = `select state.order_id as "orderId", state.lifecycle, state.memory,
            state.last_event_at as "lastEventAt", state.promised_at as "promisedAt", search.partner
       from tracker.order_state state
       left join tracker.order_search search on search.order_id = state.order_id`;

async function pastOf(db: Db, rows: readonly Row[]): Promise<PastOrder[]> {
  const decisions = await readFreezes(
    db,
    rows.map(({ orderId }) => orderId),
  );
  return rows.map(({ memory, ...row }) => {
    const { history, words } = decodeMemory(memory, {}).memory;
    const productClass = words.productClass?.value ?? null;
    return { ...row, productClass, history, ...frozenIn(history, decisions.get(row.orderId) ?? []) };
  });
}

type Row = Pick<PastOrder, 'orderId' | 'lifecycle' | 'partner' | 'promisedAt' | 'lastEventAt'> & {
  memory: string | null;
};

/** `byRule`: of the one stay in which it was then. */
export type FreezeEvent = { at: Instant; freezes: boolean; byRule: boolean };

/** The memory of an order keeps the pauses of its present stay only; the ledger knows them all. */
async function readFreezes(db: Db, ids: readonly OrderKey[]): Promise<Map<OrderKey, FreezeEvent[]>> {
  const { rows } = await db.query<FreezeEvent & { orderId: OrderKey }>(
    // `offset 0`: so few events are meant that the planner would rather look for them in the whole ledger.
    `select wanted.order_id as "orderId", frozen.at, frozen.freezes, frozen."byRule"
       from unnest($1::text[]) as wanted (order_id)
      cross join lateral (
        select coalesce(event.occurred_at, event.recorded_at) as at, event.event_id, event.type = $3 as freezes,
               event.data ->> 'by' is not distinct from 'rule' as "byRule"
          from tracker.order_event event
         where event.order_id = wanted.order_id and event.source = $2 and event.type in ($3, $4) offset 0) frozen
      order by frozen.at, frozen.event_id`,
    [ids, OWN_SOURCE, OWN_TYPES.frozen, OWN_TYPES.unfrozen],
  );
  return Map.groupBy(rows, ({ orderId }) => orderId);
}

/** When it was frozen, from who froze it and who let it go on; what a rule has frozen goes on when it moves. */
export function frozenIn(history: readonly Stay[], events: readonly FreezeEvent[]): Omit<Past, 'history'> {
  const pauses: Pause[] = [];
  let since: Instant | null = null;
  let ofStay = false;
  const thaw = (at: Instant) => {
    if (since !== null) pauses.push([since, at]);
    since = null;
    ofStay = false;
  };
  const moveAfter = (from: Instant | null) =>
    ofStay && from !== null ? (history.find(stay => stay.at > from)?.at ?? null) : null;
  for (const { at, freezes, byRule } of events) {
    const moved = moveAfter(since);
    if (moved !== null && moved <= at) thaw(moved);
    if (!freezes) thaw(at);
    else {
      ofStay = byRule && (since === null || ofStay);
      since ??= at;
    }
  }
  const moved = moveAfter(since);
  if (moved !== null) thaw(moved);
  return { pauses, frozenSince: since };
}
