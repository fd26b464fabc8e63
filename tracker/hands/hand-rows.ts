import { type Instant, toIso } from '../../platform/clock.ts';
import type { Db } from '../../platform/postgres.ts';
import type { Person } from '../decisions/own-event.ts';
import type { OrderKey } from '../event.ts';

/** Somebody works on an order; `actedAt`: when they last did something with it. */
export type Claim = { holder: Person; takenAt: Instant; actedAt: Instant };
export type Assignment = { assignee: string; assignedBy: string; assignedAt: Instant };
export type OrderHands = { orderId: OrderKey; claim: Claim | null; assignment: Assignment | null };

type Row = {
  order_id: OrderKey;
  holder_id: string | null;
  holder: string | null;
  taken_at: Instant | null;
  acted_at: Instant | null;
  assignee: string | null;
  assigned_by: string | null;
  assigned_at: Instant | null;
};

/** Claims that are forgotten by `forgottenBefore` count as none. */
export function handsFrom(row: Row, forgottenBefore: Instant): OrderHands {
  const { order_id, holder_id, holder, taken_at, acted_at, assignee, assigned_by, assigned_at } = row;
  const isHeld = holder_id !== null && acted_at! > forgottenBefore;
  return {
    orderId: order_id,
    claim: isHeld ? { holder: { id: holder_id, name: holder! }, takenAt: taken_at!, actedAt: acted_at! } : null,
    assignment: assignee === null ? null : { assignee, assignedBy: assigned_by ?? '', assignedAt: assigned_at! },
  };
}

/** Those of these orders with which somebody has something to do. */
export async function readHands(
  db: Db,
  ids: readonly OrderKey[],
  forgottenBefore: Instant,
): Promise<Map<OrderKey, OrderHands>> {
  if (ids.length === 0) return new Map();
  const { rows } = await db.query<Row>('select h.* from tracker.order_hands h where h.order_id = any ($1::text[])', [
    ids,
  ]);
  return new Map(rows.map(row => [row.order_id, handsFrom(row, forgottenBefore)]));
}

/** Exactly one of those who do this at once gets true: the others wait for the row and find it held. */
export async function takeRow(
  tx: Db,
  orderId: OrderKey,
  holder: Person,
  { now, forgottenBefore }: { now: Instant; forgottenBefore: Instant },
): Promise<boolean> {
  const { rowCount } = await tx.query(
    `insert into tracker.order_hands as h (order_id, holder_id, holder, taken_at, acted_at)
     values ($1, $2, $3, $4, $4)
     on conflict (order_id) do update
        set holder_id = excluded.holder_id, holder = excluded.holder, taken_at = excluded.taken_at,
            acted_at = excluded.acted_at
      where h.holder_id is null or h.acted_at <= $5`,
    [orderId, holder.id, holder.name, toIso(now), toIso(forgottenBefore)],
  );
  return rowCount === 1;
}

/** `holderId` null: whoever has it. False: it is not theirs (any more). */
export async function releaseRow(tx: Db, orderId: OrderKey, holderId: string | null): Promise<boolean> {
  const { rowCount } = await tx.query(
    `update tracker.order_hands h set holder_id = null, holder = null, taken_at = null, acted_at = null
      where h.order_id = $1 and h.holder_id is not null and ($2::text is null or h.holder_id = $2)`,
    [orderId, holderId],
  );
  return rowCount === 1;
}

/** Whoever has it has done something with it. */
export async function touchRow(tx: Db, orderId: OrderKey, holderId: string, now: Instant): Promise<boolean> {
  const { rowCount } = await tx.query(
    `update tracker.order_hands h set acted_at = greatest(h.acted_at, $3) where h.order_id = $1 and h.holder_id = $2`,
    [orderId, holderId, toIso(now)],
  );
  return rowCount === 1;
}

export async function assignRow(
  tx: Db,
  orderId: OrderKey,
  { to, by }: { to: string | null; by: string },
  now: Instant,
): Promise<void> {
  await tx.query(
    `insert into tracker.order_hands as h (order_id, assignee, assigned_by, assigned_at)
     values ($1, $2, $3, $4)
     on conflict (order_id) do update
        set assignee = excluded.assignee, assigned_by = excluded.assigned_by, assigned_at = excluded.assigned_at`,
    [orderId, to, to === null ? null : by, to === null ? null : toIso(now)],
  );
}

/** Claims with which nothing was done for too long; other sweepers leave those alone that this one holds. */
export async function forgottenClaims(
  db: Db,
  forgottenBefore: Instant,
  limit: number,
): Promise<{ orderId: OrderKey; holder: Person }[]> {
  const { rows } = await db.query<{ order_id: OrderKey; holder_id: string; holder: string }>(
    `select h.order_id, h.holder_id, h.holder from tracker.order_hands h
      where h.holder_id is not null and h.acted_at <= $1 order by h.acted_at limit $2`,
    [toIso(forgottenBefore), limit],
  );
  return rows.map(({ order_id, holder_id, holder }) => ({
    orderId: order_id,
    holder: { id: holder_id, name: holder },
  }));
}

export type Load = { holder: Person; orders: number; oldestTakenAt: Instant };

/** Who has how many orders, the fullest hands first. */
export async function readLoad(db: Db, forgottenBefore: Instant): Promise<Load[]> {
  const { rows } = await db.query<{ id: string; name: string; orders: number; oldest: Instant }>(
    `select h.holder_id as id, max(h.holder) as name, count(*)::int as orders, min(h.taken_at) as oldest
       from tracker.order_hands h
      where h.holder_id is not null and h.acted_at > $1
      group by h.holder_id order by count(*) desc, 2, 1`,
    [toIso(forgottenBefore)],
  );
  return rows.map(({ id, name, orders, oldest }) => ({ holder: { id, name }, orders, oldestTakenAt: oldest }));
}
