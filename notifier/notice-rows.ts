import { type Instant, toIso } from '../platform/clock.ts';
import type { Db } from '../platform/postgres.ts';
import type { OrderKey } from '../tracker/event.ts';
import type { Vault } from '../tracker/personal-data.ts';
import { readStandings } from '../tracker/telling.ts';
import type { Variables } from './message.ts';
import { openVariables } from './message-rows.ts';
import type { DropReason } from './reasons.ts';

export type DueNotice = {
  orderId: OrderKey;
  notice: string;
  occasion: string;
  status: string | null;
  eventId: string | null;
  /** When it happened, and when we knew. */
  at: Instant;
  notedAt: Instant;
  variables: Variables | null;
};

/** The next notices to be planned, held until the end of the transaction; others take the ones after them. */
export async function claimDueNotices(tx: Db, now: Instant, limit: number, vault: Vault): Promise<DueNotice[]> {
  const { rows } = await tx.query<Omit<DueNotice, 'variables'> & { variables: string | null }>(
    `select n.order_id as "orderId", n.notice, n.occasion, n.status, n.event_id as "eventId", n.at,
            n.noted_at as "notedAt", n.variables
       from notifier.notice n
      where n.state = 'waiting' and n.due_at <= $1
      order by n.due_at, n.order_id limit $2
        for update skip locked`,
    [toIso(now), limit],
  );
  return rows.map(row => ({ ...row, variables: row.variables === null ? null : openVariables(row.variables, vault) }));
}

/** Those of one event of an order that wait to be planned. */
export async function noticesOf(
  db: Db,
  { orderId, eventId }: { orderId: OrderKey; eventId: string },
  vault: Vault,
): Promise<DueNotice[]> {
  const { rows } = await db.query<Omit<DueNotice, 'variables'> & { variables: string | null }>(
    `select n.order_id as "orderId", n.notice, n.occasion, n.status, n.event_id as "eventId", n.at,
            n.noted_at as "notedAt", n.variables
       from notifier.notice n
      where n.order_id = $1 and n.event_id = $2 and n.state = 'waiting' order by n.notice`,
    [orderId, eventId],
  );
  return rows.map(row => ({ ...row, variables: row.variables === null ? null : openVariables(row.variables, vault) }));
}

/** Null: somebody is told. */
export type Planned = { notice: DueNotice; dropped: DropReason | null };

export async function settleNotices(tx: Db, planned: readonly Planned[]): Promise<void> {
  if (planned.length === 0) return;
  await tx.query(
    `update notifier.notice n
        set state = case when r.reason is null then 'planned' else 'dropped' end, reason = r.reason
       from unnest($1::text[], $2::text[], $3::text[], $4::text[]) as r (order_id, notice, occasion, reason)
      where n.order_id = r.order_id and n.notice = r.notice and n.occasion = r.occasion`,
    [
      planned.map(({ notice }) => notice.orderId),
      planned.map(({ notice }) => notice.notice),
      planned.map(({ notice }) => notice.occasion),
      planned.map(({ dropped }) => dropped),
    ],
  );
}

/** Until then; null: it is given up. */
export async function putOffNotice(db: Db, { orderId, notice, occasion }: DueNotice, until: Instant | null) {
  await db.query(
    `update notifier.notice n
        set due_at = coalesce($4, n.due_at), state = case when $4::timestamptz is null then 'dropped' else n.state end,
            reason = case when $4::timestamptz is null then 'our_fault' end
      where n.order_id = $1 and n.notice = $2 and n.occasion = $3 and n.state = 'waiting'`,
    [orderId, notice, occasion, until === null ? null : toIso(until)],
  );
}

/** Their message was dropped because the order had moved on: when it comes back, it is to be told after all. */
export async function dropSuperseded(tx: Db, messages: readonly { about: string; occasion: string }[]): Promise<void> {
  if (messages.length === 0) return;
  await tx.query(
    `update notifier.notice n set state = 'dropped', reason = 'superseded'
       from unnest($1::text[], $2::text[]) as r (order_id, occasion)
      where n.order_id = r.order_id and n.occasion = r.occasion and n.state = 'planned' and n.status is not null`,
    [messages.map(({ about }) => about), messages.map(({ occasion }) => occasion)],
  );
}

/** We were not sure of what their message told when it was to go out: once we are, it is to be told after all. */
export async function dropUnsure(tx: Db, messages: readonly { about: string; occasion: string }[]): Promise<void> {
  if (messages.length === 0) return;
  await tx.query(
    `update notifier.notice n set state = 'dropped', reason = 'unsure'
       from unnest($1::text[], $2::text[]) as r (order_id, occasion)
      where n.order_id = r.order_id and n.occasion = r.occasion and n.state = 'planned'`,
    [messages.map(({ about }) => about), messages.map(({ occasion }) => occasion)],
  );
}

/** Of these, as JSON of order and occasion, those that were noted and are not to be noted again (enqueue.ts). */
export async function findTold(
  db: Db,
  notice: string,
  named: readonly { orderId: OrderKey; occasion: string }[],
): Promise<Set<string>> {
  if (named.length === 0) return new Set();
  const { rows } = await db.query<{ order_id: OrderKey; occasion: string }>(
    `select n.order_id, n.occasion
       from unnest($1::text[], $2::text[]) as r (order_id, occasion)
       join notifier.notice n on n.order_id = r.order_id and n.notice = $3 and n.occasion = r.occasion
      where n.state <> 'dropped' or n.reason not in ('superseded', 'unsure')`,
    [named.map(({ orderId }) => orderId), named.map(({ occasion }) => occasion), notice],
  );
  return new Set(rows.map(({ order_id, occasion }) => JSON.stringify([order_id, occasion])));
}

/**
 * Of those that were just dropped, whose order has come back since it was looked at: what noted that may have found the
 * notice as planned and left it so, and nobody would be told. Who came first held its row, so one of both sees the other.
 */
export async function reopenReturned(
  tx: Db,
  messages: readonly { about: string; occasion: string; status: string | null }[],
  now: Instant,
): Promise<void> {
  if (messages.length === 0) return;
  const standings = await readStandings(tx, [...new Set(messages.map(({ about }) => about))]);
  const back = messages.filter(({ about, status }) => status !== null && standings.get(about)?.status === status);
  if (back.length === 0) return;
  await tx.query(
    `update notifier.notice n set state = 'waiting', reason = null, due_at = $3
       from unnest($1::text[], $2::text[]) as r (order_id, occasion)
      where n.order_id = r.order_id and n.occasion = r.occasion and n.state = 'dropped' and n.reason = 'superseded'`,
    [back.map(({ about }) => about), back.map(({ occasion }) => occasion), toIso(now)],
  );
}

/** The notices that these messages are of. */
export async function findNotices(
  db: Db,
  messages: readonly { about: string; occasion: string }[],
): Promise<{ orderId: OrderKey; notice: string; occasion: string }[]> {
  const { rows } = await db.query<{ orderId: OrderKey; notice: string; occasion: string }>(
    `select distinct n.order_id as "orderId", n.notice, n.occasion
       from unnest($1::text[], $2::text[]) as r (order_id, occasion)
       join notifier.notice n on n.order_id = r.order_id and n.occasion = r.occasion`,
    [messages.map(({ about }) => about), messages.map(({ occasion }) => occasion)],
  );
  return rows;
}
