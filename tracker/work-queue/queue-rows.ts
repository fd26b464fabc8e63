import { type Instant, toIso } from '../../platform/clock.ts';
import type { Db } from '../../platform/postgres.ts';
import type { OrderKey } from '../event.ts';
import { parameters } from '../sql-condition.ts';
import { USUAL_LIMIT_MS } from './queue-rank.ts';

/** Statuses by lifecycle: two may mean different things by one name. */
export type QueuedStatus = { lifecycle: string; status: string };

export type QueuePlace = { rank: number; orderId: OrderKey };

// As queue-rank.ts has it; a test holds one against the other.
const RANK = `extract(epoch from least(coalesce(state.due_at, state.status_since + interval '${USUAL_LIMIT_MS} milliseconds'),
                                       state.promised_at)) * 1000
              + extract(epoch from state.first_event_at) * 1000`;

const QUEUED = `state.joined_into is null and not state.frozen and not state.provisional and state.status_since is not null
     and (state.lifecycle, state.status) in (select * from unnest($1::text[], $2::text[]))
     and state.status = any ($2)`;

/** A page of the orders that wait in these statuses and that nobody has in hand, in the order of the queue. */
export async function listWaiting(
  db: Db,
  statuses: readonly QueuedStatus[],
  { after, limit, forgottenBefore }: { after: QueuePlace | null; limit: number; forgottenBefore: Instant },
): Promise<QueuePlace[]> {
  const { values, param } = parameters();
  param(statuses.map(({ lifecycle }) => lifecycle));
  param(statuses.map(({ status }) => status));
  const place = after && `where (waiting.rank, waiting."orderId") > (${param(after.rank)}, ${param(after.orderId)})`;
  const { rows } = await db.query<QueuePlace>(
    `select waiting.* from (
       select state.order_id as "orderId", round(${RANK})::bigint as rank
         from tracker.order_state state
        where ${QUEUED}
          and not exists (select from tracker.order_hands h
                           where h.order_id = state.order_id and h.acted_at > ${param(toIso(forgottenBefore))})) as waiting
      ${place ?? ''}
      order by waiting.rank, waiting."orderId" limit ${param(limit)}`,
    values,
  );
  return rows;
}

/** How many wait, up to 10,000. */
export async function countWaiting(
  db: Db,
  statuses: readonly QueuedStatus[],
  { now, forgottenBefore }: { now: Instant; forgottenBefore: Instant },
): Promise<{ waiting: number; late: number; held: number }> {
  const { rows } = await db.query<{ waiting: number; late: number; held: number }>(
    `select count(*) filter (where not held)::int as waiting,
            count(*) filter (where not held and late)::int as late,
            count(*) filter (where held)::int as held
       from (select h.acted_at is not null as held, state.due_at < $4 as late
               from tracker.order_state state
               left join tracker.order_hands h on h.order_id = state.order_id and h.acted_at > $3
              where ${QUEUED} limit 10000) as counted`,
    [
      statuses.map(({ lifecycle }) => lifecycle),
      statuses.map(({ status }) => status),
      toIso(forgottenBefore),
      toIso(now),
    ],
  );
  return rows[0]!;
}

/** What somebody has in hand, the one they took first first. */
export async function listHeld(db: Db, holderId: string, forgottenBefore: Instant): Promise<OrderKey[]> {
  const { rows } = await db.query<{ order_id: OrderKey }>(
    `select h.order_id from tracker.order_hands h
      where h.holder_id = $1 and h.acted_at > $2 order by h.taken_at, h.order_id limit 200`,
    [holderId, toIso(forgottenBefore)],
  );
  return rows.map(({ order_id }) => order_id);
}
